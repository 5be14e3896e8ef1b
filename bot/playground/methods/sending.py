"""Sending messages: texts, files, places and contacts."""

from dataclasses import dataclass, field

from bot.playground import media, render
from bot.playground.checks import Upload
from bot.playground.entities import CAPTION_LIMIT, TEXT_LIMIT, FormattedText, check_length, format_text
from bot.playground.errors import ApiError, bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import (
    Access,
    chat_of,
    check_may_send,
    check_open,
    refuse_unmodelled,
    thread_of,
)
from bot.playground.methods.files import take_file
from bot.playground.methods.markup import any_markup
from bot.playground.methods.registry import method
from bot.playground.state import GENERAL_TOPIC, Author, Chat, Message, StoredFile
from bot.playground.utf16 import utf16_length
from bot.playground.world import World

_UNMODELLED = ("business_connection_id", "direct_messages_topic_id", "suggested_post_parameters")
ALBUM_SIZES = range(2, 11)


@dataclass(slots=True)
class Draft:
    """A message that is about to be sent."""

    kind: str
    content: JsonObject
    file: StoredFile | None = None
    extra: JsonObject = field(default_factory=dict)


def resolve_users(world: World, formatted: FormattedText) -> FormattedText:
    """Fill in the people whom a text mentions; a mention of nobody known is dropped, as on Telegram."""
    kept = []
    for entity in formatted.entities:
        if entity["type"] == "text_mention":
            user_id = entity["user"]["id"]
            if user_id not in world.people and user_id != world.bot.id:
                continue
            entity["user"] = render.user_json(world, user_id)
        kept.append(entity)
    formatted.entities = kept
    return formatted


def text_of(world: World, params: JsonObject) -> FormattedText:
    """The text of a request, parsed and checked."""
    formatted = format_text(params["text"], params.get("parse_mode"), params.get("entities"))
    return resolve_users(world, formatted)


def caption_of(world: World, params: JsonObject) -> FormattedText:
    """The caption of a request, parsed and checked; it may be empty."""
    formatted = format_text(
        params.get("caption", ""),
        params.get("parse_mode"),
        params.get("caption_entities"),
        allow_empty=True,
    )
    return resolve_users(world, formatted)


def deliver(world: World, params: JsonObject, draft: Draft, *, album: str | None = None) -> Message:
    """Send one message: all checks in Telegram's order, then the rate limit, then it is there."""
    return deliver_all(world, params, [draft], album=album)[0]


def deliver_all(
    world: World, params: JsonObject, drafts: list[Draft], *, album: str | None = None
) -> list[Message]:
    """Send messages that go together, or none of them."""
    refuse_unmodelled(params, *_UNMODELLED)
    chat = chat_of(world, params["chat_id"], Access.WRITE)
    given_thread = params.get("message_thread_id")
    reply = _reply(world, chat, params.get("reply_parameters"))
    thread_id = _thread(world, chat, given_thread, reply)
    for draft in drafts:
        check_may_send(world, chat, draft.kind)
    markup = params.get("reply_markup")
    selected = _selected(world, reply, drafts) if markup and markup.get("selective") else []
    inline, keyboard = any_markup(markup, chat, selected)
    check_rate(world, chat, len(drafts), is_paid=bool(params.get("allow_paid_broadcast")))
    sent = []
    for draft in drafts:
        message = _new_message(world, chat, draft, params)
        message.thread_id = thread_id
        message.markup, message.keyboard, message.album = inline, keyboard, album
        if reply is not None:
            message.reply_to, message.quote, message.external_reply = (
                reply.number,
                reply.quote,
                reply.external,
            )
        world.post(message)
        world.requests.sent(chat.id, message.text, world.clock.now().timestamp())
        sent.append(message)
    return sent


def check_rate(world: World, chat: Chat, count: int, *, is_paid: bool = False) -> None:
    """429 when the bot sends too fast, if the limits are on."""
    if world.limiter is None:
        return
    seconds = world.limiter.retry_after(chat.id, world.clock.now().timestamp(), count, is_paid=is_paid)
    if seconds:
        raise too_many(seconds)


