"""New cases that are nearly the same as another: for editors to look at, never refused."""

from dataclasses import dataclass

from bot.matching import CaseText
from bot.matching.similar import near_duplicates
from bot.services.library.importing import ImportPlan
from bot.services.library.records import CaseRecord

# Every new case is compared with every other: a few seconds of work, and half a gigabyte, at most.
MAX_PAIRS = 3_000_000
MAX_CASES = 10_000


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A new or reworded case, and the one that it is much like, with that one's title."""

    id: str
    other: str
    title: str


def look_alikes(plan: ImportPlan) -> list[LookAlike] | None:
    """The new and reworded cases that are much like another, the likest first; None when they are too many.

    By words alone, so that it takes no encoder.
    """
    fresh = [
        *plan.new,
        *(change.after for change in plan.changed if _is_reworded(change.before.record, change.after)),
    ]
    settled = [
        *plan.kept,
        *(change.after for change in plan.changed if not _is_reworded(change.before.record, change.after)),
    ]
    total = len(fresh) + len(settled)
    if not fresh:
        return []
    if total > MAX_CASES or len(fresh) * total > MAX_PAIRS:
        return None
    titles = {record.id: record.title for record in (*settled, *fresh)}
    pairs = near_duplicates(
        [_text(record) for record in fresh], None, among=[_text(record) for record in settled]
    )
    return [LookAlike(pair.first, pair.second, titles[pair.second]) for pair in pairs]


def _is_reworded(before: CaseRecord, after: CaseRecord) -> bool:
    return (before.title, before.dilemma) != (after.title, after.dilemma)


def _text(record: CaseRecord) -> CaseText:
    return CaseText(id=record.id, title=record.title, dilemma=record.dilemma)
