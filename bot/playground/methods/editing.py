"""Changing messages that the bot sent."""

from bot.playground import media, render
from bot.playground.entities import CAPTION_LIMIT, TEXT_LIMIT, FormattedText
from bot.playground.errors import ApiError, bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of, message_of, refuse_unmodelled
from bot.playground.methods.markup import inline_markup
from bot.playground.methods.registry import method
from bot.playground.methods.sending import caption_of, media_draft, text_of, uploads_of
from bot.playground.state import Message
from bot.playground.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def _target(world: World, params: JsonObject) -> Message:
    """The message that is to be edited, which must be the bot's own."""
    refuse_unmodelled(params, "business_connection_id", "inline_message_id")
    if params.get("chat_id") is None:
        missing = (
            "message identifier is not specified" if not params.get("message_id") else "chat_id is empty"
        )
        raise bad_request(missing)
    chat = chat_of(world, params["chat_id"], Access.EDIT)
    message = message_of(chat, params.get("message_id", 0), "message to edit")
    member = chat.member(world.bot.id)
    own = message.from_bot and not message.forward_origin
    if message.service or not (own or (chat.type == "channel" and member.may("can_edit_messages"))):
        raise bad_request("message can't be edited")
    return message


def _apply(
    world: World, message: Message, content: JsonObject, params: JsonObject, *, preview: JsonObject | None
) -> Json:
    """Put the new content and keyboard in place, unless nothing would change."""
    markup = inline_markup(params.get("reply_markup"))
    content_changed = content != message.content or preview != message.link_preview
    if not content_changed and markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.markup, message.link_preview = content, markup, preview
    if content_changed:
        # A change of buttons alone does not make a message "edited".
        message.edit_date = world.now()
    world.emit_message("edited", message)
    return render.message_json(world, message)


def _with_text(message: Message, formatted: FormattedText, *, caption: bool) -> JsonObject:
    content = dict(message.content)
    media.set_text(content, formatted, caption=caption)
    return content


@method("editMessageText")
def edit_message_text(world: World, params: JsonObject) -> Json:
    """A new text; without `reply_markup` the buttons go."""
    formatted = text_of(world, params)
    message = _target(world, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    content = _with_text(message, formatted, caption=False)
    return _apply(world, message, content, params, preview=params.get("link_preview_options"))


@method("editMessageCaption")
def edit_message_caption(world: World, params: JsonObject) -> Json:
    """A new caption, or none."""
    formatted = caption_of(world, params)
    message = _target(world, params)
    if message.file is None or message.kind in {"sticker", "video_note"}:
        raise bad_request("there is no caption in the message to edit")
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    content = _with_text(message, formatted, caption=True)
    return _apply(world, message, content, params, preview=message.link_preview)


@method("editMessageMedia")
def edit_message_media(world: World, params: JsonObject) -> Json:
    """Another file in place of the file, or of a text."""
    message = _target(world, params)
    if message.kind not in {"text", "photo", "document", "audio", "video", "animation"}:
        raise bad_request("message media can't be edited")
    draft = media_draft(world, params["media"], uploads_of(params))
    if message.album and draft.kind != message.kind:
        raise bad_request("can't use the media of the specified type in the album")
    old = message.kind, message.file
    message.kind, message.file = draft.kind, draft.file
    try:
        return _apply(world, message, draft.content, params, preview=None)
    except ApiError:
        message.kind, message.file = old
        raise


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: JsonObject) -> Json:
    """Other buttons, or none."""
    message = _target(world, params)
    return _apply(world, message, message.content, params, preview=message.link_preview)
