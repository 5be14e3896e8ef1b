"""Forwarding and copying messages."""

from collections.abc import Callable
from itertools import pairwise

from bot.playground import media, render
from bot.playground.entities import CAPTION_LIMIT, check_length
from bot.playground.errors import ApiError, bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.access import Access, chat_of, message_of
from bot.playground.methods.registry import method
from bot.playground.methods.sending import Draft, caption_of, deliver, deliver_all
from bot.playground.state import Chat, Message
from bot.playground.world import World

MAX_AT_ONCE = 100


def _copy_draft(message: Message, *, verb: str) -> Draft:
    if message.service:
        raise bad_request(f"the message can't be {verb}")
    if message.protected:
        raise bad_request("message has protected content and can't be forwarded")
    return Draft(message.kind, dict(message.content), message.file)


def _forward_draft(world: World, message: Message) -> Draft:
    draft = _copy_draft(message, verb="forwarded")
    draft.extra["forward_origin"] = render.forward_origin(world, message)
    return draft


def _several(world: World, params: JsonObject) -> tuple[Chat, list[Message]]:
    """The messages of `message_ids` that exist; they must be in rising order, and 100 at most."""
    numbers: list[int] = params["message_ids"]
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MAX_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source = chat_of(world, params["from_chat_id"], Access.READ)
    return source, [source.messages[number] for number in numbers if number in source.messages]


@method("forwardMessage")
def forward_message(world: World, params: JsonObject) -> Json:
    """One message, with its origin."""
    source = chat_of(world, params["from_chat_id"], Access.READ)
    original = message_of(source, params["message_id"], "message to forward")
    return render.message_json(world, deliver(world, params, _forward_draft(world, original)))


@method("forwardMessages")
def forward_messages(world: World, params: JsonObject) -> Json:
    """Several messages of one chat; what cannot be forwarded is left out."""
    _, originals = _several(world, params)
    drafts = _possible(originals, lambda message: _forward_draft(world, message))
    if not drafts:
        raise bad_request("there are no messages to forward")
    return [{"message_id": sent.id} for sent in deliver_all(world, params, drafts)]


@method("copyMessage")
def copy_message(world: World, params: JsonObject) -> Json:
    """The content of one message, as the bot's own."""
    source = chat_of(world, params["from_chat_id"], Access.READ)
    original = message_of(source, params["message_id"], "message to copy")
    draft = _copy_draft(original, verb="copied")
    if "caption" in params and original.file is not None:
        caption = check_length(caption_of(world, params), CAPTION_LIMIT)
        media.set_text(draft.content, caption, caption=True)
    return {"message_id": deliver(world, params, draft).id}


@method("copyMessages")
def copy_messages(world: World, params: JsonObject) -> Json:
    """The contents of several messages; what cannot be copied is left out."""
    _, originals = _several(world, params)
    drafts = _possible(originals, lambda message: _copy_draft(message, verb="copied"))
    if not drafts:
        raise bad_request("there are no messages to forward")
    if params.get("remove_caption"):
        for draft in drafts:
            if draft.file is not None:
                draft.content.pop("caption", None)
                draft.content.pop("caption_entities", None)
    return [{"message_id": sent.id} for sent in deliver_all(world, params, drafts)]


def _possible(originals: list[Message], draft_of: Callable[[Message], Draft]) -> list[Draft]:
    drafts = []
    for original in originals:
        try:
            drafts.append(draft_of(original))
        except ApiError:
            continue
    return drafts
