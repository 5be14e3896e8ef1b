"""When it is quiet, and until when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.quiet_hours import QuietHours

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2027-03-01 20:59", None),
        ("2027-03-01 21:00", "2027-03-02 08:00"),
        ("2027-03-01 23:59", "2027-03-02 08:00"),
        ("2027-03-02 00:00", "2027-03-02 08:00"),
        ("2027-03-02 07:59", "2027-03-02 08:00"),
        ("2027-03-02 08:00", None),
        # The night in which the clock goes forward.
        ("2027-03-27 22:00", "2027-03-28 08:00"),
    ],
)
def test_it_is_quiet_from_nine_in_the_evening_until_eight(at: str, until: str | None) -> None:
    def local(words: str) -> datetime:
        return datetime.fromisoformat(words).replace(tzinfo=ZONE)

    assert QuietHours(ZONE, 21, 8).until(local(at)) == (local(until) if until else None)


def test_hours_within_one_day_and_no_hours_at_all() -> None:
    noon = datetime(2027, 3, 1, 12, tzinfo=ZONE)

    assert QuietHours(ZONE, 12, 14).until(noon) == noon.replace(hour=14)
    assert QuietHours(ZONE, 14, 12).until(noon) is None
    assert QuietHours(ZONE, 0, 0).until(noon) is None
