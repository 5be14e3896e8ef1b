"""Answering presses of buttons."""

from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.registry import method
from bot.playground.views import start_payload
from bot.playground.world import World

ANSWER_LIMIT = 200

# Telegram publishes no figure for how long a press can be answered; bots meet the error after about a minute.
ANSWER_SECONDS = 60


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: JsonObject) -> Json:
    """Stop the spinner on a button, with a toast, a dialog or a link; later answers change nothing."""
    callback = world.callbacks.get(params["callback_query_id"])
    if callback is None or world.now() - callback.pressed_at > ANSWER_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text, url = params.get("text"), params.get("url")
    if text is not None and len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and start_payload(world, url) is None:
        raise bad_request("URL_INVALID")
    if callback.answered:
        return True
    callback.answered = True
    callback.text, callback.alert, callback.url = text or None, bool(params.get("show_alert")), url or None
    world.emit(
        "callback_answer",
        callback_id=callback.id,
        person_id=callback.person_id,
        chat_id=callback.chat_id,
        message_id=callback.message_id,
        text=callback.text,
        alert=callback.alert,
        url=callback.url,
    )
    return True
