"""A whole plan in one message: its parts in any order, and nothing lost that was written."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.in_words.dates import Doubt
from bot.services.meetings.one_line import Line, read
from bot.services.meetings.plan import DESCRIPTION, TITLE, Plan
from bot.services.meetings.plan_fields import Known
from models import MeetingAudience

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, tzinfo=ZONE)
KNOWN = Known(("begroting", "gebouw-en-beheer"), ("Utrecht",), (("7", "De Meent (voorbeeld)"),))
LINK = "https://meet.voorbeeld.nl/zaal?a=1,2"


def line(words: str, *, language: str = "nl", now: datetime = NOW) -> Line:
    return read(words, now=now, zone=ZONE, language=language, known=KNOWN)


PARTS = [
    "Invloed op de begroting",
    "zaterdag 12 december 19:30",
    "75 min",
    "thema begroting",
    LINK,
    "max 40",
]


@pytest.mark.parametrize("order", list(permutations(range(len(PARTS))))[::37])
def test_the_parts_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    found = line(", ".join(PARTS[number] for number in order))
    assert found.plan == Plan(
        title="Invloed op de begroting",
        starts=("2026-12-12T19:30",),
        minutes=75,
        theme="begroting",
        link=LINK,
        places=40,
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Invloed op de begroting op donderdag om half acht",
            {"title": "Invloed op de begroting", "starts": ("2026-11-26T19:30",)},
        ),
        (
            "Zaterdag klussen, zaterdag 12 december 10:00",
            {"title": "Zaterdag klussen", "starts": ("2026-12-12T10:00",)},
        ),
        (
            "Geld, geld en nog eens geld, morgen 20 uur, 2 uur",
            {"title": "Geld, geld en nog eens geld", "starts": ("2026-11-24T20:00",), "minutes": 120},
        ),
        (
            "Leren begroten, 12, 19 en 26 januari 19:30",
            {
                "title": "Leren begroten",
                "starts": ("2027-01-12T19:30", "2027-01-19T19:30", "2027-01-26T19:30"),
            },
        ),
        (
            "Leren begroten, max 20, 12 januari 19:30",
            {"title": "Leren begroten", "places": 20, "starts": ("2027-01-12T19:30",)},
        ),
        (
            "Met elkaar eten, morgen 20 uur, met Fatma, jurist gezocht, voor iedereen",
            {
                "title": "Met elkaar eten",
                "starts": ("2026-11-24T20:00",),
                "host": "Fatma",
                "expert": "jurist",
                "audience": MeetingAudience.ALL,
            },
        ),
        (
            "Huur, morgen 20:00, voor Utrecht",
            {
                "title": "Huur",
                "starts": ("2026-11-24T20:00",),
                "audience": MeetingAudience.PLACE,
                "audience_values": ("Utrecht",),
            },
        ),
        (
            "Huur, morgen 19:30-21:00, thema gebouw en beheer",
            {"title": "Huur", "starts": ("2026-11-24T19:30",), "minutes": 90, "theme": "gebouw-en-beheer"},
        ),
        (
            "titel: Sleutels\nmorgen 20:00\nbeschrijving: Wie krijgt de sleutel, en wie niet?\nhost: Bea",
            {
                "title": "Sleutels",
                "starts": ("2026-11-24T20:00",),
                "description": "Wie krijgt de sleutel, en wie niet?",
                "host": "Bea",
            },
        ),
        (
            "😀 Straatfeest مرحبا, vrijdag 11 december 16:00",
            {"title": "😀 Straatfeest مرحبا", "starts": ("2026-12-11T16:00",)},
        ),
    ],
)
def test_what_coordinators_write_is_read(words: str, expected: dict[str, object]) -> None:
    assert line(words).plan == Plan.model_validate(expected)


def test_english_is_read_as_well() -> None:
    found = line(
        "A say in the budget, Saturday 12 December at 7.30 pm, 90 minutes, theme begroting, 40 places",
        language="en",
    )
    assert found.plan == Plan(
        title="A say in the budget", starts=("2026-12-12T19:30",), theme="begroting", places=40
    )


def test_what_is_unclear_comes_back_with_all_the_rest() -> None:
    found = line("Samen koken, thema koken, donderdag 12 december, 19:30, max 0, duur 9999 min")
    assert found.plan == Plan(title="Samen koken")
    assert found.when is not None
    assert found.when.doubt is Doubt.WEEKDAY_DIFFERS
    assert found.named_theme == "koken"
    assert set(found.faults) == {"places", "minutes"}


def test_a_title_that_is_too_long_is_kept_as_the_description() -> None:
    words = "a" * (TITLE + 1)
    found = line(f"{words}, morgen 20:00")
    assert (found.plan.title, found.plan.description) == ("", words)


def test_five_thousand_characters_are_read_at_once_and_do_not_fit() -> None:
    found = line("woord " * 900)
    assert found.faults == ("description",)
    assert not found.plan.title


NOWS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PIECES = st.sampled_from(
    [
        *PARTS,
        "morgen",
        "20:00",
        "elke week",
        "5 keer",
        "titel:",
        "host: ",
        "met",
        "voor",
        "thema",
        "max",
        "🎉",
    ]
)
ANYTHING = st.one_of(st.lists(PIECES, max_size=8).map(", ".join), st.text(max_size=400))


@settings(deadline=None, max_examples=200)
@given(NOWS, ANYTHING, st.sampled_from(("nl", "en")))
def test_whatever_is_written_makes_a_plan_that_fits_its_columns(
    now: datetime, words: str, language: str
) -> None:
    found = line(words, now=now, language=language).plan
    assert len(found.title) <= TITLE
    assert len(found.description) <= DESCRIPTION
    assert found.theme in ("", *KNOWN.themes)
    assert Plan.model_validate(found.model_dump(mode="json")) == found


@pytest.mark.parametrize(
    ("label", "theme"),
    [
        ("thema gebouw", "gebouw-en-beheer"),
        ("thema beheer", "gebouw-en-beheer"),
        ("tema gebouw", "gebouw-en-beheer"),
        ("tehma: begroting", "begroting"),
    ],
)
def test_a_theme_is_known_by_a_part_of_its_name_and_misspelled(label: str, theme: str) -> None:
    found = line(f"Wie krijgt de sleutel, zaterdag 12 december 19:30, {label}")
    assert (found.plan.title, found.plan.theme) == ("Wie krijgt de sleutel", theme)


def test_a_word_that_looks_like_the_label_of_a_theme_is_title_when_no_theme_follows() -> None:
    found = line("Hema in de wijk, zaterdag 12 december 19:30")
    assert (found.plan.title, found.plan.theme) == ("Hema in de wijk", "")


def test_a_part_of_a_name_that_two_themes_have_is_asked_about() -> None:
    known = Known(("geld-en-subsidie", "geld-en-schuld"), (), ())
    found = read("Samen, morgen 19:30, thema geld", now=NOW, zone=ZONE, language="nl", known=known)
    assert (found.plan.theme, found.named_theme) == ("", "geld")
