"""Personal details in a draft: found, marked, and each judged by staff before it may be shown to anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.cases import casework
from bot.services.cases.fields import FIELDS, Field, Kind
from bot.services.privacy.personal_details import find
from models import CaseDraft, Person

# What stands where a detail was taken out.
STRUCK = "[…]"
# What is shown around a detail to judge it by.
AROUND = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """A detail: its kind, its words, and where it stands: which field, which line of a list, from where."""

    field: Field
    item: int | None
    kind: str
    start: int
    end: int
    words: str
    around: str


def findings(draft: CaseDraft) -> list[Finding]:
    """What looks like personal details and was not judged yet, in the order of the fields."""
    kept = set(draft.kept)
    return [
        Finding(field, item, one.kind, one.start, one.end, words, _around(text, one.start, one.end))
        for field, item, text in _texts(draft)
        for one in find(text)
        if _same(words := text[one.start : one.end]) not in kept
    ]


def marked(text: str, kept: list[str]) -> str:
    """A text in which what is to be judged is marked."""
    for one in reversed(find(text)):
        words = text[one.start : one.end]
        if _same(words) not in kept:
            text = f"{text[: one.start]}⚠️«{words}»{text[one.end :]}"
    return text


def struck(text: str, kept: list[str]) -> str:
    """A text without what looks like personal details, but for what may stay."""
    for one in reversed(find(text)):
        if _same(text[one.start : one.end]) not in kept:
            text = text[: one.start] + STRUCK + text[one.end :]
    return text


async def strike(
    session: AsyncSession, draft: CaseDraft, finding: Finding, *, at: datetime, by: Person
) -> None:
    """Take a detail out, wherever the draft has it."""
    wanted = _same(finding.words)
    for field in FIELDS:
        if field.kind is Kind.YEAR:
            continue
        before = getattr(draft, field.name)
        after = (
            [_without(item, wanted) for item in before]
            if isinstance(before, list)
            else _without(before, wanted)
        )
        if after != before:
            setattr(draft, field.name, list(dict.fromkeys(after)) if isinstance(after, list) else after)
            await casework.changed(session, draft, field.name, at=at, by=by)


async def keep(
    session: AsyncSession, draft: CaseDraft, finding: Finding, *, at: datetime, by: Person
) -> None:
    """Let a detail stay, wherever the draft has it: a collective's own address, say."""
    draft.kept = [*draft.kept, _same(finding.words)]
    await casework.changed(session, draft, "kept", at=at, by=by)


def _texts(draft: CaseDraft) -> Iterator[tuple[Field, int | None, str]]:
    for field in FIELDS:
        value = getattr(draft, field.name)
        if isinstance(value, str):
            yield field, None, value
        elif isinstance(value, list):
            for place, item in enumerate(value):
                yield field, place, item


def _without(text: str, wanted: str) -> str:
    for one in reversed(find(text)):
        if _same(text[one.start : one.end]) == wanted:
            text = text[: one.start] + STRUCK + text[one.end :]
    return text


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{before}⚠️«{text[start:end]}»{after}"


def _same(words: str) -> str:
    """What two spellings of one detail share."""
    return "".join(sign for sign in words.casefold() if sign.isalnum() or sign in "@.")
