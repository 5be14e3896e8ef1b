"""Keyboards under messages: what Telegram accepts, and what it says of the rest."""

from bot.playground.errors import bad_request
from bot.playground.kinds import JsonObject
from bot.playground.links import link_problem
from bot.playground.state import Chat

MAX_BUTTONS = 100
MAX_ROW = 8
CALLBACK_BYTES = 64
COPY_LIMIT = 256
PLACEHOLDER_LIMIT = 64

_STYLES = frozenset({"primary", "success", "danger"})
_ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)


def inline_markup(markup: JsonObject | None) -> JsonObject | None:
    """A checked inline keyboard without its empty rows; None when nothing is left.

    Telegram silently drops what goes beyond 100 buttons or 8 in a row: here it is refused.
    """
    if markup is None:
        return None
    rows = [[_inline_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    return {"inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[JsonObject]]) -> None:
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request(f"the playground refuses more than {MAX_BUTTONS} buttons, Telegram drops the rest")
    if any(len(row) > MAX_ROW for row in rows):
        raise bad_request(f"the playground refuses more than {MAX_ROW} in a row, Telegram drops the rest")


def _inline_button(button: JsonObject) -> JsonObject:
    if not button["text"]:
        raise _button_error("inline keyboard button text must be non-empty")
    style = button.get("style")
    if style is not None and style not in _STYLES:
        raise _button_error("invalid button style specified")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions or (button.get("callback_data") == "" and actions == ["callback_data"]):
        raise _button_error("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"the playground refuses a button with both {actions[0]} and {actions[1]}")
    _check_action(actions[0], button)
    return button


def _check_action(action: str, button: JsonObject) -> None:
    if action == "callback_data":
        if len(button["callback_data"].encode()) > CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        problem = link_problem(button["url"])
        if problem:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {problem}")
    elif action == "copy_text":
        if not 1 <= len(button["copy_text"]["text"]) <= COPY_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    else:
        raise bad_request(f"the playground does not model buttons with {action}")


def _button_error(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def any_markup(
    markup: JsonObject | None, chat: Chat, selected: list[int]
) -> tuple[JsonObject | None, JsonObject | None]:
    """The inline keyboard of a new message, or what its reply keyboard is for the page.

    `selected` are the people whom a `selective` keyboard is for.
    """
    if markup is None:
        return None, None
    if "inline_keyboard" in markup:
        return inline_markup(markup), None
    if chat.type == "channel":
        raise bad_request("inline keyboard expected")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= PLACEHOLDER_LIMIT:
        raise bad_request("PLACEHOLDER_INVALID")
    whom = selected if markup.get("selective") else None
    if "keyboard" in markup:
        rows = [[button["text"] for button in row] for row in markup["keyboard"] if row]
        _check_reply_rows(markup, chat)
        one_time = bool(markup.get("one_time_keyboard"))
        return None, {
            "kind": "reply",
            "rows": rows,
            "placeholder": placeholder,
            "one_time": one_time,
            "for": whom,
        }
    if markup.get("force_reply"):
        return None, {"kind": "force_reply", "placeholder": placeholder, "for": whom}
    return None, {"kind": "remove", "for": whom}


def _check_reply_rows(markup: JsonObject, chat: Chat) -> None:
    for row in markup["keyboard"]:
        for button in row:
            if not button["text"]:
                raise bad_request("can't parse keyboard button: keyboard button text must be non-empty")
            asked = {"request_contact": "phone number", "request_location": "location"}
            for name, thing in asked.items():
                if button.get(name) and not chat.is_private:
                    raise bad_request(f"{thing} can be requested in private chats only")
