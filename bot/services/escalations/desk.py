"""What staff go by: who they are, their calendar, what is promised, whose answers go at once."""

from dataclasses import dataclass

from bot.services.escalations.working_days import WorkingDays
from bot.services.roles import Roles


@dataclass(frozen=True, slots=True)
class Desk:
    """The settings of staff. `answer_within` is in working days.

    The first `previews` answers of each person are shown to them before they go to a resident. `language` is
    that of the staff chat as long as it chose none.
    """

    roles: Roles
    days: WorkingDays
    language: str
    answer_within: int
    previews: int
