"""Dates in words: what is read, what is asked, and that nothing is guessed silently."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.services import local_time
from bot.services.in_words.dates import Doubt, Read, Remark, moment

ZONE = ZoneInfo("Europe/Amsterdam")
# A Monday.
NOW = datetime(2026, 11, 23, 12, tzinfo=ZONE)


def read(text: str, *, now: datetime = NOW, language: str = "nl") -> Read:
    return moment(text, now=now, zone=ZONE, language=language)


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("zaterdag 12 december 19:30", "2026-12-12T19:30"),
        ("za 12 dec half acht", "2026-12-12T19:30"),
        ("zaterdag 12 december, om half acht 's avonds", "2026-12-12T19:30"),
        ("Saturday December 12th at 7.30 pm", "2026-12-12T19:30"),
        ("12-12-2027 19.30", "2027-12-12T19:30"),
        ("12/12/27 19:30 uur", "2027-12-12T19:30"),
        ("12.12.2027 om 19u30", "2027-12-12T19:30"),
        ("2027-12-12T19:30", "2027-12-12T19:30"),
        ("twaalf december 2027 half acht", "2027-12-12T19:30"),
        ("the 12th of December 2027, half past seven", "2027-12-12T19:30"),
        ("morgen 20 uur", "2026-11-24T20:00"),
        ("morgenavond 8 uur", "2026-11-24T20:00"),
        ("tomorrow evening at eight", "2026-11-24T20:00"),
        ("overmorgen 's ochtends kwart voor tien", "2026-11-25T09:45"),
        ("vanavond half 8", "2026-11-23T19:30"),
        ("over 3 weken dinsdagavond half 8", "2026-12-15T19:30"),
        ("dinsdag over drie weken 20:00", "2026-12-15T20:00"),
        ("donderdag over 14 dagen 20:00", "2026-12-10T20:00"),
        ("over 10 dagen om 14:00", "2026-12-03T14:00"),
        ("over twee maanden donderdag 20:00", "2027-01-21T20:00"),
        ("donderdag kwart over zeven 's avonds", "2026-11-26T19:15"),
        ("do 20u", "2026-11-26T20:00"),
        ("komende donderdag tien over half acht", "2026-11-26T19:40"),
        ("volgende week donderdag 20:00", "2026-12-03T20:00"),
        ("donderdag week 50 20:00", "2026-12-10T20:00"),
        ("de 12e om 20:00", "2026-12-12T20:00"),
        ("a week from tomorrow at 7pm", "2026-12-01T19:00"),
        ("maandag 11:00", "2026-11-30T11:00"),
        ("12 januari 19:30", "2027-01-12T19:30"),
        ("29 februari 20:00", "2028-02-29T20:00"),
        ("over anderhalf uur", "2026-11-23T13:30"),
        ("in two hours", "2026-11-23T14:00"),
        ("DONDERDAG 26 NOVEMBER 19.30 UUR", "2026-11-26T19:30"),
        ("donderdag 26 november om 19.30 uur, online graag", "2026-11-26T19:30"),
        ("12 december van 10-12", "2026-12-12T10:00"),
        ("morgen van 10-12", "2026-11-24T10:00"),
        ("10-12 20:00", "2026-12-10T20:00"),
    ],
)
def test_what_people_write_is_read(words: str, local: str) -> None:
    found = read(words)
    assert (found.local, found.doubts) == (local, ())


@pytest.mark.parametrize(
    ("words", "doubts", "choices"),
    [
        ("", [Doubt.NOT_UNDERSTOOD], []),
        ("blabla", [Doubt.NOT_UNDERSTOOD], []),
        ("👍 🗓️", [Doubt.NOT_UNDERSTOOD], []),
        ("مساء الخميس", [Doubt.NOT_UNDERSTOOD], []),
        ("donderdag 26 november", [Doubt.NO_TIME], []),
        ("donderdagavond", [Doubt.NO_TIME], []),
        ("half acht", [Doubt.NO_DAY], []),
        ("volgende week", [Doubt.NO_DAY, Doubt.NO_TIME], []),
        ("30 februari 20:00", [Doubt.NO_SUCH_DAY], []),
        ("31-4-2027 20:00", [Doubt.NO_SUCH_DAY], []),
        ("12/25/2027 20:00", [Doubt.NO_SUCH_DAY], []),
        ("9999-12-31 23:59", [Doubt.NO_SUCH_DAY], []),
        ("donderdag 25:00", [Doubt.NO_SUCH_TIME], []),
        ("23 november 11:00", [Doubt.PAST], []),
        ("12-12-2025 11:00", [Doubt.PAST], []),
        ("donderdag 8 uur", [Doubt.WHICH_TIME], ["2026-11-26T08:00", "2026-11-26T20:00"]),
        ("vandaag half 9", [Doubt.WHICH_TIME], ["2026-11-23T20:30"]),
        ("donderdag 20:00 's ochtends", [Doubt.WHICH_TIME], ["2026-11-26T08:00", "2026-11-26T20:00"]),
        ("maandag 20:00", [Doubt.WHICH_DAY], ["2026-11-23T20:00", "2026-11-30T20:00"]),
        ("volgende donderdag 20:00", [Doubt.WHICH_DAY], ["2026-11-26T20:00", "2026-12-03T20:00"]),
        ("donderdag 20:00 met taart", [Doubt.LEFT_OVER], ["2026-11-26T20:00"]),
        ("donderdag 12 december 19:30", [Doubt.WEEKDAY_DIFFERS], ["2026-12-12T19:30", "2026-12-10T19:30"]),
        ("28 maart 2027 02:30", [Doubt.SKIPPED], ["2027-03-28T03:30"]),
    ],
)
def test_what_is_unclear_is_asked(words: str, doubts: list[Doubt], choices: list[str]) -> None:
    found = read(words)

    assert found.local is None
    assert list(found.doubts) == doubts
    assert [choice.local for choice in found.choices] == choices


def test_half_seven_is_asked_about_in_english_and_not_in_dutch() -> None:
    assert read("donderdag half zeven", language="en").local == "2026-11-26T18:30"
    asked = read("Thursday half seven", language="en")
    assert [choice.local for choice in asked.choices] == ["2026-11-26T18:30", "2026-11-26T19:30"]


def test_an_hour_up_to_seven_is_after_noon_and_that_is_said() -> None:
    assert read("donderdag 7:30").remarks == (Remark.AFTER_NOON,)
    assert read("donderdag 7:30").local == "2026-11-26T19:30"
    assert read("donderdag 07:30").local == "2026-11-26T07:30"
    assert read("donderdag 7:30 's ochtends").remarks == ()


def test_an_end_is_how_long_it_takes() -> None:
    assert read("donderdag 19:30-21:00").minutes == 90
    assert read("donderdag van half acht tot negen").minutes == 90
    assert read("Thursday 7-9pm").minutes == 120
    assert read("donderdag van 8 tot 21:30").local == "2026-11-26T20:00"
    assert read("donderdag 23:00 tot 0:30").minutes == 90


def test_tomorrow_is_the_next_day_until_midnight_and_asked_about_in_the_night() -> None:
    late = datetime(2026, 11, 23, 23, 59, tzinfo=ZONE)
    assert read("morgen 20:00", now=late).local == "2026-11-24T20:00"
    night = read("morgen 20:00", now=late + timedelta(hours=2))
    assert [choice.local for choice in night.choices] == ["2026-11-24T20:00", "2026-11-25T20:00"]


def test_a_time_that_comes_twice_is_the_first_and_said_so() -> None:
    found = read("31 oktober 2027 02:30")
    assert (found.local, found.remarks) == ("2027-10-31T02:30", (Remark.TWICE,))


def test_what_begins_within_the_hour_is_said_to_be_soon() -> None:
    assert read("vandaag 12:10").remarks == (Remark.SOON,)
    assert read("over 10 minuten").local == "2026-11-23T12:10"


def test_a_question_can_be_answered_with_what_was_missing() -> None:
    day = read("zaterdag 12 december")
    assert read(f"{day.known} half acht").local == "2026-12-12T19:30"
    hour = read("kwart over acht 's avonds")
    assert read(f"{hour.known} morgen").local == "2026-11-24T20:15"


def test_a_very_long_text_is_no_date_and_costs_nothing() -> None:
    assert read("12 december 19:30 " * 300).doubts == (Doubt.NOT_UNDERSTOOD,)


NOWS = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
AHEAD = st.integers(1, 360)
TIMES = st.times()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NOWS, AHEAD, TIMES, st.sampled_from(("full", "long", "medium")), st.sampled_from(("nl", "en")))
def test_every_date_as_it_is_written_out_is_read_back(
    now: datetime, ahead: int, at: object, style: str, language: str
) -> None:
    day = now.astimezone(ZONE).date() + timedelta(days=ahead)
    clock = f"{at:%H:%M}"
    local = f"{day.isoformat()}T{clock}"

    found = read(f"{format_date(day, style, locale=language)} {clock}", now=now, language=language)

    if local_time.is_skipped(local, ZONE):
        assert found.doubt is Doubt.SKIPPED
    else:
        assert found.local == local


@settings(deadline=None)
@given(NOWS, AHEAD, st.sampled_from(("nl", "en")))
def test_a_date_without_a_year_is_the_next_one(now: datetime, ahead: int, language: str) -> None:
    day = now.astimezone(ZONE).date() + timedelta(days=ahead)
    words = format_date(day, "d MMMM", locale=language)
    assert read(f"{words} 20:00", now=now, language=language).local == f"{day.isoformat()}T20:00"


WORDS = (
    "donderdag do dinsdagavond zo morgen overmorgen vandaag vanavond volgende week over in 3 weken weeks 12 "
    "31 februari december may 2027 12-12 30-2-2027 half acht seven kwart voor past to uur u pm avond "
    "19:30 7:30 20 8 van tot - de 12e next a.s. om at eerste een 02:30 maand jaar 999 minuten 🎉 × ١٢ ,"
)
PIECES = st.sampled_from([*WORDS.split(), "'s avonds", "week 50", "28 maart 2027", "31 oktober 2027"])
ANYTHING = st.one_of(st.lists(PIECES, max_size=8).map(" ".join), st.text(max_size=250))


@settings(deadline=None, max_examples=400)
@given(
    NOWS,
    st.one_of(st.lists(PIECES, max_size=8).map(" ".join), st.text(max_size=250)),
    st.sampled_from(("nl", "en")),
)
@example(datetime(2026, 11, 23, tzinfo=UTC), "31-12-2199 23:59", "nl")
@example(datetime(2026, 11, 23, tzinfo=UTC), "\x00İ ﷽ ½ ²³", "nl")
def test_whatever_is_written_it_is_a_moment_to_come_or_a_question(
    now: datetime, text: str, language: str
) -> None:
    found = read(text, now=now, language=language)

    assert (found.local is None) == bool(found.doubts)
    if found.local is not None:
        assert local_time.instant(found.local, ZONE) > now
        assert not local_time.is_skipped(found.local, ZONE)
    for choice in found.choices:
        again = read(choice.words, now=now, language=language)
        # An answer to a question never brings back the same question.
        assert again.doubt is not found.doubt
        assert again.local is None or again.local == choice.local
        assert date.fromisoformat(choice.local[:10]) >= now.astimezone(ZONE).date()


def test_hours_beside_a_date_with_the_name_of_its_month_are_no_other_date() -> None:
    found = read("12 december 10-12")
    assert (found.doubts, found.known, found.rest) == ((Doubt.NO_TIME,), "2026-12-12", "10-12")
