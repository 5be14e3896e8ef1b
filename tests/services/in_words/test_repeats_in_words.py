"""Series in words: how it comes again, how often, and lists of dates."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.services import local_time
from bot.services.in_words.dates import Doubt
from bot.services.in_words.repeats import MOST, Schedule, schedule

ZONE = ZoneInfo("Europe/Amsterdam")
# A Monday.
NOW = datetime(2026, 11, 23, 12, tzinfo=ZONE)


def read(text: str, *, now: datetime = NOW, language: str = "nl") -> Schedule:
    return schedule(text, now=now, zone=ZONE, language=language)


def days(found: Schedule) -> list[str]:
    return [start[5:10] for start in found.starts]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("donderdag 26 november, half acht", ["11-26"]),
        ("elke dinsdag om 20:00 t/m 3 keer", ["11-24", "12-01", "12-08"]),
        ("elke dinsdag 8 uur 's avonds, 2 keer", ["11-24", "12-01"]),
        ("om de week, woensdag half acht, 3x", ["11-25", "12-09", "12-23"]),
        ("elke 3 weken donderdag 20:00, drie keer", ["11-26", "12-17", "01-07"]),
        ("every other Tuesday at 8pm, 3 times", ["11-24", "12-08", "12-22"]),
        ("wekelijks vanaf donderdag 17 december 19:30 t/m 31 december", ["12-17", "12-24", "12-31"]),
        ("wekelijks donderdag 19:30-21:00 tot 10 december", ["11-26", "12-03", "12-10"]),
        ("eerste dinsdag van de maand 20:00, 3 keer", ["12-01", "01-05", "02-02"]),
        ("first Tuesday of the month at 7.30 pm, 2 times", ["12-01", "01-05"]),
        ("laatste vrijdagavond van de maand half 8, 2 keer", ["11-27", "12-25"]),
        ("maandelijks vanaf 31 januari 19:30, 3 keer", ["01-31", "02-28", "03-31"]),
        ("12, 19 en 26 januari 19:30", ["01-12", "01-19", "01-26"]),
        ("12 jan 19:30, 19 jan 20:00", ["01-12", "01-19"]),
        ("morgen 20 uur en overmorgen 20 uur", ["11-24", "11-25"]),
    ],
)
def test_series_are_read(words: str, expected: list[str]) -> None:
    found = read(words)
    assert found.doubt is None
    assert days(found) == expected


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("elke dinsdag om 20:00", Doubt.HOW_OFTEN),
        ("elke dinsdag, 5 keer", Doubt.NO_TIME),
        ("elke week 20:00, 5 keer", Doubt.NO_DAY),
        ("elke dinsdag 20:00, 99 keer", Doubt.TOO_MANY),
        ("elke dinsdag 20:00 t/m 23 november", Doubt.TOO_MANY),
        ("elke dinsdag 8 uur, 4 keer", Doubt.WHICH_TIME),
        ("12 jan en 19 jan", Doubt.NO_TIME),
        ("12 januari 19:30 en 30 februari 19:30", Doubt.NO_SUCH_DAY),
        ("do 26 nov 19:30 en di 2 dec 19:30", Doubt.WEEKDAY_DIFFERS),
    ],
)
def test_what_is_unclear_about_a_series_is_asked(words: str, doubt: Doubt) -> None:
    found = read(words)
    assert found.doubt is doubt
    assert not found.starts


def test_an_answer_to_how_often_completes_it() -> None:
    asked = read("om de week dinsdag 20:00")
    assert days(read(f"{asked.known} 3 keer")) == ["11-24", "12-08", "12-22"]
    assert days(read(asked.choices[0].words)) == ["11-24", "12-08", "12-22"]


def test_a_choice_for_one_of_a_list_keeps_the_others() -> None:
    asked = read("do 26 nov 19:30 en di 2 dec 19:30")
    assert days(read(asked.choices[1].words)) == ["11-26", "12-01"]


def test_the_local_time_stays_when_the_clock_is_changed() -> None:
    found = read("elke zaterdag vanaf 20 maart 2027 20:00, 3 keer")
    assert {start[11:] for start in found.starts} == {"20:00"}
    first, second, third = (local_time.instant(start, ZONE) for start in found.starts)
    assert (second - first, third - second) == (timedelta(days=7), timedelta(days=7) - timedelta(hours=1))


FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NOWS = st.integers(0, 5 * 366 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
WORDS = (
    "elke dinsdag donderdag week om de maandelijks wekelijks eerste laatste van maand t/m tot 5 99 keer x 12 "
    "19 en , januari 20:00 half acht 8 uur vanaf 2027 every other weken 3 first Tuesday of the month "
    "times 2027-02-30"
)
ANYTHING = st.one_of(
    st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join), st.text(max_size=300)
)


@settings(deadline=None, max_examples=300)
@given(NOWS, ANYTHING)
@example(NOW, "elke maand 31-12-2199 20:00 99 keer")
def test_whatever_is_written_is_moments_to_come_in_order_or_a_question(now: datetime, text: str) -> None:
    found = read(text, now=now)

    assert bool(found.starts) == (found.doubt is None)
    assert len(found.starts) <= MOST
    assert all(first < second for first, second in pairwise(found.starts))
    assert all(local_time.instant(start, ZONE) > now for start in found.starts)


@settings(deadline=None)
@given(NOWS, st.integers(1, 20), st.integers(1, 8), st.integers(0, 6))
def test_every_so_many_weeks_is_that_many_weeks(now: datetime, times: int, weeks: int, ahead: int) -> None:
    first = now.astimezone(ZONE).date() + timedelta(days=ahead + 1)

    found = read(f"elke {weeks} weken vanaf {first.isoformat()} 20:00, {times} keer", now=now)

    assert [date.fromisoformat(start[:10]) for start in found.starts] == [
        first + timedelta(weeks=weeks * number) for number in range(times)
    ]
