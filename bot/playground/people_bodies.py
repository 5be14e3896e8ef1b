"""The bodies of requests on the people's side (docs/playground.md); unknown keys are refused."""

import base64
import binascii
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.playground.state import Status

FileKind = Literal["photo", "voice", "document", "sticker", "audio", "video"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class FileBody(_Body):
    """A file that a person sends; without `base64` an example is made."""

    kind: FileKind
    name: str | None = None
    mime: str | None = None
    base64: str | None = None
    emoji: str | None = None

    @field_validator("base64")
    @classmethod
    def _must_decode(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                base64.b64decode(value, validate=True)
            except binascii.Error:
                raise ValueError("this is not base64") from None
        return value

    @property
    def data(self) -> bytes | None:
        """The file's bytes."""
        return None if self.base64 is None else base64.b64decode(self.base64)


class MessageReference(_Body):
    """A message somewhere."""

    chat: int
    message: int


class LocationBody(_Body):
    """A place on the map."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class ContactBody(_Body):
    """Somebody's name and telephone number."""

    phone_number: str
    first_name: str


class SayBody(_Body):
    """`/people/say`."""

    as_: int = Field(alias="as")
    chat: int
    text: str = ""
    topic: int | None = None
    reply_to: int | None = None
    quote: str | None = None
    forward_from: MessageReference | None = None
    file: FileBody | None = None
    location: LocationBody | None = None
    contact: ContactBody | None = None
    anonymous: bool = False
    send_as: int | None = None
    via_bot: bool = False


class OnMessageBody(_Body):
    """`/people/delete`, and the base of what else is done to a message."""

    as_: int = Field(alias="as")
    chat: int
    message: int


class EditBody(OnMessageBody):
    """`/people/edit`."""

    text: str


class ReactBody(OnMessageBody):
    """`/people/react`."""

    emoji: list[str]


class PressBody(OnMessageBody):
    """`/people/press`."""

    row: int | None = None
    column: int | None = None
    data: str | None = None


class StartBody(_Body):
    """`/people/start`."""

    as_: int = Field(alias="as")
    payload: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{0,64}$")


class BlockBody(_Body):
    """`/people/block`."""

    as_: int = Field(alias="as")
    blocked: bool


class PersonBody(_Body):
    """`/people/people`."""

    name: str = Field(min_length=1)
    language: str = "nl"
    username: str | None = None
    role: str = "person"


class NewChatBody(_Body):
    """`/people/chats`."""

    by: int
    type: Literal["group", "supergroup", "channel"]
    title: str = Field(min_length=1)
    members: list[int] = []
    bot: bool | Literal["member", "administrator"] = True
    is_forum: bool = False
    topics: list[str] = []
    username: str | None = None
    linked_chat: int | None = None


class ChatBody(_Body):
    """`/people/chats/{id}`."""

    by: int
    title: str | None = None
    is_forum: bool | None = None
    permissions: dict[str, bool] | None = None


class MemberBody(_Body):
    """`/people/chats/{id}/members`."""

    by: int
    person: int | Literal["bot"]
    status: Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
    rights: dict[str, bool] | None = None
    anonymous: bool = False
    custom_title: str | None = None

    @property
    def new_status(self) -> Status:
        """What they become."""
        return Status(self.status)


class MigrateBody(_Body):
    """`/people/chats/{id}/migrate`."""

    by: int
    order: Literal["to_first", "from_first"] = "to_first"


class PinBody(_Body):
    """`/people/chats/{id}/pin`."""

    by: int
    message: int
    pinned: bool


class NewTopicBody(_Body):
    """`/people/chats/{id}/topics`."""

    by: int
    name: str = Field(min_length=1, max_length=128)
    icon_color: int | None = None


class TopicBody(_Body):
    """`/people/chats/{id}/topics/{thread}`."""

    by: int
    action: Literal["close", "reopen", "delete", "rename", "hide", "unhide"]
    name: str | None = Field(default=None, min_length=1, max_length=128)


class BotBody(_Body):
    """`/people/bot`."""

    privacy: bool | None = None
    can_join_groups: bool | None = None


class ClockBody(_Body):
    """`/people/clock`: seconds, at most ten years at once, because the calendar ends."""

    advance: float = Field(ge=0, le=315_576_000)


class FaultBody(_Body):
    """`/people/faults`: a fault, or what to clear."""

    clear: bool | str | None = None
    kind: str | None = None
    method: str | None = None
    chat: int | None = None
    count: int | None = Field(default=1, ge=1)
    skip: int = Field(default=0, ge=0)
    probability: float = Field(default=1.0, ge=0, le=1)
    seed: int = 0
    effect: bool = False
    retry_after: int = Field(default=1, ge=0)
    description: str | None = None
    seconds: float = Field(default=0.0, ge=0)
