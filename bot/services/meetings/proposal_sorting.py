"""Which questions belong together: those of a proposal that there is, and those that make a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.matching.resemblance import Bar, Table
from bot.services.meetings.proposal_questions import Asked, parties
from models import ProposalState


@dataclass(frozen=True, slots=True)
class Sorted:
    """What becomes of questions: by id the proposal that each joins, and groups of questions for new ones."""

    joining: Mapping[int, int]
    clusters: Sequence[Sequence[Asked]]


def sort_out(asked: Sequence[Asked], resembling: Table, bar: Bar, never_about: Mapping[int, int]) -> Sorted:
    """Sort questions by which resembles which; `never_about` are proposals that were refused, by their case.

    A question joins a proposal when it resembles one of its questions. A new proposal is made of all that
    resemble one question, so that a chain of half-alike questions does not become one; the latest first, and
    oldest first within each.
    """
    joining: dict[int, int] = {}
    free: list[int] = []
    for row, one in enumerate(asked):
        if one.proposal_id is not None:
            continue
        proposal_id = _joins(row, asked, resembling, bar, never_about)
        if proposal_id is None:
            free.append(row)
        else:
            joining[one.id] = proposal_id
    clusters = []
    left = dict.fromkeys(free)
    for seed in free:
        near = [row for row in left if resembling[seed, row]]
        if seed in left and parties(asked[row] for row in near).are_enough:
            clusters.append(sorted((asked[row] for row in near), key=lambda one: one.id))
            for row in near:
                del left[row]
    return Sorted(joining, clusters)


def _joins(
    row: int, asked: Sequence[Asked], resembling: Table, bar: Bar, never_about: Mapping[int, int]
) -> int | None:
    case_id = asked[row].question.case_for(bar)
    if case_id is not None and case_id in never_about:
        return never_about[case_id]
    known = [one for at, one in enumerate(asked) if one.proposal_id is not None and resembling[row, at]]
    # What must never be proposed goes before all, then what is newest.
    known.sort(key=lambda one: (one.state is ProposalState.NEVER, one.proposal_id or 0))
    return known[-1].proposal_id if known else None
