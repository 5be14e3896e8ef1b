"""The session that fits a question: offered when it does, and none when none does."""

from datetime import timedelta

from bot.db import Database
from bot.services.meetings import fitting
from models import MeetingAudience
from tests.support.factories import NOW
from tests.support.rsvps import make_meeting

ABOUT = "Een dirigent voor het koor (voorbeeld)"
QUESTION = "waar vinden wij een dirigent voor ons koor?"


async def test_the_session_about_a_question_is_found(database: Database) -> None:
    async with database.begin() as session:
        await make_meeting(session)
        about = await make_meeting(session, title=ABOUT, theme="muziek")

        found = await fitting.session_for(session, QUESTION, at=NOW)
        assert found is not None
        assert found.id == about.id
        assert await fitting.session_for(session, "welke verf blijft zitten op natte muren?", at=NOW) is None
        assert await fitting.session_for(session, " ", at=NOW) is None


async def test_one_that_has_begun_or_is_for_some_is_not_offered(database: Database) -> None:
    async with database.begin() as session:
        await make_meeting(session, title=ABOUT, starts_at=NOW - timedelta(minutes=1))
        await make_meeting(session, title=ABOUT, audience=MeetingAudience.COLLECTIVES)

        assert await fitting.session_for(session, QUESTION, at=NOW) is None
