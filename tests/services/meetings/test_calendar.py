"""A meeting as a calendar file: the same entry for good, exact instants, and the way in only for who comes.

Every file is read back by icalendar and by vobject, which share no code.
"""

import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services import local_time
from bot.services.meetings import calendar, changes
from bot.services.meetings.calendar import Reader
from bot.services.meetings.vtimezone import vtimezone
from models import Meeting, MeetingState, Person
from tests.support.factories import NOW, make_person
from tests.support.rsvps import make_meeting

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PLANNED_AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LINK = "https://bellen.example.org/zaal?kamer=7,8;x"
WEB = "https://sessies.example.org"


def meeting(start: str = "2027-12-12T19:30", minutes: int = 90, **fields: Any) -> Meeting:
    starts_at = local_time.instant(start, AMSTERDAM)
    values: dict[str, Any] = {
        "token": "abcDEF_-12345678",
        "state": MeetingState.PLANNED,
        "sequence": 0,
        "title": "Invloed op de begroting",
        "description": "Hoe praat je mee?",
        "theme": "invloed-op-de-gemeente",
        "host": "Marijke (voorbeeld)",
        "link": LINK,
        "local_start": start,
        "zone": AMSTERDAM.key,
        "minutes": minutes,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "planned_at": PLANNED_AT,
        "changed_at": PLANNED_AT,
    }
    return Meeting(**(values | fields))


def cancelled(**fields: Any) -> Meeting:
    return meeting(state=MeetingState.CANCELLED, cancelled_at=PLANNED_AT, **fields)


def public(one: Meeting, language: str = "nl") -> bytes:
    return calendar.invitation(one, Reader(language, web=WEB))


def personal(one: Meeting, **fields: Any) -> bytes:
    return calendar.invitation(one, Reader("nl", web=WEB, is_personal=True, has_link=True, **fields))


def read(content: bytes) -> Any:
    """The file, as icalendar reads it."""
    return icalendar.Calendar.from_ical(content)


def events(content: bytes) -> list[Any]:
    """The entries, as icalendar reads them."""
    return list(read(content).walk("VEVENT"))


def event(content: bytes) -> Any:
    (only,) = events(content)
    return only


def by_vobject(content: bytes) -> Any:
    return vobject.readOne(content.decode())


def in_utc(value: datetime) -> datetime:
    """A time with the zone of the file, as an instant."""
    return value.astimezone(UTC)


# --- what stands in it


def test_an_entry_says_what_when_and_where_more_is() -> None:
    one = event(public(meeting()))

    assert one["UID"] == "abcDEF_-12345678@buurvraag"
    assert one["SEQUENCE"] == 0
    assert one["SUMMARY"] == "Invloed op de begroting"
    assert one["DESCRIPTION"] == (
        "Hoe praat je mee?\n\nThema: invloed op de gemeente\nMet Marijke (voorbeeld)\n"
        f"Meer over deze sessie: {WEB}/s/abcDEF_-12345678"
    )
    assert one["URL"] == f"{WEB}/s/abcDEF_-12345678"
    assert one["LOCATION"] == "Online"
    assert one["STATUS"] == "CONFIRMED"
    assert in_utc(one["DTSTAMP"].dt) == PLANNED_AT
    assert in_utc(one["LAST-MODIFIED"].dt) == PLANNED_AT
    assert one["DTSTART"].params["TZID"] == "Europe/Amsterdam"


def test_an_entry_is_in_the_language_of_its_reader() -> None:
    assert "More about this session:" in event(public(meeting(), "en"))["DESCRIPTION"]


def test_without_pages_an_entry_names_none() -> None:
    one = event(calendar.invitation(meeting(), Reader("nl")))

    assert "URL" not in one
    assert "http" not in one["DESCRIPTION"]


def test_the_way_in_is_only_for_who_comes() -> None:
    content = re.sub(rb"\r\n ", b"", personal(meeting()))

    assert content.count(b"bellen.example.org") == 3
    assert event(personal(meeting()))["LOCATION"] == LINK
    for reader in (Reader("nl"), Reader("nl", web=WEB), Reader("nl", is_personal=True)):
        assert b"bellen.example" not in re.sub(rb"\r\n ", b"", calendar.invitation(meeting(), reader))
    assert b"bellen.example" not in re.sub(rb"\r\n ", b"", personal(cancelled()))


def test_who_comes_is_reminded_a_quarter_of_an_hour_before() -> None:
    (alarm,) = event(personal(meeting())).walk("VALARM")

    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
    assert by_vobject(personal(meeting())).vevent.valarm.trigger.value == timedelta(minutes=-15)
    assert not event(public(meeting())).walk("VALARM")
    assert not event(personal(cancelled())).walk("VALARM")


