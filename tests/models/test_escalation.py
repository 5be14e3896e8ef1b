"""The whole life of an escalation: what follows what, and what cannot happen."""

import pytest

from models import Escalation, EscalationState, Event, ImpossibleEventError, StaffMember

OPEN, CLAIMED, ASKED_BACK, ANSWERED, CLOSED = EscalationState
SANNE, DAAN = StaffMember(person_id=7, name="Sanne"), StaffMember(person_id=8, name="Daan")


def escalation(state: EscalationState, by: StaffMember | None = None) -> Escalation:
    return Escalation(state=state, claimed_by=by, claimed_by_id=by.person_id if by else None)


@pytest.mark.parametrize(
    ("before", "holder", "event", "by", "after", "holds"),
    [
        (OPEN, None, Event.CLAIM, SANNE, CLAIMED, SANNE),
        (OPEN, None, Event.HAND_OVER, DAAN, CLAIMED, DAAN),
        (CLAIMED, SANNE, Event.HAND_OVER, DAAN, CLAIMED, DAAN),
        (ANSWERED, SANNE, Event.HAND_OVER, DAAN, ANSWERED, DAAN),
        (CLAIMED, SANNE, Event.RELEASE, None, OPEN, None),
        (OPEN, None, Event.ANSWER, SANNE, ANSWERED, SANNE),
        (CLAIMED, SANNE, Event.ANSWER, DAAN, ANSWERED, SANNE),
        (OPEN, None, Event.ASK_BACK, SANNE, ASKED_BACK, SANNE),
        (ASKED_BACK, SANNE, Event.RESIDENT_WRITES, None, CLAIMED, SANNE),
        (ANSWERED, None, Event.RESIDENT_WRITES, None, OPEN, None),
        (OPEN, None, Event.RESIDENT_WRITES, None, OPEN, None),
        (ANSWERED, SANNE, Event.NOT_HELPED, None, CLAIMED, SANNE),
        (ASKED_BACK, SANNE, Event.CLOSE, None, CLOSED, SANNE),
        (CLOSED, SANNE, Event.REOPEN, None, CLAIMED, SANNE),
        (CLOSED, None, Event.REOPEN, None, OPEN, None),
    ],
)
def test_what_follows_what(
    before: EscalationState,
    holder: StaffMember | None,
    event: Event,
    by: StaffMember | None,
    after: EscalationState,
    holds: StaffMember | None,
) -> None:
    one = escalation(before, holder)
    assert one.allows(event)

    one.happen(event, by)

    assert (one.state, one.claimed_by) == (after, holds)


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (CLAIMED, Event.CLAIM),
        (ANSWERED, Event.CLAIM),
        (OPEN, Event.RELEASE),
        (OPEN, Event.REOPEN),
        (OPEN, Event.NOT_HELPED),
        *((CLOSED, event) for event in Event if event is not Event.REOPEN),
    ],
)
def test_what_cannot_happen_is_refused_and_changes_nothing(state: EscalationState, event: Event) -> None:
    one = escalation(state, SANNE)
    assert not one.allows(event)

    with pytest.raises(ImpossibleEventError):
        one.happen(event, DAAN)

    assert (one.state, one.claimed_by) == (state, SANNE)
