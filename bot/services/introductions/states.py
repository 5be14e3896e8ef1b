"""The states of an introduction, as data: what can happen to a request, and to one collective that is asked.

Every change of state goes through `move_request` and `move_approach`; docs/introductions.svg is drawn from
the tables below, and a test keeps it so.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import BuurvraagError
from models import Approach, ApproachState, Introduction, IntroductionState
from models.introduction import OPEN

FINAL_REQUESTS = (IntroductionState.MADE, IntroductionState.WITHDRAWN, IntroductionState.ENDED)


class NotNowError(BuurvraagError):
    """What somebody wants cannot happen in the present state: a button is old, or somebody was faster."""


class RequestEvent(StrEnum):
    """What can happen to a request."""

    OFFERED = "a collective is asked"
    FREED = "that came to nothing"
    COMPLETED = "both said yes"
    WITHDRAWN = "the asker withdraws"
    GIVEN_UP = "nobody is left to ask"
    FORGOTTEN = "the asker is forgotten"


class ApproachEvent(StrEnum):
    """What can happen to one collective that is asked."""

    ASKER_AGREES = "the asker says yes"
    ASKER_REFUSES = "the asker says no"
    ASKER_WITHDRAWS = "the asker withdraws"
    PEER_AGREES = "the peer says yes"
    PEER_DECLINES = "the peer says no"
    PEER_WAITS = "the peer says later"
    PEER_PAUSES = "the peer pauses"
    PEER_RETRACTS = "the peer takes the yes back"
    HANDED_OVER = "another contact is asked"
    UNREACHABLE = "nobody can be reached"
    TIME_IS_UP = "the time is up"


_R, _A = IntroductionState, ApproachState

REQUEST: Mapping[tuple[IntroductionState, RequestEvent], IntroductionState] = {
    (_R.LOOKING, RequestEvent.OFFERED): _R.ASKING,
    (_R.ASKING, RequestEvent.FREED): _R.LOOKING,
    (_R.ASKING, RequestEvent.COMPLETED): _R.MADE,
    (_R.LOOKING, RequestEvent.GIVEN_UP): _R.ENDED,
    (_R.LOOKING, RequestEvent.WITHDRAWN): _R.WITHDRAWN,
    (_R.ASKING, RequestEvent.WITHDRAWN): _R.WITHDRAWN,
    (_R.LOOKING, RequestEvent.FORGOTTEN): _R.ENDED,
    (_R.ASKING, RequestEvent.FORGOTTEN): _R.ENDED,
}

APPROACH: Mapping[tuple[ApproachState, ApproachEvent], ApproachState] = {
    (_A.OFFERED, ApproachEvent.ASKER_AGREES): _A.ASKER_YES,
    (_A.OFFERED, ApproachEvent.PEER_AGREES): _A.PEER_YES,
    (_A.ASKER_YES, ApproachEvent.PEER_AGREES): _A.MADE,
    (_A.PEER_YES, ApproachEvent.ASKER_AGREES): _A.MADE,
    (_A.OFFERED, ApproachEvent.ASKER_REFUSES): _A.CALLED_OFF,
    (_A.PEER_YES, ApproachEvent.ASKER_REFUSES): _A.CALLED_OFF,
    (_A.OFFERED, ApproachEvent.PEER_DECLINES): _A.DECLINED,
    (_A.ASKER_YES, ApproachEvent.PEER_DECLINES): _A.DECLINED,
    (_A.PEER_YES, ApproachEvent.PEER_RETRACTS): _A.DECLINED,
    (_A.OFFERED, ApproachEvent.PEER_PAUSES): _A.PASSED,
    (_A.ASKER_YES, ApproachEvent.PEER_PAUSES): _A.PASSED,
    (_A.OFFERED, ApproachEvent.PEER_WAITS): _A.OFFERED,
    (_A.ASKER_YES, ApproachEvent.PEER_WAITS): _A.ASKER_YES,
    (_A.OFFERED, ApproachEvent.HANDED_OVER): _A.OFFERED,
    (_A.ASKER_YES, ApproachEvent.HANDED_OVER): _A.ASKER_YES,
    **{(state, ApproachEvent.ASKER_WITHDRAWS): _A.CALLED_OFF for state in OPEN},
    **{(state, ApproachEvent.UNREACHABLE): _A.PASSED for state in OPEN},
    **{(state, ApproachEvent.TIME_IS_UP): _A.EXPIRED for state in OPEN},
}


def move_request(
    introduction: Introduction, event: RequestEvent, *, at: datetime, look_after: timedelta = timedelta(0)
) -> None:
    """Let `event` happen to a request; NotNowError when it cannot.

    While nobody is being asked, it says when to look for somebody: `look_after` from now.
    """
    state = REQUEST.get((introduction.state, event))
    if state is None:
        raise NotNowError
    introduction.state = state
    if state is IntroductionState.LOOKING:
        introduction.waiting_since, introduction.look_at = at, at + look_after
    else:
        introduction.waiting_since = introduction.look_at = None
    if state in FINAL_REQUESTS:
        introduction.ended_at = at


def move_approach(approach: Approach, event: ApproachEvent, *, at: datetime) -> bool:
    """Let `event` happen to an approach; True when both said yes now, NotNowError when it cannot happen."""
    state = APPROACH.get((approach.state, event))
    if state is None:
        raise NotNowError
    approach.state = state
    if event is ApproachEvent.ASKER_AGREES:
        approach.asker_agreed_at = at
    elif event is ApproachEvent.PEER_AGREES:
        approach.peer_agreed_at = at
    if state not in OPEN:
        approach.decided_at = at
    return state is ApproachState.MADE
