"""Working days: weekends and Dutch public holidays do not count, and clocks that change do not matter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.escalations.working_days import WorkingDays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = WorkingDays(AMSTERDAM)


def local(*parts: int) -> datetime:
    """A time in Amsterdam."""
    year, month, day, hour, minute = (*parts, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 12, 25), False),
        (date(2027, 1, 1), False),
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 4, 27), False),  # King's Day
        (date(2027, 5, 6), False),  # Ascension Day
        (date(2027, 5, 5), True),  # Liberation Day is a day off in lustrum years
    ],
)
def test_free_days_are_those_of_the_netherlands(day: date, works: bool) -> None:
    assert DAYS.is_working_day(day) is works


@pytest.mark.parametrize(
    ("asked", "within", "before"),
    [
        (local(2026, 11, 23, 10), 3, date(2026, 11, 27)),
        (local(2026, 11, 26, 10), 3, date(2026, 12, 2)),
        (local(2026, 11, 28, 10), 1, date(2026, 12, 1)),
        (local(2026, 12, 24, 10), 1, date(2026, 12, 29)),
    ],
)
def test_a_promise_leaves_whole_working_days(asked: datetime, within: int, before: date) -> None:
    assert DAYS.promise(asked, within) == before


@pytest.mark.parametrize(
    ("since", "count", "due"),
    [
        (local(2026, 11, 23, 16), 1, local(2026, 11, 24, 16)),
        (local(2026, 11, 27, 16), 1, local(2026, 11, 30, 16)),
        (local(2026, 11, 28, 16), 1, local(2026, 12, 1, 0)),
        (local(2027, 3, 25, 16), 1, local(2027, 3, 30, 16)),
    ],
)
def test_after_so_many_working_days_it_is_as_late_as_before(
    since: datetime, count: int, due: datetime
) -> None:
    found = DAYS.after(since, count)
    assert found == due


@pytest.mark.parametrize(
    ("time", "awake"),
    [
        (local(2026, 11, 23, 8), True),
        (local(2026, 11, 23, 20, 59), True),
        (local(2026, 11, 23, 21), False),
        (local(2026, 11, 23, 7, 59), False),
        (local(2026, 11, 29, 12), False),
    ],
)
def test_staff_are_reminded_by_day_on_working_days(time: datetime, awake: bool) -> None:
    assert DAYS.is_working_time(time) is awake


def test_working_days_that_passed_are_counted_from_the_day_after() -> None:
    friday = local(2026, 11, 27, 16)
    assert DAYS.passed(friday, friday) == 0
    assert DAYS.passed(friday, local(2026, 11, 29, 9)) == 0
    assert DAYS.passed(friday, local(2026, 11, 30, 9)) == 1
