"""The pages: one meeting, a series, a theme, all that comes, and how to have one's own calendar."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.services.collectives.cards import theme_words
from bot.services.meetings import addresses, listing, own_feed, store
from bot.services.meetings.cards import when
from bot.services.meetings.counts import Counts, counts, counts_of
from bot.site import words
from bot.site.answers import FOR_A_MINUTE, OWN, PAGE, answer
from bot.site.surroundings import Surroundings
from bot.texts import LANGUAGES, plain
from models import Meeting, MeetingAudience, MeetingSeries

Endpoint = Callable[[Request], Awaitable[Response]]
NOT_FOUND_BY_SEARCHERS = {"X-Robots-Tag": "noindex"}

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def missing(here: Surroundings, request: Request) -> Response:
    """What somebody sees where nothing is, or is no longer."""
    language = here.language_of(request)
    title = plain(language, "site-missing-title")
    body = _render(
        "missing.html",
        _frame(here, request, title=title, address=here.web, about=""),
        text=plain(language, "site-missing"),
    )
    return HTMLResponse(body, 404, headers={"Cache-Control": "no-store", "Vary": "Accept-Language"})


class Pages:
    """The endpoints. 404 for what is not there, whatever the reason."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._here = surroundings

    async def meeting(self, request: Request) -> Response:
        """`/s/<token>`."""
        here = self._here
        async with here.reading, here.db.read() as session:
            meeting = await store.by_token(session, request.path_params["token"])
            if meeting is None:
                raise HTTPException(404)
            numbers = await counts_of(session, meeting.id)
            series = None
            if meeting.series_id is not None:
                series = await session.get(MeetingSeries, meeting.series_id)
        language = here.language_of(request)
        address = f"{here.web}/s/{meeting.token}"
        about = words.summary(meeting, language)
        frame = _frame(here, request, title=meeting.title, address=address, about=about)
        shown = words.Shown(meeting, numbers, language, here.clock.now())
        body = _render(
            "meeting.html", frame, one=self._details(shown), series=self._series_link(series, shown)
        )
        is_for_some = meeting.audience is MeetingAudience.COLLECTIVES
        headers = NOT_FOUND_BY_SEARCHERS if is_for_some else None
        return answer(request, body, PAGE, cache=FOR_A_MINUTE, headers=headers)

    def _details(self, shown: words.Shown) -> dict[str, Any]:
        here, meeting, language = self._here, shown.meeting, shown.language
        address = f"{here.web}/s/{meeting.token}"
        theme = meeting.theme if meeting.audience is not MeetingAudience.COLLECTIVES else ""
        return {
            **words.of_meeting(shown),
            "theme_link": addresses.theme_page(here.web, theme) if theme else None,
            "sign_up_link": here.start_link(f"s-{meeting.token}") if shown.is_open else None,
            "calendar_link": addresses.calendar_file(here.web, meeting.token),
            "mail_link": words.mail_link(meeting, address, language),
            "print_sign_up": plain(language, "site-print-sign-up", link=address.partition("://")[2]),
        }

    def _series_link(self, series: MeetingSeries | None, shown: words.Shown) -> dict[str, str] | None:
        if series is None:
            return None
        number = shown.meeting.number or 1
        return {
            "label": plain(shown.language, "site-part-of-series", number=number, title=series.title),
            "link": f"{self._here.web}/r/{series.token}",
        }

    async def series(self, request: Request) -> Response:
        """`/r/<token>`."""
        here, at = self._here, self._here.clock.now()
        async with here.reading, here.db.read() as session:
            series = await store.series_by_token(session, request.path_params["token"])
            meetings = [] if series is None else await store.of_series(session, series.id)
            numbers = await counts(session, [meeting.id for meeting in meetings])
        if series is None or not meetings:
            raise HTTPException(404)
        language = here.language_of(request)
        address = f"{here.web}/r/{series.token}"
        about = plain(language, "site-series-about", count=len(meetings), first=when(meetings[0], language))
        open_ones = [one for one in meetings if one.is_planned and not one.is_over(at)]
        calendar = {
            "link": f"{address}.ics",
            "label": plain(language, "site-calendar-series"),
        }
        body = _render(
            "listing.html",
            _frame(here, request, title=series.title, address=address, about=about),
            eyebrow=plain(language, "site-series"),
            intro=meetings[0].description,
            rows=self._rows(meetings, numbers, language, at),
            nothing="",
            calendar=calendar if open_ones else None,
            subscription=None,
            themes_title="",
            themes=[],
        )
        is_for_some = meetings[0].audience is MeetingAudience.COLLECTIVES
        headers = NOT_FOUND_BY_SEARCHERS if is_for_some else None
        return answer(request, body, PAGE, cache=FOR_A_MINUTE, headers=headers)

    async def theme(self, request: Request) -> Response:
        """`/thema/<theme>`."""
        here, theme = self._here, request.path_params["theme"]
        async with here.reading, here.db.read() as session:
            if not await listing.is_theme(session, theme):
                raise HTTPException(404)
            meetings = await listing.coming(session, at=here.clock.now(), theme=theme)
            numbers = await counts(session, [meeting.id for meeting in meetings])
        language = here.language_of(request)
        name, feed = theme_words(theme), addresses.theme_feed(here.web, theme)
        title = plain(language, "site-theme-title", theme=name)
        address = addresses.theme_page(here.web, theme)
        body = _render(
            "listing.html",
            _frame(here, request, title=title, address=address, about=""),
            eyebrow=plain(language, "site-theme"),
            intro="",
            rows=self._rows(meetings, numbers, language, here.clock.now()),
            nothing=plain(language, "site-theme-nothing"),
            calendar=None,
            subscription=words.subscription(feed, language),
            themes_title="",
            themes=[],
        )
        return answer(request, body, PAGE, cache=FOR_A_MINUTE)

    async def coming(self, request: Request) -> Response:
        """`/`: everything that comes, and its themes."""
        here, at = self._here, self._here.clock.now()
        async with here.reading, here.db.read() as session:
            meetings = await listing.coming(session, at=at)
            numbers = await counts(session, [meeting.id for meeting in meetings])
            themes = await listing.themes(session, at=at)
        language = here.language_of(request)
        title, about = plain(language, "site-coming-title"), plain(language, "site-about")
        body = _render(
            "listing.html",
            _frame(here, request, title=title, address=f"{here.web}/", about=about),
            eyebrow="",
            intro=about,
            rows=self._rows(meetings, numbers, language, at),
            nothing=plain(language, "site-coming-nothing"),
            calendar=None,
            subscription=None,
            themes_title=plain(language, "site-themes"),
            themes=[
                {"label": theme_words(theme), "link": addresses.theme_page(here.web, theme)}
                for theme in themes
            ],
        )
        return answer(request, body, PAGE, cache=FOR_A_MINUTE)

    def _rows(
        self, meetings: Sequence[Meeting], numbers: dict[int, Counts], language: str, at: datetime
    ) -> list[dict[str, Any]]:
        return [
            {
                **words.of_meeting(words.Shown(meeting, numbers[meeting.id], language, at)),
                "link": f"{self._here.web}/s/{meeting.token}",
            }
            for meeting in meetings
        ]

    async def own(self, request: Request) -> Response:
        """`/agenda/p/<secret>`: the same for everybody, but for the address in it."""
        here, secret = self._here, request.path_params["secret"]
        async with here.reading, here.db.read() as session:
            person = await own_feed.owner(session, secret)
        if person is None:
            raise HTTPException(404)
        language = here.language_of(request)
        title = plain(language, "site-own-title")
        body = _render(
            "own.html",
            _frame(here, request, title=title, address=f"{here.web}/", about=""),
            intro=plain(language, "site-own"),
            subscription=words.subscription(addresses.own_feed(here.web, secret), language),
            secret_note=plain(language, "site-own-secret"),
        )
        return answer(request, body, PAGE, cache=OWN, headers=NOT_FOUND_BY_SEARCHERS)


def _frame(here: Surroundings, request: Request, *, title: str, address: str, about: str) -> dict[str, Any]:
    """What stands around every page. `about` says in a sentence what a shared link leads to."""
    language = here.language_of(request)
    # Not the path that was asked for: behind a proxy it can be another one.
    others = [(code, name) for code, name in LANGUAGES.items() if code != language]
    return {
        "language": language,
        "locale": plain(language, "site-locale"),
        "title": title,
        "about": about or plain(language, "site-about"),
        "address": address,
        "home": f"{here.web}/",
        "assets": here.web,
        "site_name": plain(language, "site-name"),
        "home_label": plain(language, "site-home"),
        "skip_label": plain(language, "site-skip"),
        "footer": plain(language, "site-about"),
        "languages_label": plain(language, "site-languages"),
        # A language that was chosen on the page stays chosen on the next.
        "query": f"?taal={language}" if request.query_params.get("taal") == language else "",
        "picture_label": plain(language, "site-picture"),
        "languages": [{"code": code, "name": name, "link": f"?taal={code}"} for code, name in others],
    }


def _render(name: str, frame: dict[str, Any], **values: Any) -> bytes:
    return _TEMPLATES.get_template(name).render(page=frame, **values).encode()
