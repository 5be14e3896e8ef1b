"""The pages: what anybody may know of a session and no more, in their language, at an address for good."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from bot.db import Database
from bot.services.meetings.plan import new_token
from models import Meeting, MeetingAudience, MeetingSeries, MeetingState, RsvpAnswer
from tests.support.factories import NOW, StillClock, make_case
from tests.support.rsvps import make_attendee, make_meeting, say
from tests.support.website import BOT, website

LINK = "https://bellen.example.org/geheime-zaal"
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,nl;q=0.1"}


class Page(HTMLParser):
    """What a page holds: its words, links, languages, and what is said about it to messengers."""

    VOID = frozenset({"meta", "link", "img", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._href: str | None = None
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)
        if tag == "a":
            self._href = dict(attrs)["href"]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        if data.strip() and "title" not in self._open:
            self.words.append(data.strip())
            if self._href is not None:
                self.links[data.strip()] = self._href

    @property
    def text(self) -> str:
        return " ".join(self.words).replace("\u2060", "")

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)

    def shared(self, name: str) -> str | None:
        """What an Open Graph tag says."""
        return next((one["content"] for one in self.all("meta") if one.get("property") == f"og:{name}"), None)


async def get(site: httpx.AsyncClient, path: str, status: int = 200, **options: object) -> Page:
    answer = await site.get(path, **options)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.fixture
async def meeting(database: Database) -> Meeting:
    async with database.begin() as session:
        return await make_meeting(
            session,
            title="Invloed & <b>begroting</b>",
            description="Regel één\n\n<script>alert(1)</script> & meer",
            theme="invloed-op-de-gemeente",
            host="Marijke (voorbeeld)",
            link=LINK,
            places=40,
        )


# --- one session


async def test_a_page_says_what_when_with_whom_and_how_many_places_are_left(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    async with database.begin() as session:
        for _ in range(3):
            await say(session, meeting, await make_attendee(session))
        await say(session, meeting, await make_attendee(session), RsvpAnswer.MAYBE)

    page = await get(site, f"/s/{meeting.token}")

    assert "Invloed & <b>begroting</b>" in page.words
    assert "maandag 15 maart 2027, 13:00–14:30" in page.text
    assert "Tijden in Amsterdam" in page.words
    assert "Marijke (voorbeeld)" in page.words
    assert "invloed op de gemeente" in page.words
    assert "3 bewoners komen, 1 misschien. Nog 37 plaatsen vrij." in page.words
    assert any("<script>alert(1)</script> & meer" in words for words in page.words)
    assert next(page.all("time"))["datetime"] == "2027-03-15T13:00+01:00"


async def test_a_page_leads_to_telegram_to_the_calendar_and_into_a_mail(
    site: httpx.AsyncClient, meeting: Meeting
) -> None:
    page = await get(site, f"/s/{meeting.token}")

    assert page.links["Meld je aan via Telegram"] == f"https://t.me/{BOT}?start=s-{meeting.token}"
    assert page.links["Zet in je agenda"] == f"{site.base_url}/s/{meeting.token}.ics"
    mail = urlsplit(page.links["Mail dit door"])
    assert mail.scheme == "mailto"
    assert mail.path == ""
    fields = parse_qs(mail.query, strict_parsing=True)
    assert fields["subject"] == ["Invloed & <b>begroting</b>"]
    assert f"{site.base_url}/s/{meeting.token}" in fields["body"][0]
    assert "maandag 15 maart 2027, 13:00–14:30 (online)\r\n\r\n" in fields["body"][0]
    assert "+" not in mail.query


async def test_a_deep_link_is_one_that_telegram_takes(site: httpx.AsyncClient, meeting: Meeting) -> None:
    page = await get(site, f"/s/{meeting.token}")
    payload = parse_qs(urlsplit(page.links["Meld je aan via Telegram"]).query)["start"][0]

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)


async def test_no_page_or_public_calendar_holds_the_way_in_or_anybodys_number(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    async with database.begin() as session:
        person = await make_attendee(session)
        await say(session, meeting, person)

    for path in (
        "/",
        f"/s/{meeting.token}",
        f"/s/{meeting.token}.ics",
        "/thema/invloed-op-de-gemeente",
        "/agenda/invloed-op-de-gemeente.ics",
    ):
        answer = await site.get(path)
        text = unquote(unescape(answer.text.replace("\r\n ", "")))
        assert answer.status_code == 200
        assert "geheime-zaal" not in text
        assert str(person.telegram_id) not in text


async def test_a_shared_link_shows_title_time_and_picture(site: httpx.AsyncClient, meeting: Meeting) -> None:
    page = await get(site, f"/s/{meeting.token}")

    assert page.shared("title") == "Invloed & <b>begroting</b>"
    assert (page.shared("description") or "").startswith("maandag 15 maart 2027, 13:00–14:30. Regel één")
    assert page.shared("url") == f"{site.base_url}/s/{meeting.token}"
    picture = await site.get(page.shared("image") or "")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("nl", "nl"),
        ("en-GB,en;q=0.9", "en"),
        ("tr,en;q=0.5,nl;q=0.8", "nl"),
        ("tr,de", "nl"),
        ("en;q=0, nl;q=0.1", "nl"),
        ("en;q=zeer", "nl"),
        ("", "nl"),
        (",".join(["xx"] * 3000), "nl"),
    ],
)
async def test_a_page_is_in_the_language_that_the_browser_asks_for(
    site: httpx.AsyncClient, meeting: Meeting, header: str, language: str
) -> None:
    answer = await site.get(f"/s/{meeting.token}", headers={"Accept-Language": header})
    page = Page(answer.text)

    assert next(page.all("html"))["lang"] == language
    assert ("Online sessie" if language == "nl" else "Online session") in page.words
    assert answer.headers["vary"] == "Accept-Language"


async def test_a_language_that_is_chosen_stays_chosen(site: httpx.AsyncClient, meeting: Meeting) -> None:
    page = await get(site, f"/s/{meeting.token}?taal=en", headers={"Accept-Language": "nl"})

    assert next(page.all("html"))["lang"] == "en"
    assert page.links["invloed op de gemeente"].endswith("/thema/invloed-op-de-gemeente?taal=en")
    assert page.links["Nederlands"] == "?taal=nl"
    other = await get(site, f"/s/{meeting.token}?taal=xx", headers={"Accept-Language": "nl"})
    assert next(other.all("html"))["lang"] == "nl"


async def test_a_cancelled_session_says_so_and_takes_nobody_more(
    database: Database, site: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        one = await make_meeting(session, state=MeetingState.CANCELLED, cancelled_at=NOW)

    page = await get(site, f"/s/{one.token}")

    assert "Deze sessie gaat niet door." in page.words
    assert "Meld je aan via Telegram" not in page.links
    assert "Haal uit je agenda" in page.links
    assert "Deze sessie gaat niet door." in (page.shared("description") or "")


async def test_a_session_that_is_over_says_so(
    site: httpx.AsyncClient, meeting: Meeting, clock: StillClock
) -> None:
    clock.advance(timedelta(days=14, hours=1))
    during = await get(site, f"/s/{meeting.token}")
    clock.advance(timedelta(hours=1))
    after = await get(site, f"/s/{meeting.token}")

    assert "Deze sessie is nu bezig." in during.words
    assert "Meld je aan via Telegram" in during.links
    assert "Deze sessie is voorbij." in after.words
    assert "Meld je aan via Telegram" not in after.links


@pytest.mark.parametrize(
    "path",
    [
        "/s/bestaat-niet-123",
        "/s/bestaat-niet-123.ics",
        "/s/x/y",
        "/r/bestaat-niet-123",
        "/r/bestaat-niet-123.ics",
        "/thema/geen-thema",
        "/thema/",
        "/agenda/geen-thema.ics",
        "/agenda/.ics",
        "/agenda/p/" + "A" * 32,
        "/agenda/p/" + "A" * 32 + ".ics",
        "/agenda/p/.ics",
        "/iets",
        "/static/../app.py",
        "/s/%00",
        "/r/%00",
        "/thema/%00",
        "/agenda/%00.ics",
        "/agenda/p/%00.ics",
        "/s/" + "%F0%9F%8E%88" * 20,
        "/s/%ff",
        "/thema/" + "x" * 300,
    ],
)
async def test_what_is_not_there_is_told_kindly_and_always_the_same(
    site: httpx.AsyncClient, meeting: Meeting, path: str
) -> None:
    answer = await site.get(path)
    page = Page(answer.text)

    assert answer.status_code == 404
    assert "Deze pagina is er niet" in page.words
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text == (await site.get("/s/andere-onzin-123")).text
    english = await get(site, path, 404, headers=ENGLISH)
    assert "This page is not here" in english.words


# --- a series, a theme, all


async def test_a_series_shows_its_sessions_and_each_names_the_series(
    database: Database, site: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        series = MeetingSeries(token=new_token(), title="Een leerprogramma (voorbeeld)", made_at=NOW)
        session.add(series)
        await session.flush()
        parts = [
            await make_meeting(
                session,
                starts_at=NOW + timedelta(days=7 * number),
                title=f"Deel {number} (voorbeeld)",
                series_id=series.id,
                number=number,
                **({"state": MeetingState.CANCELLED, "cancelled_at": NOW} if number == 3 else {}),
            )
            for number in (1, 2, 3)
        ]

    page = await get(site, f"/r/{series.token}")
    one = await get(site, f"/s/{parts[1].token}")

    assert [words for words in page.words if words.startswith("Deel")] == [
        f"Deel {number} (voorbeeld)" for number in (1, 2, 3)
    ]
    assert page.links["Deel 2 (voorbeeld)"] == f"{site.base_url}/s/{parts[1].token}"
    assert page.words.count("Deze sessie gaat niet door.") == 1
    assert (
        one.links["Deel 2 van de reeks Een leerprogramma (voorbeeld)"] == f"{site.base_url}/r/{series.token}"
    )
    calendar = await site.get(page.links["Zet de hele reeks in je agenda"])
    assert calendar.text.count("BEGIN:VEVENT") == 3


async def test_a_theme_shows_what_comes_and_how_to_follow_it_in_a_calendar(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    async with database.begin() as session:
        await make_meeting(session, title="Iets anders (voorbeeld)", theme="zorg")
        await make_meeting(
            session, title="Geweest (voorbeeld)", theme=meeting.theme, starts_at=NOW - timedelta(days=3)
        )

    page = await get(site, f"/thema/{meeting.theme}")

    assert "Invloed & <b>begroting</b>" in page.links
    assert "Iets anders (voorbeeld)" not in page.words
    assert "Geweest (voorbeeld)" not in page.words
    host = str(site.base_url).partition("//")[2]
    assert page.links["Zet in mijn agenda"] == f"webcal://{host}/agenda/{meeting.theme}.ics"


async def test_a_theme_that_has_only_cases_can_be_followed_already(
    database: Database, site: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        await make_case(session, theme="gebouw & beheer/sleutels")
    path = "gebouw%20%26%20beheer%2Fsleutels"

    page = await get(site, f"/thema/{path}")

    assert "Er komt nu geen sessie over dit thema." in page.text
    assert page.links["Zet in mijn agenda"].endswith(f"/agenda/{path}.ics")
    assert (await site.get(f"/agenda/{path}.ics")).status_code == 200


async def test_the_first_page_has_all_that_comes_by_theme(site: httpx.AsyncClient, meeting: Meeting) -> None:
    page = await get(site, "/")

    assert page.links["Invloed & <b>begroting</b>"] == f"{site.base_url}/s/{meeting.token}"
    assert page.links["invloed op de gemeente"] == f"{site.base_url}/thema/invloed-op-de-gemeente"


async def test_a_session_for_some_collectives_is_listed_nowhere_but_has_its_page(
    database: Database, site: httpx.AsyncClient
) -> None:
    async with database.begin() as session:
        one = await make_meeting(
            session,
            audience=MeetingAudience.COLLECTIVES,
            audience_values=["1"],
            theme="zorg",
            title="Besloten",
        )

    for path in ("/", "/thema/zorg", "/agenda/zorg.ics"):
        assert "Besloten" not in (await site.get(path)).text
    answer = await site.get(f"/s/{one.token}")
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex"


async def test_behind_a_path_pages_are_found_with_and_without_it(
    database: Database, clock: StillClock, meeting: Meeting
) -> None:
    async with website(database, clock, path="/sessies") as address, httpx.AsyncClient() as client:
        with_it = await client.get(f"{address}/s/{meeting.token}")
        without = await client.get(f"{address.removesuffix('/sessies')}/s/{meeting.token}")

    assert with_it.status_code == without.status_code == 200
    assert with_it.text == without.text
    assert f'href="{address}/style.css"' in with_it.text


# --- for everybody


async def test_a_page_can_be_used_without_seeing_it(site: httpx.AsyncClient, meeting: Meeting) -> None:
    for path in ("/", f"/s/{meeting.token}", f"/thema/{meeting.theme}", "/niets"):
        page = Page((await site.get(path)).text)
        names = [tag for tag, _ in page.tags]
        assert [names.count(tag) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
        assert all("alt" in image for image in page.all("img"))
        assert "script" not in names
        assert not any(name.startswith("on") or name == "style" for _, tag in page.tags for name in tag)
        assert page.links["Naar de inhoud"] == "#content"


async def test_every_answer_has_the_headers_that_keep_a_page_from_harm(
    site: httpx.AsyncClient, meeting: Meeting
) -> None:
    for path in (f"/s/{meeting.token}", f"/s/{meeting.token}.ics", "/niets", "/style.css", "/s"):
        headers = (await site.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


async def test_only_reading_is_possible(site: httpx.AsyncClient, meeting: Meeting) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert (await site.request(method, f"/s/{meeting.token}")).status_code == 405


async def test_a_page_that_has_not_changed_is_not_sent_again(
    database: Database, site: httpx.AsyncClient, meeting: Meeting
) -> None:
    first = await site.get(f"/s/{meeting.token}")
    again = await site.get(f"/s/{meeting.token}", headers={"If-None-Match": first.headers["etag"]})
    async with database.begin() as session:
        await say(session, meeting, await make_attendee(session))
    changed = await site.get(f"/s/{meeting.token}", headers={"If-None-Match": first.headers["etag"]})
    english = await site.get(
        f"/s/{meeting.token}", headers={"If-None-Match": first.headers["etag"], **ENGLISH}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert changed.status_code == 200
    assert english.status_code == 200
