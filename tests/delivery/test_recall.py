"""What is in hand when a word is held up, stopped or refused does not leave should it come back unsent."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.delivery import addresses, outbox, outbox_many
from models import Chat, OutboxMessage, OutboxState
from tests.support.factories import NOW, make_chat
from tests.support.office import GROUP, Office, refused_connection

Change = Callable[[AsyncSession, int, int], Awaitable[object]]
NEW = -1001


async def put(office: Office, *groups: int) -> int:
    """A word for groups, in the outbox; its content."""
    async with office.db.begin() as session:
        for group in groups:
            await make_chat(session, group)
        content = await outbox_many.share(session, {"text": "Kom je ook?"})
        await outbox_many.add_chunk(
            session,
            select(Chat.id),
            prefix="word:",
            content=literal(content),
            method="sendMessage",
            after=0,
            size=100,
            at=NOW,
        )
        return content


async def states(office: Office) -> list[OutboxState]:
    async with office.db.read() as session:
        return list(await session.scalars(select(OutboxMessage.state).order_by(OutboxMessage.id)))


async def hold(session: AsyncSession, content: int, _chat: int) -> None:
    await outbox_many.hold(session, [content])


async def stop(session: AsyncSession, content: int, _chat: int) -> None:
    await outbox_many.cancel(session, [content], at=NOW, reason="it was stopped")


async def refuse(session: AsyncSession, content: int, chat: int) -> None:
    await outbox_many.cancel_in(session, chat, [content], at=NOW, reason="it wants no more")


@pytest.mark.parametrize(
    "error", [RetryAfter(1), refused_connection(), BadRequest("message thread not found")]
)
@pytest.mark.parametrize(
    ("change", "state", "reason"),
    [
        (hold, OutboxState.HELD, None),
        (stop, OutboxState.CANCELLED, "it was stopped"),
        (refuse, OutboxState.CANCELLED, "it wants no more"),
    ],
)
async def test_what_comes_back_unsent_after_a_pause_a_stop_or_a_refusal_does_not_leave(
    office: Office, change: Change, state: OutboxState, reason: str | None, error: TelegramError
) -> None:
    content = await put(office, GROUP)
    async with office.db.begin() as session:
        await session.execute(update(OutboxMessage).values(payload={"message_thread_id": 5}))
    office.bot.gate, office.bot.script = asyncio.Event(), [error]

    async with office.at_work():
        await office.called()
        async with office.db.begin() as session:
            chat = (await session.scalars(select(Chat.id))).one()
            await change(session, content, chat)
        office.bot.gate.set()
        await office.until(f"word:{chat}", state)
        office.clock.advance(outbox.WORTH[outbox_many._CLASS] / 4)
        await asyncio.sleep(0.2)
        assert len(office.bot.calls) == 1
        row = await office.row(f"word:{chat}")
        assert row.recall is None
        assert reason in (None, row.error)


async def test_what_came_back_during_a_pause_leaves_when_it_goes_on(office: Office) -> None:
    content = await put(office, GROUP)
    office.bot.gate, office.bot.script = asyncio.Event(), [refused_connection()]

    async with office.at_work():
        await office.called()
        async with office.db.begin() as session:
            chat = (await session.scalars(select(Chat.id))).one()
            await outbox_many.hold(session, [content])
        office.bot.gate.set()
        await office.until(f"word:{chat}", OutboxState.HELD)
        async with office.db.begin() as session:
            assert await outbox_many.let_go(session, [content], at=NOW) == 1
        await office.until(f"word:{chat}", OutboxState.SENT)


async def test_a_pause_that_is_over_holds_nothing_that_comes_back(office: Office) -> None:
    content = await put(office, GROUP)
    office.bot.gate, office.bot.script = asyncio.Event(), [RetryAfter(1)]

    async with office.at_work():
        await office.called()
        async with office.db.begin() as session:
            chat = (await session.scalars(select(Chat.id))).one()
            await outbox_many.hold(session, [content])
            await outbox_many.let_go(session, [content], at=NOW)
        office.bot.gate.set()
        await office.attempted(f"word:{chat}")


@pytest.mark.parametrize(
    ("change", "state"), [(hold, OutboxState.HELD), (stop, OutboxState.CANCELLED), (None, OutboxState.QUEUED)]
)
async def test_what_was_claimed_and_never_called_is_held_or_dropped_as_well(
    office: Office, change: Change | None, state: OutboxState
) -> None:
    content = await put(office, GROUP)
    async with office.db.begin() as session:
        [row] = await session.scalars(select(OutboxMessage))
        await outbox.claim(session, [row.id], owner="me", at=NOW, lease=outbox.WORTH[outbox_many._CLASS])
        if change is not None:
            await change(session, content, row.chat_id)
        await outbox.release_uncalled(session, owner="me", in_hand=(), at=NOW)

    assert await states(office) == [state]


@pytest.mark.parametrize("language", ["same", "other"])
async def test_a_word_in_hand_for_a_group_that_moved_is_not_said_again_there(
    office: Office, language: str
) -> None:
    """The supergroup was known as well, had its copy already, and the group learns only now that it moved."""
    await put(office, GROUP, NEW)
    async with office.db.begin() as session:
        old, new = await session.scalars(select(Chat.id).order_by(Chat.id))
        values = {"state": OutboxState.SENT, "sent_chat_id": NEW, "sent_message_id": 7}
        if language == "other":
            values["content_id"] = await outbox_many.share(session, {"text": "Will you come?"})
        await session.execute(update(OutboxMessage).where(OutboxMessage.chat_id == new).values(**values))
    office.bot.script = [ChatMigrated(NEW)]

    async with office.at_work():
        await office.called()
        await asyncio.sleep(0.3)

    assert len(office.bot.calls) == 1
    async with office.db.read() as session:
        [row] = await session.scalars(select(OutboxMessage))
    assert (row.state, row.chat_id, row.sent_message_id) == (OutboxState.SENT, old, 7)


S = OutboxState


@pytest.mark.parametrize(
    ("of_group", "of_supergroup", "kept", "whose"),
    [
        # What arrived in the supergroup can be changed there, and is not said again, whatever the group had.
        *[(state, S.SENT, S.SENT, NEW) for state in OutboxState],
        # What may have arrived there is not said again unasked.
        *[(state, S.PARKED, S.PARKED, NEW) for state in (S.QUEUED, S.HELD, S.SENDING, S.PARKED, S.FAILED)],
        *[(state, S.SENDING, S.SENDING, NEW) for state in (S.QUEUED, S.HELD, S.SENDING, S.PARKED)],
        # What surely did not arrive there takes nothing away from the group.
        *[(S.QUEUED, state, S.QUEUED, GROUP) for state in (S.QUEUED, S.HELD, S.FAILED, S.EXPIRED)],
        (S.SENT, S.QUEUED, S.SENT, GROUP),
        (S.PARKED, S.QUEUED, S.PARKED, GROUP),
    ],
)
async def test_of_a_word_for_a_group_and_its_supergroup_that_is_kept_which_tells_most(
    office: Office, of_group: S, of_supergroup: S, kept: S, whose: int
) -> None:
    await put(office, GROUP, NEW)
    async with office.db.begin() as session:
        ids = dict((await session.execute(select(Chat.telegram_id, Chat.id))).all())
        for where, state in ((GROUP, of_group), (NEW, of_supergroup)):
            await session.execute(
                update(OutboxMessage).where(OutboxMessage.chat_id == ids[where]).values(state=state)
            )
        await addresses.move(session, GROUP, NEW)

    async with office.db.read() as session:
        [row] = await session.scalars(select(OutboxMessage))
    assert (row.state, row.key, row.chat_id) == (kept, f"word:{ids[whose]}", ids[GROUP])


async def test_a_correction_goes_to_the_copy_that_is_kept(office: Office) -> None:
    content = await put(office, GROUP, NEW)
    async with office.db.begin() as session:
        [group, supergroup] = await session.scalars(select(Chat.id).order_by(Chat.id))
        await session.execute(update(OutboxMessage).values(state=S.SENT, sent_chat_id=NEW, sent_message_id=7))
        new = await outbox_many.share(session, {"text": "Toch op woensdag."})
        await outbox_many.add_edits(session, {content: new}, prefix="mend:", method="editMessageText", at=NOW)
        await addresses.move(session, GROUP, NEW)

    async with office.at_work():
        await office.until(f"mend:{supergroup}", S.SENT)

    assert [call.params["message_id"] for call in office.bot.calls] == [7]
    async with office.db.read() as session:
        assert (
            await session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == f"mend:{group}")) is None
        )


async def test_of_two_that_wait_in_two_languages_one_is_said(office: Office) -> None:
    await put(office, GROUP, NEW)
    async with office.db.begin() as session:
        other = await outbox_many.share(session, {"text": "Will you come?"})
        newest = select(Chat.id).order_by(Chat.id.desc()).limit(1).scalar_subquery()
        await session.execute(
            update(OutboxMessage).where(OutboxMessage.chat_id == newest).values(content_id=other)
        )
    office.bot.decide = lambda call: ChatMigrated(NEW) if call.params["chat_id"] == GROUP else None

    async with office.at_work():
        await office.called()
        await asyncio.sleep(0.3)

    assert [call.params["chat_id"] for call in office.bot.calls].count(NEW) == 1
