"""Working days: Monday to Friday without the Dutch public holidays, in the zone of the settings."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# People are left alone outside these hours.
AWAKE = range(8, 21)


class WorkingDays:
    """The calendar by which staff promise, and are reminded."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        # Filled year by year as days are asked for.
        self._holidays = country_holidays("NL")

    def today(self, at: datetime) -> date:
        """The local day of an instant."""
        return at.astimezone(self._zone).date()

    def hour(self, at: datetime) -> int:
        """The local hour of an instant."""
        return at.astimezone(self._zone).hour

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday."""
        return day in self._holidays

    def is_working_day(self, day: date) -> bool:
        """Whether staff can be expected to work."""
        return day.weekday() < SATURDAY and day not in self._holidays

    def is_working_time(self, at: datetime) -> bool:
        """Whether staff may be reminded: on a working day, and not in the quiet hours (21 to 8)."""
        return self.is_working_day(self.today(at)) and self.hour(at) in AWAKE

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day

    def promise(self, at: datetime, count: int) -> date:
        """The working day before which `count` whole working days will have passed."""
        return self.add(self.today(at), count + 1)

    def after(self, at: datetime, count: int) -> datetime:
        """When `count` working days have passed: at the same local time, or from the next morning on.

        What comes in on a free day counts from the beginning of the next working day.
        """
        local = at.astimezone(self._zone)
        day, clock = local.date(), local.time()
        if not self.is_working_day(day):
            day, clock = self.add(day, 1), time()
        return datetime.combine(self.add(day, count), clock, self._zone)

    def passed(self, since: datetime, until: datetime) -> int:
        """How many working days have begun since the day of `since`."""
        day, last, count = self.today(since), self.today(until), 0
        while day < last:
            day += ONE_DAY
            count += self.is_working_day(day)
        return count
