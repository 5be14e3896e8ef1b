"""To when a planned session is moved, told from when it is now."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.in_words.dates import Doubt
from bot.services.meetings.moved import moved_to
from bot.services.meetings.plan_answers import Here
from bot.services.meetings.plan_fields import Known

ZONE = ZoneInfo("Europe/Amsterdam")
START = "2026-12-03T19:30"


def here(language: str = "nl") -> Here:
    """A Monday, ten days before the session."""
    return Here(datetime(2026, 11, 23, 14, tzinfo=ZONE), ZONE, language, Known((), (), ()))


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("een week later", "2026-12-10T19:30"),
        ("Een weekje later!", "2026-12-10T19:30"),
        ("2 dagen eerder", "2026-12-01T19:30"),
        ("half uur later", "2026-12-03T20:00"),
        ("een half uur eerder", "2026-12-03T19:00"),
        ("anderhalf uur later", "2026-12-03T21:00"),
        ("een kwartier vroeger", "2026-12-03T19:15"),
        ("drie weken later", "2026-12-24T19:30"),
        ("om 20:30", "2026-12-03T20:30"),
        ("vrijdag", "2026-11-27T19:30"),
        ("vrijdag 4 december, zelfde tijd", "2026-12-04T19:30"),
        ("vrijdag 4 december 20 uur", "2026-12-04T20:00"),
    ],
)
def test_what_is_left_out_stays_as_it_is(words: str, start: str) -> None:
    assert moved_to(words, "", START, here()).starts == (start,)


@pytest.mark.parametrize(
    ("words", "start"), [("a week later", "2026-12-10T19:30"), ("half an hour earlier", "2026-12-03T19:00")]
)
def test_in_english_as_well(words: str, start: str) -> None:
    assert moved_to(words, "", START, here("en")).starts == (start,)


def test_a_time_that_can_be_two_is_asked_about_on_the_day_that_stays() -> None:
    found = moved_to("half negen", "", START, here())
    assert found.doubt is Doubt.WHICH_TIME
    assert found.known.startswith("2026-12-03")


@pytest.mark.parametrize("words", ["later", "volgende week", "vijf appels later", "geen idee"])
def test_what_says_no_moment_is_asked_again(words: str) -> None:
    found = moved_to(words, "", START, here())
    assert found.starts == ()
    assert found.doubt is not None
