"""What holds for all introductions: the settings, and how long each step may take."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.services.roles import Roles

# A peer has a week, with one reminder; whoever says "later" gets three days more, twice at most.
PATIENCE = timedelta(days=7)
REMINDER_AFTER = timedelta(days=3)
LATER = timedelta(days=3)
MOST_LATERS = 2
# A contact person and a deputy can each give a question to the other once; then it is a yes or a no.
MOST_HAND_OVERS = 2
# Staff mail, and wait for a mail.
STAFF_PATIENCE = timedelta(days=14)
# When nobody has room: look again when one of them is free, else this often, and after so long ask staff.
LOOK_AGAIN = timedelta(days=1)
WAIT_AT_MOST = timedelta(days=14)
# Who blocks the bot by mistake finds it back; after so long their request is over.
AWAY_AT_MOST = timedelta(days=1)
FOLLOW_UP_AFTER = timedelta(days=14)
# How long the details of an introduction that was made can be looked up with /contacten.
DETAILS_KEPT = timedelta(days=183)
# "A month" for the cap of a collective: any so many days, so that there is no rush on the first.
MONTH = timedelta(days=30)
# How many questions may lie with one collective at a time; the others wait, or go to the next.
OPEN_AT_ONCE = 1
# How many requests one resident may have under way.
REQUESTS_AT_ONCE = 3
# How many they may send in `MONTH`, those that they took back included: each costs somebody an answer,
# and counts among the few that a collective is asked.
REQUESTS_A_MONTH = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings that introductions need. `open_at_once` is how many questions lie with one collective."""

    roles: Roles = field(default_factory=Roles)
    requests_per_month: int = 2
    default_language: str = "nl"
    open_at_once: int = OPEN_AT_ONCE

    @property
    def has_staff(self) -> bool:
        """Whether there is a staff chat to ask."""
        return self.roles.staff_chat_id is not None
