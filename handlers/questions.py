"""Find the dilemma in a message: after the command, in the message it replies to, or the text itself."""

import re
from dataclasses import dataclass
from enum import StrEnum

from telegram import Message, MessageOriginUser, User
from telegram.constants import ChatID, ChatType

# "/dilemma", "/dilemma@SomeBot", and what follows.
_COMMAND = re.compile(r"^/(dilemma|vraag|question)(@\w+)?(?=\s|$)\s*", re.IGNORECASE)


class Source(StrEnum):
    """Where the words of a dilemma come from."""

    OWN = "own"
    LIFTED = "lifted"  # another one's message
    NOWHERE = "nowhere"  # the command stands alone
    NOT_A_PERSON = "not_a_person"  # the message replied to is of a bot, a channel or a group
    NO_TEXT = "no_text"  # the message replied to has no words
    FORWARDED = "forwarded"  # somebody else's words from elsewhere, whose writer cannot be asked


@dataclass(frozen=True, slots=True)
class Question:
    """A dilemma as found: its words, whose they are, and the message that holds them."""

    source: Source
    text: str
    author: User | None
    message_id: int


def text_of(message: Message) -> str:
    """What a message says, in its text or under its picture."""
    return (message.text or message.caption or "").strip()


def is_command(message: Message) -> bool:
    """Whether a message begins with /dilemma."""
    return _COMMAND.match(text_of(message)) is not None


def question_in(message: Message) -> Question:
    """The dilemma of a message: own words go before those of the message it replies to."""
    own = _COMMAND.sub("", text_of(message), count=1).strip()
    if own and is_of_another(message):
        return Question(Source.FORWARDED, "", None, message.message_id)
    replied = message.reply_to_message
    if own or replied is None or not is_command(message) or replied.forum_topic_created is not None:
        return Question(Source.OWN if own else Source.NOWHERE, own, message.from_user, message.message_id)
    if not is_person(replied):
        return Question(Source.NOT_A_PERSON, "", None, replied.message_id)
    quoted = message.quote.text.strip() if message.quote is not None else ""
    text = quoted or _COMMAND.sub("", text_of(replied), count=1).strip()
    if not text:
        return Question(Source.NO_TEXT, "", None, replied.message_id)
    if is_of_another(replied):
        return Question(Source.FORWARDED, "", None, replied.message_id)
    mine = replied.from_user is not None and replied.from_user == message.from_user
    return Question(Source.OWN if mine else Source.LIFTED, text, replied.from_user, replied.message_id)


def is_of_another(message: Message) -> bool:
    """Whether a message was forwarded, and its words are not those of who forwarded it."""
    origin = message.forward_origin
    if origin is None:
        return False
    return not (isinstance(origin, MessageOriginUser) and origin.sender_user == message.from_user)


def is_person(message: Message) -> bool:
    """Whether a person wrote a message, and not a channel, an anonymous administrator or a bot."""
    user = message.from_user
    return user is not None and not user.is_bot and message.sender_chat is None and user.id not in _SERVICE


_SERVICE = {ChatID.SERVICE_CHAT, ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL}


def is_private(message: Message) -> bool:
    """Whether a message was written to the bot alone."""
    return message.chat.type == ChatType.PRIVATE