def too_many(seconds: int) -> ApiError:
    """Telegram's 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def _new_message(world: World, chat: Chat, draft: Draft, params: JsonObject) -> Message:
    is_channel = chat.type == "channel"
    author = Author(None, chat.id) if is_channel else Author(world.bot.id)
    message = Message(chat, chat.next_message_id(), world.now(), author, draft.kind, draft.content)
    message.from_bot = True
    message.file = draft.file
    message.silent = bool(params.get("disable_notification"))
    message.protected = bool(params.get("protect_content"))
    message.effect_id = params.get("message_effect_id")
    message.link_preview = params.get("link_preview_options")
    message.caption_above = bool(params.get("show_caption_above_media"))
    message.spoiler = bool(draft.extra.get("has_spoiler"))
    message.forward_origin = draft.extra.get("forward_origin")
    return message


@dataclass(slots=True)
class _Reply:
    """What a new message answers: a message of its own chat, or one elsewhere."""

    number: int | None = None
    thread_id: int | None = None
    author_id: int | None = None
    quote: JsonObject | None = None
    external: JsonObject | None = None


def _reply(world: World, chat: Chat, given: JsonObject | None) -> _Reply | None:
    if given is None:
        return None
    refuse_unmodelled(given, "checklist_task_id", "poll_option_id")
    other = given.get("chat_id")
    source = chat if other is None else chat_of(world, other, Access.READ)
    answered = source.messages.get(given["message_id"])
    if answered is None:
        if given.get("allow_sending_without_reply") and source is chat:
            return None
        raise bad_request("message to be replied not found")
    reply = _Reply(author_id=answered.author.user_id)
    if given.get("quote"):
        reply.quote = _quote(world, answered, given)
    if source is chat:
        reply.number, reply.thread_id = answered.id, answered.thread_id
    else:
        reply.external = {
            "origin": render.forward_origin(world, answered),
            "chat": render.chat_json(source),
            "message_id": answered.id,
        }
    return reply


def _quote(world: World, answered: Message, given: JsonObject) -> JsonObject:
    formatted = format_text(given["quote"], given.get("quote_parse_mode"), given.get("quote_entities"))
    position = answered.text.find(formatted.text)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote: JsonObject = {
        "text": formatted.text,
        "position": utf16_length(answered.text[:position]),
        "is_manual": True,
    }
    if formatted.entities:
        quote["entities"] = resolve_users(world, formatted).entities
    return quote


def _thread(world: World, chat: Chat, given: int | None, reply: _Reply | None) -> int | None:
    """The named topic; else that of the message that is answered; else General."""
    if chat.is_forum and given is None and reply is not None and reply.number is not None:
        thread_id = reply.thread_id or GENERAL_TOPIC
        check_open(world, chat, chat.topics[thread_id])
        return thread_id
    return thread_of(world, chat, given)


def _selected(world: World, reply: _Reply | None, drafts: list[Draft]) -> list[int]:
    """Whom a selective keyboard is for: who is mentioned, and who is answered."""
    found = [] if reply is None or reply.author_id not in world.people else [reply.author_id]
    names = {person.username.lower(): person.id for person in world.people.values() if person.username}
    for draft in drafts:
        text = draft.content.get("text") or draft.content.get("caption") or ""
        for entity in draft.content.get("entities") or draft.content.get("caption_entities") or []:
            if entity["type"] == "text_mention":
                found.append(entity["user"]["id"])
            elif entity["type"] == "mention":
                begin = entity["offset"] + 1
                encoded = text.encode("utf-16-le")[2 * begin : 2 * (begin + entity["length"] - 1)]
                found.append(names.get(encoded.decode("utf-16-le").lower(), 0))
    return [one for one in dict.fromkeys(found) if one]


@method("sendMessage")
def send_message(world: World, params: JsonObject) -> Json:
    """A text."""
    formatted = check_length(text_of(world, params), TEXT_LIMIT)
    content: JsonObject = {}
    media.set_text(content, formatted, caption=False)
    return render.message_json(world, deliver(world, params, Draft("text", content)))


def file_draft(world: World, kind: str, params: JsonObject, uploads: JsonObject) -> Draft:
    """A file with its caption, from the parameters of `sendPhoto` and the like."""
    caption = check_length(caption_of(world, params), CAPTION_LIMIT)
    details = {
        name: params.get(name)
        for name in ("duration", "width", "height", "length", "performer", "title", "emoji")
        if params.get(name) is not None
    }
    file = take_file(world, kind, params[kind], uploads, details)
    extra = {"has_spoiler": params.get("has_spoiler")}
    return Draft(file.kind, media.content(file, caption), file, extra)


def _send_file(kind: str) -> None:
    @method(f"send{''.join(part.capitalize() for part in kind.split('_'))}")
    def send(world: World, params: JsonObject) -> Json:
        """A file of one kind."""
        draft = file_draft(world, kind, params, uploads_of(params))
        return render.message_json(world, deliver(world, params, draft))


for _kind in media.KINDS:
    _send_file(_kind)


def uploads_of(params: JsonObject) -> JsonObject:
    """The files of a request, by the name of their part."""
    return {name: value for name, value in params.items() if isinstance(value, Upload)}


def media_draft(world: World, item: JsonObject, uploads: JsonObject) -> Draft:
    """A file with its caption, from an `InputMedia` object."""
    return file_draft(world, item["type"], {**item, item["type"]: item["media"]}, uploads)


@method("sendMediaGroup")
def send_media_group(world: World, params: JsonObject) -> Json:
    """An album of 2 to 10 photos and videos, or of documents, or of audios."""
    items = params["media"]
    if len(items) not in ALBUM_SIZES:
        few = "there are no messages to send" if not items else "wrong number of messages in the album"
        raise bad_request(few if len(items) < ALBUM_SIZES.start else "too many messages to send as an album")
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and not kinds <= {"photo", "video", "live_photo"}:
        raise bad_request("can't use the media of the specified type in the album")
    if "live_photo" in kinds:
        raise bad_request("the playground does not model live photos")
    uploads = uploads_of(params)
    drafts = [
        file_draft(world, item["type"], {**item, item["type"]: item["media"]}, uploads) for item in items
    ]
    sent = deliver_all(world, params, drafts, album=world.new_album_id())
    return [render.message_json(world, message) for message in sent]


@method("sendLocation")
def send_location(world: World, params: JsonObject) -> Json:
    """A place on the map."""
    refuse_unmodelled(params, "live_period")
    _check_place(params["latitude"], params["longitude"])
    place = {"latitude": params["latitude"], "longitude": params["longitude"]}
    return render.message_json(world, deliver(world, params, Draft("location", {"location": place})))


@method("sendVenue")
def send_venue(world: World, params: JsonObject) -> Json:
    """A place with a name and an address."""
    _check_place(params["latitude"], params["longitude"])
    place = {"latitude": params["latitude"], "longitude": params["longitude"]}
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    content = {"venue": venue, "location": place}
    return render.message_json(world, deliver(world, params, Draft("venue", content)))


def _check_place(latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")


@method("sendContact")
def send_contact(world: World, params: JsonObject) -> Json:
    """Somebody's name and telephone number."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params[name] for name in names if params.get(name)}
    return render.message_json(world, deliver(world, params, Draft("contact", {"contact": contact})))
