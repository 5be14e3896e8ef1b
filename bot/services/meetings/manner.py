"""How meetings are announced: by whose settings, and from which bot."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services.meetings.cards import View
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles


@dataclass(frozen=True, slots=True)
class Manner:
    """Roles, hours and languages of the settings; `per_day` is how many notices a chat gets in a day."""

    roles: Roles
    quiet: QuietHours
    per_day: int
    language: str
    bot_name: str
    web: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """On whose calendar a day is counted."""
        return self.quiet.zone

    def view(self, language: str, at: datetime) -> View:
        """For whom a card is made."""
        return View(language, at, self.bot_name, self.web)

    def day(self, at: datetime) -> str:
        """The calendar day of an instant, as "YYYY-MM-DD"."""
        return at.astimezone(self.zone).date().isoformat()

    def next_day(self, at: datetime) -> datetime:
        """The instant at which the next calendar day begins."""
        return datetime.combine(at.astimezone(self.zone).date() + timedelta(days=1), time(), self.zone)

    def morning(self, at: datetime) -> datetime:
        """When people are disturbed again on the next calendar day."""
        begin = self.next_day(at)
        return self.quiet.until(begin) or begin.astimezone(self.zone).replace(hour=self.quiet.end)
