"""What the playground answers when a request cannot be done, on either side."""

from bot.playground.kinds import JsonObject


class ApiError(Exception):
    """The Bot API refuses a request: `code` and `description` as Telegram words them."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> JsonObject:
        """The body that Telegram sends with this error."""
        body: JsonObject = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """400, as Telegram says it: a lower-case reason unless it is one of its upper-case codes."""
    return ApiError(400, f"Bad Request: {_lowered(reason)}")


def forbidden(reason: str) -> ApiError:
    """403, for what the bot may not do at all in that chat."""
    return ApiError(403, f"Forbidden: {_lowered(reason)}")


def _lowered(reason: str) -> str:
    is_code = len(reason) > 1 and (reason[1] == "_" or "A" <= reason[1] <= "Z")
    return reason if is_code else reason[:1].lower() + reason[1:]


class NotAllowedError(Exception):
    """Telegram's apps would not let this person do that."""


class NotFoundError(Exception):
    """There is no such person, chat, topic or message."""


class WrongRequestError(Exception):
    """A request on the people's side that makes no sense."""
