"""What time does, what both say afterwards, and what is left of somebody who is forgotten."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.answers import case_pages, short_text
from bot.services.introductions import follow_ups as introduction_follow_ups
from bot.services.introductions import introductions, listing
from bot.services.introductions import privacy as introduction_privacy
from bot.services.introductions import reach as introduction_reach
from bot.services.introductions.follow_ups import Said
from bot.services.introductions.introductions import NotAPartyError
from bot.services.introductions.states import NotNowError
from bot.services.introductions.terms import DETAILS_KEPT
from bot.services.introductions.ticks import sweep
from bot.services.privacy import consents
from models import (
    Approach,
    ApproachState,
    Case,
    CollectiveContact,
    FollowUp,
    Helped,
    Introduction,
    IntroductionState,
    Person,
    Side,
    Spoken,
)
from tests.support.factories import NOW
from tests.support.introductions import (
    ANNA,
    HENK,
    QUESTION,
    TERMS,
    Scene,
    make_collective,
    make_person_in_private,
    make_scene,
    now_of,
    open_of,
    peer_of,
    said_to,
)

DAY = timedelta(days=1)


async def made(session: AsyncSession, scene: Scene, **fields: object) -> tuple[Introduction, Person]:
    """An introduction that came about, and the peer."""
    introduction = await scene.request(session, **fields)
    approach = await open_of(session, introduction)
    peer = peer_of(approach)
    if approach.state is ApproachState.OFFERED:
        await introductions.asker_agrees(
            session, introduction.id, approach.id, scene.asker, at=NOW, terms=TERMS
        )
    await introductions.peer_agrees(session, approach.id, peer, HENK, language="nl", at=NOW, terms=TERMS)
    return introduction, peer


async def follow_up(session: AsyncSession, introduction: Introduction, side: Side) -> FollowUp:
    rows = await session.scalars(
        select(FollowUp).where(FollowUp.introduction_id == introduction.id, FollowUp.side == side)
    )
    return rows.one()


async def say(session: AsyncSession, asked: FollowUp, person: Person, said: Said) -> FollowUp:
    return await introduction_follow_ups.answer(session, asked.id, person, said, language="nl", at=NOW)


async def helped_by(session: AsyncSession, scene: Scene, helped: Helped, **fields: object) -> int:
    """An introduction after which the asker says this and may be counted; how many the case then counts."""
    introduction, _peer = await made(session, scene, **fields)
    await sweep(session, NOW + 14 * DAY, TERMS)
    asked = await follow_up(session, introduction, Side.ASKER)
    await say(session, asked, scene.asker, Said(spoken=Spoken.YES))
    await say(session, asked, scene.asker, Said(helped=helped))
    if helped is not Helped.NO:
        await say(session, asked, scene.asker, Said(may_count=True))
    case = await session.get_one(Case, scene.cases[0].id, populate_existing=True)
    return case.helped_count


async def test_a_reminder_comes_once_after_three_days_and_the_next_after_seven(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        introduction = await scene.request(session)
        peer = peer_of(await open_of(session, introduction))
        for day, count in ((2, 1), (3, 2), (4, 2), (6, 2)):
            await sweep(session, NOW + day * DAY, TERMS)
            assert len(await said_to(session, peer.telegram_id)) == count
        await sweep(session, NOW + 7 * DAY, TERMS)
        row = await now_of(session, introduction)
        assert [one.state for one in row.approaches] == [ApproachState.EXPIRED, ApproachState.OFFERED]


async def test_later_can_be_said_twice_and_each_asks_again(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        peer = peer_of(approach)
        for turn in (1, 2):
            at = NOW + (turn - 1) * 3 * DAY
            await introductions.peer_waits(session, approach.id, peer, at=at)
            await sweep(session, at + 2 * DAY, TERMS)
            assert len(await said_to(session, peer.telegram_id)) == turn
            await sweep(session, at + 3 * DAY, TERMS)
            assert len(await said_to(session, peer.telegram_id)) == turn + 1
        with pytest.raises(NotNowError):
            await introductions.peer_waits(session, approach.id, peer, at=NOW + 6 * DAY)
        await sweep(session, NOW + 9 * DAY, TERMS)
        assert (await now_of(session, introduction)).approaches[0].state is ApproachState.EXPIRED


async def test_for_an_asker_who_does_not_answer_nobody_else_is_bothered(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 3)
        introduction = await scene.request(session)
        first = await open_of(session, introduction)
        await introductions.peer_declines(session, first.id, peer_of(first), at=NOW, terms=TERMS)
        second = await open_of(session, introduction)
        await introductions.peer_agrees(
            session, second.id, peer_of(second), HENK, language="nl", at=NOW, terms=TERMS
        )
        await sweep(session, NOW + 3 * DAY, TERMS)
        assert "mis nog je antwoord" in (await said_to(session, scene.asker.telegram_id))[-1]
        await sweep(session, NOW + 7 * DAY, TERMS)
        row = await now_of(session, introduction)
        assert row.state is IntroductionState.ENDED
        assert len(row.approaches) == 2
        assert "gaat niet door" in (await said_to(session, peer_of(second).telegram_id))[-1]


async def test_a_tick_that_comes_twice_says_nothing_twice(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        await scene.request(session)
        for day in (3, 7, 10, 14):
            for _ in range(2):
                await sweep(session, NOW + day * DAY, TERMS)
        said = await said_to(session, scene.asker.telegram_id)
        assert len(said) == len(set(said))


async def test_a_case_counts_the_groups_that_were_helped_each_once(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 8)
        own = await make_collective(session, "Onze")
        assert await helped_by(session, scene, Helped.YES, collective_id=own.id) == 1
        fellow = Scene(await make_person_in_private(session), None, scene.cases, scene.collectives)
        assert await helped_by(session, fellow, Helped.SOMEWHAT, collective_id=own.id) == 1
        neighbour = Scene(await make_person_in_private(session), None, scene.cases, scene.collectives)
        assert await helped_by(session, neighbour, Helped.SOMEWHAT) == 2
        unhappy = Scene(await make_person_in_private(session), None, scene.cases, scene.collectives)
        assert await helped_by(session, unhappy, Helped.NO) == 2

        case = await session.get_one(Case, scene.cases[0].id)
        line = "2 groepen bewoners hadden hier wat aan"
        assert line in short_text(case, "nl")
        assert line in case_pages(case, "nl")[-1]
        assert any(
            one.purpose == "introduction-outcome" for one in await consents.holding(session, scene.asker)
        )


async def test_without_a_yes_to_it_nothing_is_counted(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction, _peer = await made(session, scene)
        await sweep(session, NOW + 14 * DAY, TERMS)
        asked = await follow_up(session, introduction, Side.ASKER)
        await say(session, asked, scene.asker, Said(spoken=Spoken.YES))
        await say(session, asked, scene.asker, Said(helped=Helped.YES))
        await say(session, asked, scene.asker, Said(may_count=False))
        case = await session.get_one(Case, scene.cases[0].id, populate_existing=True)
        assert case.helped_count == 0
        assert "hadden hier wat aan" not in short_text(case, "nl")


async def test_only_who_was_asked_answers_and_the_first_answer_counts(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction, peer = await made(session, scene)
        asked = await follow_up(session, introduction, Side.ASKER)
        with pytest.raises(NotAPartyError):
            await say(session, asked, scene.asker, Said(spoken=Spoken.YES))
        await sweep(session, NOW + 14 * DAY, TERMS)
        with pytest.raises(NotAPartyError):
            await say(session, asked, peer, Said(spoken=Spoken.YES))
        await say(session, asked, scene.asker, Said(spoken=Spoken.NO))
        for said in (Said(spoken=Spoken.YES), Said(helped=Helped.YES), Said(may_count=True)):
            with pytest.raises(NotNowError):
                await say(session, asked, scene.asker, said)


async def everything(session: AsyncSession) -> str:
    """All that the tables of introductions hold, as one text."""
    rows = [
        row
        for table in (Introduction, Approach, FollowUp)
        for row in await session.scalars(select(table).execution_options(populate_existing=True))
    ]
    return " ".join(
        f"{column.name}={getattr(row, column.key)}" for row in rows for column in row.__table__.columns
    )


async def test_who_is_forgotten_leaves_nothing_and_the_other_side_is_told(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        _introduction, peer = await made(session, scene)
        await introduction_reach.remember(session, scene.asker, ANNA, language="nl", at=NOW)
        exported = json.dumps(await introduction_privacy.export(session, scene.asker))
        for part in (ANNA.name, ANNA.value, QUESTION, "Tuinclub"):
            assert part in exported
        assert HENK.value not in exported

        side, peers_id = f"p{scene.asker.id}", peer.telegram_id
        await introduction_privacy.forget(session, scene.asker, at=NOW, terms=TERMS)
        left = await everything(session)
        for part in (ANNA.name, ANNA.value, QUESTION, "Tuinclub"):
            assert part not in left
        assert side not in left
        assert HENK.value in left
        assert await introduction_reach.remembered(session, scene.asker) is None
        assert "liet bij mij alle gegevens wissen" in (await said_to(session, peers_id))[-1]
        await session.delete(scene.asker)
        await session.flush()


async def test_a_peer_who_is_forgotten_is_replaced_by_the_deputy_or_the_next(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, [await make_collective(session, "Twee", deputy=True)], 1)
        introduction = await scene.request(session)
        for _ in range(2):
            approach = await open_of(session, introduction)
            assert approach.collective_id == scene.collectives[0].id
            await introduction_privacy.forget(session, peer_of(approach), at=NOW, terms=TERMS)
            await collectives_step_down(session, approach)
        assert (await open_of(session, introduction)).collective_id == scene.collectives[1].id


async def collectives_step_down(session: AsyncSession, approach: Approach) -> None:
    """Who was forgotten no longer speaks for the collective."""
    await session.execute(
        delete(CollectiveContact).where(
            CollectiveContact.collective_id == approach.collective_id,
            CollectiveContact.person_id != approach.person_id,
        )
    )


async def test_an_open_request_of_who_is_forgotten_ends(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        peer = peer_of(await open_of(session, introduction))
        await introduction_privacy.forget(session, scene.asker, at=NOW, terms=TERMS)
        row = await now_of(session, introduction)
        assert (row.state, row.person_id) == (IntroductionState.ENDED, None)
        assert "gaat niet door" in (await said_to(session, peer.telegram_id))[-1]


async def test_after_half_a_year_names_and_numbers_are_gone(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction, peer = await made(session, scene)
        await sweep(session, NOW + DETAILS_KEPT - DAY, TERMS)
        row = await now_of(session, introduction)
        assert listing.card_again(row, row.approaches[0], "nl", to_peer=True) is not None
        await sweep(session, NOW + DETAILS_KEPT, TERMS)
        left = await everything(session)
        for secret in (ANNA.value, HENK.value, QUESTION):
            assert secret not in left
        row = await now_of(session, introduction)
        assert listing.card_again(row, row.approaches[0], "nl", to_peer=True) is None
        assert peer.id is not None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "06 12 34 56 78"),
        ("+31 (0)6-12345678", "+31 (0)6-12345678"),
        ("0612345678", "0612345678"),
        ("12345", None),
        ("bel me", None),
        ("6123456789", None),
        ("06 12 34 56 78 90 12 34 56", None),
    ],
)
def test_a_telephone_number_is_told_from_other_words(typed: str, number: str | None) -> None:
    assert introduction_reach.phone(typed) == number


@pytest.mark.parametrize("typed", ["anna@voorbeeld.example", " a.b+c@d-e.nl "])
def test_an_address_is_taken(typed: str) -> None:
    assert introduction_reach.email(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["anna", "anna@", "a b@c.nl", "<a@b.nl>", "a@b", f"{'a' * 250}@b.nl"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert introduction_reach.email(typed) is None


def test_a_name_cannot_turn_around_what_follows() -> None:
    assert introduction_reach.name("An\u202ena\n de\u0000 Vries") == "Anna de Vries"
    assert introduction_reach.name("123 🙂") is None