def test_who_may_come_has_it_as_tentative() -> None:
    assert event(personal(meeting(), is_sure=False))["STATUS"] == "TENTATIVE"


def test_a_file_of_one_says_whether_it_is_announced_or_cancelled() -> None:
    def method(content: bytes) -> str:
        return str(read(content)["METHOD"])

    assert method(public(meeting())) == "PUBLISH"
    assert method(public(cancelled())) == "CANCEL"
    assert event(public(cancelled()))["STATUS"] == "CANCELLED"
    assert event(public(cancelled()))["ORGANIZER"] == "invalid:nomail"
    assert "gaat niet door" in event(public(cancelled()))["DESCRIPTION"]


def test_a_series_is_one_file_in_which_one_may_be_cancelled() -> None:
    content = calendar.invitation([meeting(), cancelled(token="other-token-1234")], Reader("nl"))

    assert read(content)["METHOD"] == "PUBLISH"
    assert [one["STATUS"] for one in events(content)] == ["CONFIRMED", "CANCELLED"]
    assert len({one["UID"] for one in events(content)}) == 2


def test_a_feed_has_a_name_says_how_often_to_look_and_has_no_method() -> None:
    entries = [(meeting(), Reader("nl")), (cancelled(token="other-token-1234"), Reader("nl"))]
    content = calendar.feed(entries, name="Sessies, alle", zone=AMSTERDAM, source=f"{WEB}/agenda/x.ics")
    found = read(content)

    assert found["X-WR-CALNAME"] == found["NAME"] == "Sessies, alle"
    assert found["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert found["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert found["SOURCE"] == f"{WEB}/agenda/x.ics"
    assert found["PRODID"] == calendar.PRODUCT
    assert "METHOD" not in found
    assert [one["STATUS"] for one in found.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert len(found.walk("VTIMEZONE")) == 1


def test_an_empty_feed_is_a_calendar_too() -> None:
    content = calendar.feed([], name="Leeg", zone=AMSTERDAM)

    assert events(content) == []
    assert by_vobject(content).name == "VCALENDAR"


def test_a_file_to_send_has_a_name_to_find_it_by_and_its_text() -> None:
    payload = calendar.document(meeting(), "nl", web=WEB, has_link=True, caption="<b>x</b>")

    assert payload["document"]["filename"] == "sessie-2027-12-12.ics"
    assert payload["document"]["text"].encode() == personal(meeting())
    assert (payload["caption"], payload["parse_mode"]) == ("<b>x</b>", "HTML")
    assert calendar.document(meeting(), "en")["document"]["filename"] == "session-2027-12-12.ics"


# --- any words

# Everything that can be stored: no halves of a character, and no NUL.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=2000)


@given(title=WORDS.filter(bool), description=WORDS)
@example("Komma, punt; en \\n", "BEGIN:VEVENT\r\nEND:VCALENDAR\r\n\r\n" + "é🎈" * 900)
@example("مرحبا بالجيران", "\u202eomgekeerd\x07\x85\u2028 " + "👩\u200d👩\u200d👧" * 300)
@example('"', "a" * 2000)
def test_any_words_come_back_as_they_were(title: str, description: str) -> None:
    content = public(meeting(title=title, description=description))
    shown = calendar._text(description)

    assert event(content)["SUMMARY"] == calendar._text(title)
    assert shown in event(content)["DESCRIPTION"]
    assert len(events(content)) == 1
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    for line in lines:
        line.decode()


@given(title=WORDS.filter(bool), description=WORDS)
@example("x", "twee\u2028regels")
def test_another_reader_finds_the_same_words(title: str, description: str) -> None:
    content = public(meeting(title=title, description=description))
    one = by_vobject(content).vevent

    assert one.uid.value == "abcDEF_-12345678@buurvraag"
    assert one.description.value == event(content)["DESCRIPTION"]


@pytest.mark.parametrize(
    "link", ["https://x.example/a\r\nATTENDEE:mailto:a@b.example", 'https://x.example/"<a> b']
)
def test_a_link_cannot_begin_a_line_of_its_own(link: str) -> None:
    one = event(personal(meeting(link=link)))

    assert "ATTENDEE" not in one
    assert str(one["CONFERENCE"]).startswith("https://x.example/")
    assert " " not in str(one["CONFERENCE"])


# --- instants

NIGHTS = ("2027-03-28", "2027-10-31", "2028-03-26", "2028-10-29")
STARTS = st.datetimes(datetime.fromisoformat("2026-11-01"), datetime.fromisoformat("2028-12-31")).map(
    lambda at: at.strftime(local_time.FORMAT)
)
NIGHT_STARTS = st.builds(
    lambda night, minutes: (datetime.fromisoformat(night) + timedelta(minutes=minutes)).strftime(
        local_time.FORMAT
    ),
    st.sampled_from(NIGHTS),
    st.integers(-120, 300),
)


@given(start=STARTS | NIGHT_STARTS, minutes=st.integers(1, 720))
@example("2027-03-28T02:30", 60)
@example("2027-10-31T01:30", 90)
@example("2027-10-31T02:30", 60)
@example("2028-10-29T00:00", 720)
def test_both_readers_find_the_exact_instants(start: str, minutes: int) -> None:
    one = meeting(start, minutes)
    content = public(one)
    other = by_vobject(content).vevent

    assert in_utc(other.dtstart.value) == one.starts_at
    assert in_utc(other.dtend.value) == one.ends_at
    assert in_utc(event(content).start) == one.starts_at
    assert in_utc(event(content).end) == one.ends_at


def test_the_usual_time_is_given_on_the_clock_of_amsterdam() -> None:
    content = public(meeting("2027-10-31T19:30"))

    assert b"DTSTART;TZID=Europe/Amsterdam:20271031T193000\r\n" in content
    assert b"DTEND;TZID=Europe/Amsterdam:20271031T210000\r\n" in content


def test_an_end_that_the_clock_shows_for_the_second_time_is_given_in_utc() -> None:
    content = public(meeting("2027-10-31T01:30", 90))

    assert b"DTSTART:20271030T233000Z\r\n" in content
    assert b"DTEND:20271031T010000Z\r\n" in content


# --- zones


@pytest.mark.parametrize(
    "key", ["Europe/Amsterdam", "America/New_York", "Africa/Casablanca", "UTC", "Asia/Tokyo"]
)
def test_a_zone_by_its_component_alone_is_right_at_every_hour(key: str) -> None:
    zone, component = ZoneInfo(key), vtimezone(ZoneInfo(key), date(2027, 1, 1), date(2028, 12, 31))
    # The name is taken away: known zones are not looked up then, but read.
    component["TZID"] = "Eigen"
    made = component.to_tz(lookup_tzid=False)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    while at < datetime(2029, 1, 1, tzinfo=UTC):
        there = at.astimezone(zone)
        assert made.utcoffset(there.replace(tzinfo=None)) == there.utcoffset() or there.fold, at
        at += timedelta(hours=1)


def test_amsterdam_is_given_by_its_rules() -> None:
    text = vtimezone(AMSTERDAM, date(2027, 12, 12), date(2027, 12, 12)).to_ical().decode()

    spring, autumn = text.split("BEGIN:STANDARD")
    for line in ("DTSTART:20260329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST"):
        assert f"{line}\r\n" in spring
    for line in ("DTSTART:20261025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET"):
        assert f"{line}\r\n" in autumn
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in spring
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n" in autumn


# --- the same entry for good


async def shuffled(session: AsyncSession, one: Meeting, planner: Person, pick: Random, at: datetime) -> bool:
    """Change the meeting as a coordinator may, somehow; whether anything was changed."""
    last = await changes.last_change(session, one)
    match pick.choice(["move", "rename", "link", "cancel", "undo", "undo"]):
        case "undo":
            return last is not None and await changes.undo(session, one, change_id=last.id, by=planner, at=at)
        case "cancel":
            return await changes.cancel(session, one, version=one.version, by=planner, at=at)
        case "move":
            night = datetime.fromisoformat(pick.choice(NIGHTS)) + timedelta(minutes=pick.randrange(-120, 300))
            fields: dict[str, Any] = {"local_start": night.strftime(local_time.FORMAT)}
        case "rename":
            fields = {"title": f"Titel {at:%H%M%S}"}
        case _:
            fields = {"link": f"https://x.example/{at:%H%M%S}"}
    changed = any(getattr(one, name) != value for name, value in fields.items())
    return await changes.change(session, one, fields, version=one.version, by=planner, at=at) and changed


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_is_changed_it_is_the_same_entry_with_a_later_number(
    database: Database, seed: int
) -> None:
    pick, at = Random(seed), NOW
    async with database.begin() as session:
        planner = await make_person(session)
        one = await make_meeting(session, starts_at=NOW + timedelta(days=20))
        before, number_of_changes = event(public(one)), 0
        for _ in range(12):
            at += timedelta(seconds=pick.choice([20, 400]))
            if not await shuffled(session, one, planner, pick, at):
                continue
            number_of_changes += 1
            after = event(public(one))
            assert after["UID"] == before["UID"]
            assert after["SEQUENCE"] > before["SEQUENCE"]
            assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
            assert after["STATUS"] == ("CONFIRMED" if one.is_planned else "CANCELLED")
            assert in_utc(after.start) == one.starts_at
            assert in_utc(by_vobject(public(one)).vevent.dtend.value) == one.ends_at
            before = after
    assert number_of_changes > 0
