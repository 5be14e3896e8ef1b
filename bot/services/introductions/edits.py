"""Words of a request or an answer that their writer changes in Telegram while the draft still waits.

What stands on the card is what is sent: so the card follows the words, and what was taken back is not kept.
"""

from datetime import datetime
from typing import Any

from bot.services.introductions import drafts
from models import Conversation, Dilemma, Told

# What each step keeps of the words that were typed at it.
_KEPT: dict[str, dict[str, Any]] = {
    "text": {"text": ""},
    "write": {"text": ""},
    "collective": {"collective": None},
    "phone": {"reach": "", "value": ""},
    "email": {"reach": "", "value": ""},
    "name": {"name": ""},
}
# In the middle of these something is to be typed: a change of other words does not lead away from them.
_TYPING = ("write", "phone", "email", "name")
# The words of the dilemma itself, or its first sentence.
_OF_DILEMMA = (Told.AS_ASKED, Told.SUMMARY)


def note_words(conversation: Conversation, step: str, message_id: int) -> None:
    """Note from which message the words of a step were taken; those of an earlier message are void."""
    field = next(iter(_KEPT[step]))
    typed = {key: known for key, known in _typed(conversation).items() if _field(known) != field}
    conversation.data = {**conversation.data, "typed": {**typed, str(message_id): step}}


def step_of(conversation: Conversation, message_id: int) -> str | None:
    """At which step the words of a message were taken, as long as they are what is told."""
    return _typed(conversation).get(str(message_id))


def retyped(conversation: Conversation, step: str, text: str, *, at: datetime) -> str | None:
    """Take the new words of a step; None, or the key of the text that says why they cannot be taken.

    Then nothing is told at that step any more, and it is asked again: the old words were taken back.
    """
    was = conversation.step
    conversation.step = step
    problem = drafts.typed(conversation, text, at=at) if text else "introduction-type"
    if problem is not None:
        conversation.data = {**conversation.data, **_KEPT[step]}
        drafts.show(conversation, "write" if step == "text" else step, at=at)
    elif was in _TYPING and was != step:
        drafts.show(conversation, was, at=at)
    return problem


def reworded(conversation: Conversation, dilemma: Dilemma, *, at: datetime) -> bool:
    """Follow the new words of the dilemma that a request is about; whether that changes what it shows."""
    data = conversation.data
    if conversation.kind != drafts.ASKING or data.get("dilemma") != dilemma.id:
        return False
    asked = drafts.cut(dilemma.text)
    conversation.data = {**data, "asked": asked}
    if not data["text"]:
        drafts.show(conversation, conversation.step, at=at)
        return conversation.step == "text"
    if data.get("told") not in _OF_DILEMMA:
        return False
    text = asked if data["told"] == Told.AS_ASKED else drafts.summary(asked)
    if not text or drafts.untellable(text):
        drafts.show(conversation, "text", at=at, text="")
    else:
        drafts.show(conversation, conversation.step, at=at, text=text)
    return True


def _typed(conversation: Conversation) -> dict[str, str]:
    return dict(conversation.data.get("typed", {}))


def _field(step: str) -> str:
    return next(iter(_KEPT[step]))
