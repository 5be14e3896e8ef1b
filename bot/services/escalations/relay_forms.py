"""The form in which a message is passed on: heading, words, what goes with it, buttons."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from bot.messages import MAX_TEXT, Button, Html, Rows, utf16_length
from bot.services.escalations.cards import number_of
from bot.texts import plain, say
from models import AnswerPlace, ChatKind, Escalation, Relayed, RelayKind

# Bot API: a caption has 0 to 1024 characters after entities parsing.
MAX_CAPTION = 1024
NOTE_SIGN = "//"
# Signs that take no place or are blank: marks of direction and joiners, which keyboards add unseen.
_UNSEEN = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}
_BEGINNING = 64


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody wrote, free of the library that read it.

    `html` is its text or caption with formatting, `words` the same without. `is_text` says that it is nothing
    else than text, `takes_caption` that a copy of it can have a caption. `chat` and `message` are Telegram's
    ids, `album` that of the album it is part of.
    """

    chat: int
    message: int
    words: str
    html: Html
    is_text: bool
    takes_caption: bool
    album: str | None = None


def is_note(words: str) -> bool:
    """Whether words begin with `NOTE_SIGN`, as the eye sees it: what may be meant for staff is for staff."""
    plain_signs = unicodedata.normalize("NFKC", words[:_BEGINNING])
    seen = "".join(sign for sign in plain_signs if unicodedata.category(sign) not in _UNSEEN)
    return seen.startswith(NOTE_SIGN)


def to_resident(
    escalation: Escalation, relayed: Relayed, said: Said | None, html: Html
) -> tuple[str, dict[str, Any]]:
    """What the resident gets: heading, words, what goes with it, and buttons."""
    language = escalation.language
    is_question = relayed.kind is RelayKind.QUESTION
    heading = say(language, "staff-question-heading" if is_question else "staff-answer-heading")
    # In the chat of the question it stands under that; elsewhere nothing tells which question this is about.
    about = say(language, "staff-about", title=escalation.title) if _is_elsewhere(escalation) else None
    footer = [say(language, "staff-question-how")] if is_question else []
    if escalation.is_legal and not is_question and relayed.collective_id is None:
        footer.append(say(language, "staff-legal"))
    return _compose(said, html, heading, footer, _resident_buttons(escalation, relayed, language), about)


def _is_elsewhere(escalation: Escalation) -> bool:
    """Whether a question of a group is answered in private."""
    return escalation.wants is AnswerPlace.PRIVATE and escalation.dilemma.chat.kind is not ChatKind.PRIVATE


def _resident_buttons(escalation: Escalation, relayed: Relayed, language: str) -> Rows:
    respond = Button(plain(language, "button-staff-respond"), f"eb:{relayed.id}:r")
    if relayed.kind is RelayKind.QUESTION:
        return [[respond]]
    introduce = []
    if relayed.case_id is not None:
        data = f"d:{escalation.dilemma_id}:i:{relayed.case_id}"
        introduce = [Button(plain(language, "button-introduce"), data)]
    elif relayed.collective_id is not None:
        introduce = [Button(plain(language, "button-introduce"), f"eb:{relayed.id}:c", style="primary")]
    return [
        introduce,
        [
            Button(plain(language, "button-staff-helped"), f"eb:{relayed.id}:h"),
            Button(plain(language, "button-staff-not-helped"), f"eb:{relayed.id}:n"),
        ],
        [respond],
    ]


def to_staff(escalation: Escalation, said: Said, language: str) -> tuple[str, dict[str, Any]]:
    """What staff get: which question it is about, and what the resident says."""
    heading = say(language, "escalation-resident-writes", number=number_of(escalation))
    return _compose(said, said.html, heading, [], ())


def bare(said: Said) -> tuple[str, dict[str, Any]]:
    """The same without heading and buttons, for what follows the first of an album."""
    return _compose(said, said.html, Html(""), [], ())


def _compose(
    said: Said | None, html: Html, heading: Html, footer: list[Html], rows: Rows, about: Html | None = None
) -> tuple[str, dict[str, Any]]:
    """The call that shows some words with a heading: a message of the bot's own, or a copy of an original.

    Where the heading does not fit, the words go alone: they are what matters.
    """
    above = [f"<b>{heading}</b>" if heading else "", f"<i>{about}</i>" if about else ""]
    parts = [*above, html, *(f"<i>{line}</i>" for line in footer)]
    text = "\n\n".join(part for part in parts if part)
    is_copy = said is not None and not said.is_text
    room = MAX_CAPTION if is_copy else MAX_TEXT
    extras = (
        utf16_length(heading) + utf16_length(about or "") + sum(map(utf16_length, footer)) + 2 * len(parts)
    )
    if said is not None and utf16_length(said.words) + extras > room:
        text = html
    payload: dict[str, Any] = {"parse_mode": "HTML"}
    if said is None or said.is_text:
        method = "sendMessage"
        payload |= {"text": text, "link_preview_options": {"is_disabled": True}}
    else:
        method = "copyMessage"
        payload = {"from_chat_id": said.chat, "message_id": said.message}
        if said.takes_caption and text:
            payload |= {"caption": text, "parse_mode": "HTML"}
    if rows:
        payload["reply_markup"] = {"inline_keyboard": [[one.as_json() for one in row] for row in rows if row]}
    return method, payload
