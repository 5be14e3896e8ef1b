"""Calendar files and feeds over HTTP."""

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.services.collectives.cards import theme_words
from bot.services.meetings import addresses, calendar, listing, own_feed, store
from bot.services.meetings.calendar import Reader
from bot.site.answers import FOR_A_WHILE, OWN, answer
from bot.site.surroundings import Surroundings
from bot.texts import plain
from models import Meeting


class Calendars:
    """The endpoints. 404 for what is not there, whatever the reason."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._here = surroundings

    async def of_meeting(self, request: Request) -> Response:
        """`/s/<token>.ics`: one meeting, without the way in."""
        here = self._here
        async with here.reading, here.db.read() as session:
            meeting = await store.by_token(session, request.path_params["token"])
        if meeting is None:
            raise HTTPException(404)
        return await self._file(request, [meeting])

    async def of_series(self, request: Request) -> Response:
        """`/r/<token>.ics`: all meetings of a series."""
        here = self._here
        async with here.reading, here.db.read() as session:
            series = await store.series_by_token(session, request.path_params["token"])
            meetings = [] if series is None else await store.of_series(session, series.id)
        if not meetings:
            raise HTTPException(404)
        return await self._file(request, list(meetings))

    async def _file(self, request: Request, meetings: list[Meeting]) -> Response:
        language = self._here.language_of(request)
        reader = Reader(language, web=self._here.web)
        body = await self._here.build(partial(calendar.invitation, meetings, reader))
        name = calendar.filename(meetings[0], language)
        return answer(
            request,
            body,
            calendar.MEDIA_TYPE,
            cache=FOR_A_WHILE,
            changed_at=max(meeting.changed_at for meeting in meetings),
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )

    async def of_theme(self, request: Request) -> Response:
        """`/agenda/<theme>.ics`: what comes about a theme, for all to subscribe to."""
        here, theme = self._here, request.path_params["theme"]
        language = here.language_of(request)
        at = here.clock.now()
        async with here.reading, here.db.read() as session:
            if not await listing.is_theme(session, theme):
                raise HTTPException(404)
            meetings = await listing.for_calendar(session, theme, at=at)
            changed_at = await listing.last_changed(session, at=at)
        body = await here.build(
            partial(
                calendar.feed,
                [(meeting, Reader(language, web=here.web)) for meeting in meetings],
                name=plain(language, "site-calendar-of-theme", theme=theme_words(theme)),
                zone=here.zone,
                source=addresses.theme_feed(here.web, theme),
            )
        )
        return answer(request, body, calendar.MEDIA_TYPE, cache=FOR_A_WHILE, changed_at=changed_at)

    async def own(self, request: Request) -> Response:
        """`/agenda/p/<secret>.ics`: what somebody comes to, with the way in."""
        here, secret = self._here, request.path_params["secret"]
        async with here.reading, here.db.read() as session:
            person = await own_feed.owner(session, secret)
            if person is None:
                raise HTTPException(404)
            found = await own_feed.answered(session, person, at=here.clock.now())
        language = person.language or here.language
        body = await here.build(
            partial(
                calendar.feed,
                own_feed.entries(found, language=language, web=here.web),
                name=plain(language, "site-calendar-own"),
                zone=here.zone,
            )
        )
        # Nobody's clock says when it changed: places come free, and answers are taken back.
        return answer(
            request,
            body,
            calendar.MEDIA_TYPE,
            cache=OWN,
            headers={"X-Robots-Tag": "noindex"},
        )
