"""Broadcasts in the database: what a refusal stops, and what a kill between chunks changes."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.broadcasts import broadcasts, corrections, invitation_choice
from bot.services.broadcasts import progress as broadcast_progress
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.limits import Refused, RefusedBroadcastError, Words
from bot.services.roles import Roles
from models import Broadcast, Chat, OutboxMessage, OutboxState, Person
from tests.support.factories import NOW, make_chat, make_person

AUDIENCES = Audiences(Roles(), "nl")


async def sent_to(session: AsyncSession, chats: int, *, first: int) -> Broadcast:
    """A confirmed broadcast to so many groups, of which the first chunk is in the outbox."""
    for number in range(chats):
        await make_chat(session, -1 - number, language="en" if number == 1 else None)
    author = await make_person(session)
    broadcast = await broadcasts.begin(session, author, at=NOW)
    broadcasts.write(broadcast, Words("Kom je ook?", []), at=NOW)
    broadcasts.FIRST_CHUNK = first
    confirmed = await broadcasts.confirm(
        session,
        broadcast,
        AUDIENCES,
        version=broadcast.version,
        number=chats,
        approver=None,
        bot_name="voorbeeld_bot",
        at=NOW,
    )
    assert confirmed
    return broadcast


@pytest.fixture(autouse=True)
def first_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test choose how much goes at once, and give it back afterwards."""
    monkeypatch.setattr(broadcasts, "FIRST_CHUNK", broadcasts.FIRST_CHUNK)


async def test_a_refusal_stops_what_is_on_its_way_to_that_chat_only(database: Database) -> None:
    async with database.begin() as session:
        await sent_to(session, 3, first=10)
        refusing = (await session.scalars(select(Chat).where(Chat.telegram_id == -2))).one()
        await invitation_choice.opt_out(session, refusing, at=NOW)
        await session.flush()
        rows = await session.execute(select(OutboxMessage.chat_id, OutboxMessage.state))

        assert {row.chat_id for row in rows if row.state is OutboxState.CANCELLED} == {refusing.id}


async def test_who_wants_no_more_still_gets_the_copy_corrected_that_is_there(database: Database) -> None:
    async with database.begin() as session:
        broadcast = await sent_to(session, 3, first=10)
        await session.execute(update(OutboxMessage).values(state=OutboxState.SENT, sent_message_id=7))
        author = (await session.scalars(select(Person))).one()
        correction = await corrections.begin(session, broadcast, author, at=NOW)
        assert correction is not None
        assert await corrections.confirm(
            session, correction, version=correction.version, approver=None, bot_name="voorbeeld_bot", at=NOW
        )
        refusing = (await session.scalars(select(Chat).where(Chat.telegram_id == -2))).one()
        await invitation_choice.opt_out(session, refusing, at=NOW)
        edits = select(OutboxMessage.state).where(OutboxMessage.method == "editMessageText")

        assert list(await session.scalars(edits)) == [OutboxState.QUEUED] * 3


async def test_whoever_refuses_between_two_chunks_gets_nothing(database: Database) -> None:
    async with database.begin() as session:
        broadcast = await sent_to(session, 5, first=2)
        last = (await session.scalars(select(Chat).where(Chat.telegram_id == -5))).one()
        await invitation_choice.opt_out(session, last, at=NOW)
        while broadcast.queued_at is None:
            await broadcasts.queue_chunk(session, broadcast, AUDIENCES, at=NOW, size=2)
        chats = list(await session.scalars(select(OutboxMessage.chat_id)))

        assert len(chats) == len(set(chats)) == 4
        assert last.id not in chats


async def test_what_is_not_in_the_outbox_yet_counts_as_waiting(database: Database) -> None:
    async with database.begin() as session:
        broadcast = await sent_to(session, 5, first=2)
        tally = await broadcast_progress.tally(session, broadcast)

        assert (tally.waiting, tally.total) == (5, 5)


async def test_buttons_are_in_the_language_of_the_chat(database: Database) -> None:
    async with database.begin() as session:
        broadcast = await sent_to(session, 3, first=10)
        contents = await broadcasts.contents_of(session, broadcast)
        rows = await session.execute(
            select(Chat.telegram_id, OutboxMessage.content_id).join(Chat, Chat.id == OutboxMessage.chat_id)
        )

        assert {row[0]: row[1] for row in rows} == {
            -1: contents["nl"],
            -2: contents["en"],
            -3: contents["nl"],
        }


@pytest.mark.parametrize(
    ("typed", "label", "url"),
    [
        ("Meld je aan https://voorbeeld.nl/a?b=1", "Meld je aan", "https://voorbeeld.nl/a?b=1"),
        ("Aanmelden: voorbeeld.nl", "Aanmelden", "https://voorbeeld.nl"),
        ("https://www.voorbeeld.nl", "voorbeeld.nl", "https://www.voorbeeld.nl"),
        ("Meld je\naan:\nhttps://voorbeeld.nl/a", "Meld je aan", "https://voorbeeld.nl/a"),
    ],
)
def test_a_button_is_made_of_words_and_an_address(typed: str, label: str, url: str) -> None:
    broadcast = Broadcast(version=1)
    broadcasts.link(broadcast, typed, at=NOW)

    assert (broadcast.link_label, broadcast.link_url) == (label, url)


@pytest.mark.parametrize(
    "typed", ["", "Aanmelden", "javascript://voorbeeld.nl", "https://[", "Kom https://x"]
)
def test_what_is_no_address_makes_no_button(typed: str) -> None:
    with pytest.raises(RefusedBroadcastError) as refused:
        broadcasts.link(Broadcast(version=1), typed, at=NOW)

    assert refused.value.why is Refused.NO_URL


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (Words("", []), Refused.EMPTY),
        (Words("😀" * 2049, []), Refused.TOO_LONG),
    ],
)
def test_what_telegram_does_not_carry_is_refused(words: Words, why: Refused) -> None:
    with pytest.raises(RefusedBroadcastError) as refused:
        broadcasts.write(Broadcast(version=1), words, at=NOW)

    assert refused.value.why is why
