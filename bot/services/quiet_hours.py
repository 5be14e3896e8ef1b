"""The hours in which nobody is disturbed by what can wait."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one whole local hour until another, through midnight or not; none when both are the same."""

    zone: ZoneInfo
    begin: int
    end: int

    def until(self, at: datetime) -> datetime | None:
        """When it is no longer quiet; None when it is not quiet at this instant."""
        local = at.astimezone(self.zone)
        if not self._is_quiet(local.hour):
            return None
        day = local.date()
        if local.hour >= self.end:
            day += timedelta(days=1)
        return datetime.combine(day, time(self.end), self.zone)

    def begins(self, at: datetime) -> datetime | None:
        """When it is quiet next: now, if it is; None if it never is."""
        if self.begin == self.end:
            return None
        local = at.astimezone(self.zone)
        if self._is_quiet(local.hour):
            return at
        today = datetime.combine(local.date(), time(self.begin), self.zone)
        tomorrow = datetime.combine(local.date() + timedelta(days=1), time(self.begin), self.zone)
        return today if today > at else tomorrow

    def _is_quiet(self, hour: int) -> bool:
        if self.begin <= self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end
