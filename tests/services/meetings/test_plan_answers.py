"""What answers make of a plan: times put together, series, moments, and words that do not fit."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.in_words.dates import Doubt
from bot.services.meetings import moment_words, plan_fields
from bot.services.meetings.plan import USUAL_MOMENTS, Moment, Plan
from bot.services.meetings.plan_answers import (
    Here,
    answered,
    moments_in,
    pressed,
    repeated,
    with_theme,
    within_reach,
)
from bot.services.meetings.plan_fields import Fault, Known, UnfitWordsError
from bot.services.meetings.plan_known import mark
from bot.services.meetings.plan_questions import Field
from models import MeetingAudience, MomentKind

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, tzinfo=ZONE)
HERE = Here(NOW, ZONE, "nl", Known(("geld", "zorg"), ("Utrecht", "Zwolle"), (("7", "De Meent"),)))
PLAN = Plan(title="Begroting", starts=("2026-12-01T20:00",), theme="geld")


@pytest.mark.parametrize(
    ("told", "answer", "starts"),
    [
        ("", "dinsdag 1 december 20:00", ("2026-12-01T20:00",)),
        ("2026-12-01", "half acht", ("2026-12-01T19:30",)),
        ("half acht", "dinsdag 1 december", ("2026-12-01T19:30",)),
        ("2026-12-01 8 uur", "'s avonds", ("2026-12-01T20:00",)),
        # The hour that was unclear gives way to one that is not.
        ("2026-12-01 8 uur", "20:30", ("2026-12-01T20:30",)),
        # Whoever answers with another day means that day.
        ("2026-12-01", "nee, woensdag 2 december 20:00", ()),
        ("2026-12-01", "woensdag 2 december 20:00", ("2026-12-02T20:00",)),
        ("elke week 2026-12-01T20:00", "2", ("2026-12-01T20:00", "2026-12-08T20:00")),
        ("elke week 2026-12-01T20:00", "t/m 8 december", ("2026-12-01T20:00", "2026-12-08T20:00")),
    ],
)
def test_an_answer_is_read_together_with_what_was_told(
    told: str, answer: str, starts: tuple[str, ...]
) -> None:
    assert moments_in(answer, told, HERE).starts == starts


def test_a_first_session_gets_a_rule_or_other_dates() -> None:
    assert repeated("elke week, 3 keer", PLAN, HERE).starts == (
        "2026-12-01T20:00",
        "2026-12-08T20:00",
        "2026-12-15T20:00",
    )
    assert repeated("om de week", PLAN, HERE).doubt is Doubt.HOW_OFTEN
    # Other days are at the same hour, unless they say another.
    assert repeated("8 en 15 december", PLAN, HERE).starts == (
        "2026-12-01T20:00",
        "2026-12-08T20:00",
        "2026-12-15T20:00",
    )
    assert repeated("blabla", PLAN, HERE).doubt is not None


def test_more_than_two_years_ahead_is_too_far_and_what_passed_meanwhile_is_past() -> None:
    assert within_reach(HERE.read("1 december 2029 20:00"), ZONE, at=NOW).doubt is Doubt.TOO_FAR
    soon = HERE.read("vandaag 13:00")
    assert within_reach(soon, ZONE, at=NOW.replace(hour=14)).doubt is Doubt.PAST


@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        (Field.TITLE, " \n ", Fault.EMPTY),
        (Field.TITLE, "\u200b\u2067", Fault.EMPTY),
        (Field.TITLE, "a" * 5000, Fault.TOO_LONG),
        (Field.DESCRIPTION, "a" * 5000, Fault.TOO_LONG),
        (Field.LINK, "javascript:alert(1)", Fault.NO_LINK),
        (Field.LINK, "https://", Fault.NO_LINK),
        (Field.LINK, "http://[", Fault.NO_LINK),
        (Field.LINK, f"https://a.nl/{'a' * 2000}", Fault.TOO_LONG),
        (Field.PLACES, "veel", Fault.NO_NUMBER),
        (Field.PLACES, "-3", Fault.NO_NUMBER),
        (Field.PLACES, "9" * 400, Fault.NO_NUMBER),
        (Field.PLACES, "٤٠", Fault.NO_NUMBER),
        (Field.MINUTES, "3 min", Fault.NO_LENGTH),
        (Field.MINUTES, "24 uur", Fault.NO_LENGTH),
        (Field.THEME, "voetbal", Fault.NO_THEME),
        (Field.AUDIENCE, "de koning", Fault.NO_AUDIENCE),
        (Field.MOMENTS, "ooit", Fault.NO_MOMENT),
        (Field.MOMENTS, "2 december 10:00", Fault.NO_MOMENT),
        (Field.SUBJECTS, "Een\nTwee", Fault.TOO_MANY),
    ],
)
def test_words_that_do_not_fit_are_refused_with_the_reason(field: Field, words: str, why: Fault) -> None:
    with pytest.raises(UnfitWordsError) as refused:
        answered(field, words, PLAN, HERE)
    assert refused.value.why is why


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("anderhalf uur", 90),
        ("1,5 uur", 90),
        ("1.5 hours", 90),
        ("twee uur", 120),
        ("een half uur", 30),
        ("half an hour", 30),
        ("an hour", 60),
        ("drie kwartier", 45),
    ],
)
def test_how_long_it_takes_is_read_in_words(words: str, minutes: int) -> None:
    assert plan_fields.minutes(words) == minutes


@pytest.mark.parametrize(
    ("words", "places"),
    [("40", 40), ("max 40", 40), ("40 plaatsen", 40), ("maximaal 40 mensen", 40), ("geen", None)],
)
def test_how_many_can_come_is_read_in_words(words: str, places: int | None) -> None:
    assert plan_fields.places(words) == places


def test_moments_are_read_in_words_soonest_first_and_once() -> None:
    starts_at = datetime(2026, 12, 1, 20, tzinfo=ZONE)
    found = moment_words.moments(
        "2 uur ervoor, een week van tevoren, meteen en maandag 30 november 10:00, meteen",
        starts_at=starts_at,
        now=NOW,
        zone=ZONE,
        language="nl",
    )
    assert found == (
        Moment(kind=MomentKind.AT_ONCE),
        Moment(kind=MomentKind.BEFORE, minutes_before=7 * 24 * 60),
        Moment(kind=MomentKind.AT, local_time="2026-11-30T10:00"),
        Moment(kind=MomentKind.BEFORE, minutes_before=120),
    )


def test_without_a_theme_it_is_for_all_as_nobody_can_follow_it() -> None:
    assert with_theme(PLAN, "").audience is MeetingAudience.ALL


def test_a_place_that_is_pressed_twice_is_taken_away_again() -> None:
    once = pressed(Field.WHERE, mark("Utrecht"), PLAN, HERE.known, ())
    assert once is not None
    assert (once.audience, once.audience_values) == (MeetingAudience.PLACE, ("Utrecht",))
    twice = pressed(Field.WHERE, mark("Utrecht"), once, HERE.known, ())
    assert twice is not None
    assert twice.audience_values == ()


def test_a_moment_is_switched_on_and_off() -> None:
    less = pressed(Field.MOMENTS, "60", PLAN, HERE.known, ())
    assert less is not None
    assert less.moments == USUAL_MOMENTS[:-1]
    more = pressed(Field.MOMENTS, "60", less, HERE.known, ())
    assert more is not None
    assert set(more.moments) == set(USUAL_MOMENTS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field.TITLE, "hallo"),
        (Field.THEME, mark("voetbal")),
        (Field.MOMENTS, "0"),
        (Field.MOMENTS, "9999999"),
        (Field.AUDIENCE, "koning"),
        (Field.WHEN, "x"),
    ],
)
def test_a_forged_choice_changes_nothing(field: Field, value: str) -> None:
    assert pressed(field, value, PLAN, HERE.known, ()) is None
