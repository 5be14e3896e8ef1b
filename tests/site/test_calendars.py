"""Calendars over HTTP: files, feeds of a theme, and somebody's own at an address that only they know."""

from datetime import timedelta
from typing import Any

import httpx
import icalendar
import pytest
from sqlalchemy import select

from bot.db import Database
from bot.services.meetings import own_feed
from models import CalendarFeed, Meeting, MeetingState, Person, Place, RsvpAnswer
from tests.support.factories import NOW, StillClock
from tests.support.rsvps import make_attendee, make_meeting, say

ICS = "text/calendar; charset=utf-8"


def read(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == ICS
    return icalendar.Calendar.from_ical(answer.content)


def titles(answer: httpx.Response) -> dict[str, Any]:
    """The entries, by title."""
    return {str(event["SUMMARY"]): event for event in read(answer).walk("VEVENT")}


@pytest.fixture
async def meeting(database: Database) -> Meeting:
    async with database.begin() as session:
        return await make_meeting(session, title="Begroting (voorbeeld)")


@pytest.fixture
async def anna(database: Database) -> Person:
    async with database.begin() as session:
        return await make_attendee(session)


async def address_for(database: Database, person: Person) -> str:
    async with database.begin() as session:
        return f"/agenda/p/{await own_feed.renew(session, person, at=NOW)}.ics"


# --- one session, one theme


async def test_the_file_of_a_session_is_opened_by_its_name(site: httpx.AsyncClient, meeting: Meeting) -> None:
    answer = await site.get(f"/s/{meeting.token}.ics")

    (event,) = read(answer).walk("VEVENT")
    assert event["UID"] == f"{meeting.token}@buurvraag"
    assert event["URL"] == f"{site.base_url}/s/{meeting.token}"
    assert answer.headers["content-disposition"] == 'inline; filename="sessie-2027-03-15.ics"'
    english = await site.get(f"/s/{meeting.token}.ics", headers={"Accept-Language": "en"})
    assert english.headers["content-disposition"] == 'inline; filename="session-2027-03-15.ics"'


async def test_the_feed_of_a_theme_tells_of_what_comes_is_cancelled_and_is_just_over(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    async with database.begin() as session:
        cancelled: dict[str, Any] = {"state": MeetingState.CANCELLED, "cancelled_at": NOW}
        await make_meeting(session, title="Afgelast", **cancelled)
        await make_meeting(session, title="Vorige week", starts_at=NOW - timedelta(days=7))
        await make_meeting(session, title="Lang geleden", starts_at=NOW - timedelta(days=60))
        await make_meeting(session, title="Iets anders", theme="zorg")

    answer = await site.get("/agenda/begroting.ics")

    found = titles(answer)
    assert set(found) == {"Begroting (voorbeeld)", "Afgelast", "Vorige week"}
    assert found["Afgelast"]["STATUS"] == "CANCELLED"
    calendar = read(answer)
    assert calendar["X-WR-CALNAME"] == "Sessies over begroting"
    assert calendar["SOURCE"] == f"{site.base_url}/agenda/begroting.ics"
    assert answer.headers["cache-control"] == "public, max-age=300"


async def test_a_feed_holds_no_more_than_a_hundred(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    async with database.begin() as session:
        for number in range(120):
            await make_meeting(session, starts_at=NOW + timedelta(days=20 + number))

    assert len(read(await site.get("/agenda/begroting.ics")).walk("VEVENT")) == 100


# --- fetched again


@pytest.mark.parametrize("path", ["/s/{token}.ics", "/agenda/begroting.ics"])
async def test_what_has_not_changed_is_not_sent_again(
    database: Database, site: httpx.AsyncClient, meeting: Meeting, path: str
) -> None:
    path = path.format(token=meeting.token)
    first = await site.get(path)
    known = {
        "If-None-Match": first.headers["etag"],
        "If-Modified-Since": first.headers["last-modified"],
    }

    for header, value in known.items():
        again = await site.get(path, headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
    weak = await site.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert weak.status_code == 304
    assert (await site.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    for nonsense in ("gisteren", "Mon, 99 Foo 2027 00:00:00 GMT", "Mon, 01 Mar 2027 11:59:59 GMT"):
        assert (await site.get(path, headers={"If-Modified-Since": nonsense})).status_code == 200


async def test_a_change_is_sent(database: Database, site: httpx.AsyncClient, meeting: Meeting) -> None:
    path = "/agenda/begroting.ics"
    first = await site.get(path)
    async with database.begin() as session:
        stored = await session.get_one(Meeting, meeting.id)
        # It leaves the theme: what is left of the feed changed at no time that the feed itself knows.
        stored.theme, stored.changed_at = "zorg", NOW + timedelta(hours=1)
        await make_meeting(session, title="Een ander")

    for header, known in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = await site.get(path, headers={header: first.headers[known]})
        assert set(titles(again)) == {"Een ander"}


async def test_asking_for_the_headers_only_gives_the_same_headers(
    site: httpx.AsyncClient, meeting: Meeting
) -> None:
    for path in (f"/s/{meeting.token}.ics", f"/s/{meeting.token}", "/agenda/begroting.ics"):
        whole, head = await site.get(path), await site.head(path)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("etag", "content-type", "content-length", "cache-control"):
            assert head.headers[name] == whole.headers[name]


# --- one's own


async def test_ones_own_calendar_has_what_one_comes_to_or_may_come_to(
    database: Database, site: httpx.AsyncClient, anna: Person
) -> None:
    async with database.begin() as session:
        answers = {"Ja": RsvpAnswer.YES, "Misschien": RsvpAnswer.MAYBE, "Nee": RsvpAnswer.NO}
        for title, answer in answers.items():
            await say(session, await make_meeting(session, title=title), anna, answer)
        full = await make_meeting(session, title="Vol", places=1)
        await say(session, full, await make_attendee(session))
        waiting = await say(session, full, anna)
        await say(session, await make_meeting(session, title="Van een ander"), await make_attendee(session))
    assert waiting.place is Place.WAITING
    address = await address_for(database, anna)

    found = titles(await site.get(address))

    assert set(found) == {"Ja", "Misschien", "Vol"}
    # The way in is for who has a place.
    assert found["Ja"]["LOCATION"] == "https://meet.example/begroting"
    assert found["Ja"]["STATUS"] == "CONFIRMED"
    assert found["Ja"].walk("VALARM")
    for title in ("Misschien", "Vol"):
        assert "meet.example" not in found[title].to_ical().decode()
        assert found[title]["STATUS"] == "TENTATIVE"


async def test_ones_own_calendar_says_what_was_cancelled_and_forgets_what_is_long_over(
    database: Database, site: httpx.AsyncClient, anna: Person, clock: StillClock
) -> None:
    async with database.begin() as session:
        one = await make_meeting(session, title="Afgelast")
        await say(session, one, anna)
        await say(session, await make_meeting(session, title="Straks"), anna)
        one.state, one.cancelled_at = MeetingState.CANCELLED, NOW
    address = await address_for(database, anna)

    assert titles(await site.get(address))["Afgelast"]["STATUS"] == "CANCELLED"
    clock.advance(timedelta(days=14 + 89))
    assert set(titles(await site.get(address))) == {"Afgelast", "Straks"}
    clock.advance(timedelta(days=2))
    assert titles(await site.get(address)) == {}


async def test_ones_own_calendar_is_in_ones_own_language_and_kept_by_nobody_else(
    database: Database, site: httpx.AsyncClient, anna: Person
) -> None:
    async with database.begin() as session:
        person = await session.get_one(Person, anna.id)
        person.language = "en"
    answer = await site.get(await address_for(database, anna), headers={"Accept-Language": "nl"})

    assert read(answer)["NAME"] == "My sessions"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "last-modified" not in answer.headers
    again = await site.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_a_new_address_ends_the_former_and_stopping_ends_all(
    database: Database, site: httpx.AsyncClient, anna: Person
) -> None:
    first, second = await address_for(database, anna), await address_for(database, anna)

    assert (await site.get(first)).status_code == 404
    assert (await site.get(second)).status_code == 200
    async with database.begin() as session:
        assert await own_feed.stop(session, anna)
        assert not await own_feed.stop(session, anna)
    assert (await site.get(second)).status_code == 404


async def test_an_address_goes_with_the_person_who_is_erased(
    database: Database, site: httpx.AsyncClient, anna: Person
) -> None:
    address = await address_for(database, anna)
    async with database.begin() as session:
        await session.delete(await session.get_one(Person, anna.id))

    assert (await site.get(address)).status_code == 404


async def test_only_the_hash_of_an_address_is_stored(database: Database, anna: Person) -> None:
    secret = (await address_for(database, anna)).removeprefix("/agenda/p/").removesuffix(".ics")

    assert len(secret) >= 22  # 22 signs of 6 bits each are more than 128 bits
    async with database.read() as session:
        (feed,) = (await session.scalars(select(CalendarFeed))).all()
    assert secret not in (feed.secret_hash, str(feed.person_id))
    assert len(feed.secret_hash) == 64


async def test_the_page_of_ones_own_calendar_gives_the_address_as_programs_want_it(
    database: Database, site: httpx.AsyncClient, anna: Person
) -> None:
    address = await address_for(database, anna)

    page = await site.get(address.removesuffix(".ics"))

    assert f'href="webcal://{str(site.base_url).partition("://")[2]}{address}"' in page.text
    assert f"<code>{site.base_url}{address}</code>" in page.text
    assert page.headers["cache-control"] == "private, no-cache"
    assert page.headers["x-robots-tag"] == "noindex"
    # What a messenger or another site is told names no secret.
    assert f'rel="canonical" href="{site.base_url}/"' in page.text


async def test_nothing_of_an_address_is_logged(
    database: Database, site: httpx.AsyncClient, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0, logger="uvicorn")
    caplog.set_level(0, logger="bot")
    address = await address_for(database, anna)

    await site.get(address)
    await site.get(address.replace(".ics", "x.ics"))

    ours = [record for record in caplog.records if record.name.startswith(("uvicorn", "bot"))]
    assert not [record for record in ours if "/agenda/p/" in record.getMessage()]
