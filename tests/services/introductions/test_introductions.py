"""Two yeses bring two sides together; anything less brings nobody anything."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery import addresses
from bot.services.collectives import collectives
from bot.services.introductions import introductions, listing
from bot.services.introductions.introductions import NotAPartyError, TooManyError
from bot.services.introductions.states import NotNowError
from bot.services.introductions.terms import REQUESTS_A_MONTH
from bot.services.introductions.ticks import sweep
from bot.services.privacy import consents
from models import (
    ApproachState,
    Chat,
    Collective,
    ContactRole,
    FollowUp,
    IntroductionState,
    MessageClass,
    Person,
    Via,
)
from tests.support.factories import NOW
from tests.support.introductions import (
    ANNA,
    HENK,
    NO_STAFF,
    QUESTION,
    SECRETS,
    STAFF_CHAT,
    TERMS,
    Scene,
    all_said,
    collective_of,
    make_collective,
    make_person_in_private,
    make_scene,
    now_of,
    open_of,
    peer_of,
    said_to,
)

DAY = timedelta(days=1)


async def test_nothing_but_the_text_leaves_before_both_said_yes(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        asked = await said_to(session, peer_of(approach).telegram_id)

        assert introduction.state is IntroductionState.ASKING
        assert approach.state is ApproachState.ASKER_YES
        assert len(asked) == 1
        assert QUESTION in asked[0]
        for secret in (*SECRETS, "Tuinclub"):
            assert secret not in asked[0]


async def test_the_second_yes_gives_each_side_what_the_other_gave(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_agrees(
            session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
        )

        to_peer = (await said_to(session, peer_of(approach).telegram_id))[-1]
        to_asker = (await said_to(session, scene.asker.telegram_id))[-1]
        assert ANNA.name in to_peer
        assert ANNA.value in to_peer
        assert "Tuinclub" in to_peer
        assert HENK.name in to_asker
        assert HENK.value in to_asker
        assert "Groep 1a (voorbeeld) (Ede)" in to_asker
        for card in (to_peer, to_asker):
            assert introduction.reference in card
        cards = [row for row in await all_said(session) if ":card:" in row.key]
        assert {row.message_class for row in cards} == {MessageClass.RELAY}
        assert (await now_of(session, introduction)).state is IntroductionState.MADE


async def test_each_yes_is_kept_with_the_text_that_was_agreed_to(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        peer = peer_of(approach)
        await introductions.peer_agrees(session, approach.id, peer, HENK, language="nl", at=NOW, terms=TERMS)

        (asked,) = await consents.holding(session, scene.asker)
        answered = (await consents.holding(session, peer))[-1]
        assert (asked.purpose, asked.subject) == ("introduction-request", f"introduction:{introduction.id}")
        assert (asked.text_key, asked.text_version) == ("introduction-preview", 1)
        assert (answered.purpose, answered.subject) == ("introduction-answer", f"approach:{approach.id}")
        assert answered.text_key == "introduction-peer-preview"


@pytest.mark.parametrize("asker_first", [True, False])
async def test_for_the_next_collective_the_asker_is_asked_again_in_either_order(
    database: Database, asker_first: bool
) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        introduction = await scene.request(session)
        first = await open_of(session, introduction)
        await introductions.peer_declines(session, first.id, peer_of(first), at=NOW, terms=TERMS)
        second = await open_of(session, introduction)
        assert second.collective_id != first.collective_id
        assert second.state is ApproachState.OFFERED
        news = (await said_to(session, scene.asker.telegram_id))[-1]
        assert "Groep 1a" in news
        assert "gaat het niet door" in news
        assert "Groep 1b" in news

        async def asker() -> None:
            await introductions.asker_agrees(
                session, introduction.id, second.id, scene.asker, at=NOW, terms=TERMS
            )

        async def peer() -> None:
            await introductions.peer_agrees(
                session, second.id, peer_of(second), HENK, language="nl", at=NOW, terms=TERMS
            )

        for step in (asker, peer) if asker_first else (peer, asker):
            assert not [row for row in await all_said(session) if ":card:" in row.key]
            await step()
        assert len([row for row in await all_said(session) if ":card:" in row.key]) == 2


async def test_a_yes_for_one_collective_is_no_yes_for_the_next(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 3)
        introduction = await scene.request(session)
        first = await open_of(session, introduction)
        await introductions.peer_declines(session, first.id, peer_of(first), at=NOW, terms=TERMS)
        second = await open_of(session, introduction)
        await introductions.peer_declines(session, second.id, peer_of(second), at=NOW, terms=TERMS)

        with pytest.raises(NotNowError):
            await introductions.asker_agrees(
                session, introduction.id, second.id, scene.asker, at=NOW, terms=TERMS
            )


async def test_whoever_has_no_part_in_it_can_do_nothing(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        stranger = await make_person_in_private(session)

        for person in (stranger, scene.asker):
            with pytest.raises(NotAPartyError):
                await introductions.peer_agrees(
                    session, approach.id, person, HENK, language="nl", at=NOW, terms=TERMS
                )
        for person in (stranger, peer_of(approach)):
            with pytest.raises(NotAPartyError):
                await introductions.asker_withdraws(session, introduction.id, person, at=NOW, terms=TERMS)
        with pytest.raises(NotAPartyError):
            await introductions.peer_declines(session, 4_000_000, stranger, at=NOW, terms=TERMS)
        with pytest.raises(NotAPartyError):
            await introductions.staff_done(session, approach.id, at=NOW, terms=TERMS)


async def test_withdrawing_tells_who_was_asked_and_empties_what_was_given(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.asker_withdraws(session, introduction.id, scene.asker, at=NOW, terms=TERMS)

        row = await now_of(session, introduction)
        assert row.state is IntroductionState.WITHDRAWN
        assert (row.text, row.name, row.reach_value, row.collective_name) == ("", "", "", "")
        assert "gaat niet door" in (await said_to(session, peer_of(approach).telegram_id))[-1]
        assert await consents.holding(session, scene.asker) == []
        with pytest.raises(NotNowError):
            await introductions.peer_agrees(
                session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
            )


async def test_what_was_made_cannot_be_withdrawn(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_agrees(
            session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
        )
        with pytest.raises(NotNowError):
            await introductions.asker_withdraws(session, introduction.id, scene.asker, at=NOW, terms=TERMS)
        with pytest.raises(NotNowError):
            await introductions.peer_retracts(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)


async def test_a_peer_takes_a_yes_back_before_the_asker_said_theirs(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session, agreed_to=await make_collective(session, "Anders"))
        approach = await open_of(session, introduction)
        peer = peer_of(approach)
        await introductions.peer_agrees(session, approach.id, peer, HENK, language="nl", at=NOW, terms=TERMS)
        await introductions.peer_retracts(session, approach.id, peer, at=NOW, terms=TERMS)

        row = await now_of(session, introduction)
        assert row.approaches[0].state is ApproachState.DECLINED
        assert row.approaches[0].name == ""
        with pytest.raises(NotNowError):
            await introductions.asker_agrees(
                session, introduction.id, approach.id, scene.asker, at=NOW, terms=TERMS
            )


async def test_one_person_has_three_requests_under_way_at_most_and_one_for_a_case(
    database: Database,
) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1, 1, 1, 1)
        await scene.request(session)
        with pytest.raises(TooManyError) as twice:
            await scene.request(session)
        assert twice.value.why == "introduction-under-way"
        for case in scene.cases[1:3]:
            await scene.request(session, case_id=case.id)
        with pytest.raises(TooManyError):
            await scene.request(session, case_id=scene.cases[3].id)


async def test_who_asks_and_takes_back_does_not_use_up_what_collectives_are_asked(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, *([1] * (REQUESTS_A_MONTH + 1)))
        for case in scene.cases[:REQUESTS_A_MONTH]:
            introduction = await scene.request(session, case_id=case.id)
            await introductions.asker_withdraws(session, introduction.id, scene.asker, at=NOW, terms=TERMS)
        with pytest.raises(TooManyError) as refused:
            await scene.request(session, case_id=scene.cases[-1].id)
        assert refused.value.why == "introduction-too-many-month"


async def test_after_all_said_no_staff_are_asked_and_see_nothing_of_the_asker(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_declines(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)

        (task,) = await said_to(session, STAFF_CHAT)
        assert QUESTION in task
        for secret in (*SECRETS, "Tuinclub"):
            assert secret not in task
        by_staff = await open_of(session, introduction)
        assert by_staff.via is Via.STAFF
        await introductions.asker_agrees(
            session, introduction.id, by_staff.id, scene.asker, at=NOW, terms=TERMS
        )
        assert len(await said_to(session, STAFF_CHAT)) == 1
        await introductions.staff_done(session, by_staff.id, at=NOW, terms=TERMS)

        assert any(ANNA.value in text for text in await said_to(session, STAFF_CHAT))
        assert "Iemand zei ja!" in (await said_to(session, scene.asker.telegram_id))[-1]


async def test_when_staff_find_nobody_the_asker_is_told_and_nothing_is_kept(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_declines(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)
        by_staff = await open_of(session, introduction)
        await introductions.staff_failed(session, by_staff.id, at=NOW, terms=TERMS)

        row = await now_of(session, introduction)
        assert row.state is IntroductionState.ENDED
        assert row.reach_value == ""
        assert "niemand" in (await said_to(session, scene.asker.telegram_id))[-1]


async def test_without_a_contact_on_telegram_staff_mail_and_pass_on_once_both_said_yes(
    database: Database,
) -> None:
    async with database.begin() as session:
        quiet = await make_collective(session, "Stil", contact=False, email="stil@voorbeeld.example")
        scene = await make_scene(session, [quiet])
        introduction = await scene.request(session, agreed_to=None)
        approach = await open_of(session, introduction)
        (task,) = await said_to(session, STAFF_CHAT)
        assert "stil@voorbeeld.example" in task
        assert QUESTION in task
        assert ANNA.value not in task
        await introductions.staff_done(session, approach.id, at=NOW, terms=TERMS)
        assert not any(ANNA.value in text for text in await said_to(session, STAFF_CHAT))

        await introductions.asker_agrees(
            session, introduction.id, approach.id, scene.asker, at=NOW, terms=TERMS
        )
        assert any(ANNA.value in text for text in await said_to(session, STAFF_CHAT))


async def test_without_staff_nobody_is_left_and_that_is_said(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1, terms=NO_STAFF)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_declines(session, approach.id, peer_of(approach), at=NOW, terms=NO_STAFF)
        assert (await now_of(session, introduction)).state is IntroductionState.ENDED


async def test_the_deputy_is_asked_when_the_contact_says_so(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session, "Twee", deputy=True)
        scene = await make_scene(session, [collective])
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        contact = peer_of(approach)
        await introductions.peer_hands_over(session, approach.id, contact, at=NOW, terms=TERMS)

        after = await open_of(session, introduction)
        assert after.id == approach.id
        assert after.person_id != contact.id
        assert QUESTION in (await said_to(session, peer_of(after).telegram_id))[-1]
        with pytest.raises(NotAPartyError):
            await introductions.peer_agrees(
                session, after.id, contact, HENK, language="nl", at=NOW, terms=TERMS
            )


async def test_a_pause_leaves_the_collective_in_peace(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_pauses(
            session, approach.id, peer_of(approach), NOW + 30 * DAY, at=NOW, terms=TERMS
        )
        assert not collectives.is_available(collective_of(approach), NOW)
        assert (await open_of(session, introduction)).collective_id != approach.collective_id


async def test_a_collective_that_was_removed_is_not_introduced_any_more(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        peer = peer_of(approach)
        await collectives.remove(session, collective_of(approach), at=NOW)
        with pytest.raises(NotNowError):
            await introductions.peer_agrees(
                session, approach.id, peer, HENK, language="nl", at=NOW, terms=TERMS
            )
        await sweep(session, NOW, TERMS)
        row = await now_of(session, introduction)
        assert row.approaches[0].state is ApproachState.PASSED


async def test_who_no_longer_speaks_for_a_collective_cannot_say_yes_for_it(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        former = peer_of(approach)
        newcomer = await make_person_in_private(session)
        await collectives.set_contact(session, collective_of(approach), newcomer, ContactRole.CONTACT, at=NOW)
        with pytest.raises(NotNowError):
            await introductions.peer_agrees(
                session, approach.id, former, HENK, language="nl", at=NOW, terms=TERMS
            )

        await sweep(session, NOW, TERMS)
        assert (await open_of(session, introduction)).person_id == newcomer.id


async def test_a_peer_who_blocked_the_bot_is_passed_over(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        chat = (
            await session.scalars(select(Chat).where(Chat.telegram_id == peer_of(approach).telegram_id))
        ).one()
        chat.leave(NOW)
        await session.flush()
        await sweep(session, NOW, TERMS)
        assert (await open_of(session, introduction)).collective_id != approach.collective_id


async def test_both_are_asked_afterwards(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.peer_agrees(
            session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
        )
        assert await session.scalar(select(func.count()).select_from(FollowUp)) == 2
        before = len(await all_said(session))
        await sweep(session, NOW + 13 * DAY, TERMS)
        assert len(await all_said(session)) == before
        await sweep(session, NOW + 14 * DAY, TERMS)
        await sweep(session, NOW + 14 * DAY, TERMS)
        assert len(await all_said(session)) == before + 2


async def test_staff_bring_nobody_to_a_collective_that_was_removed_meanwhile(database: Database) -> None:
    async with database.begin() as session:
        quiet = await make_collective(session, "Stil", contact=False, email="stil@voorbeeld.example")
        scene = await make_scene(session, [quiet])
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await introductions.asker_agrees(
            session, introduction.id, approach.id, scene.asker, at=NOW, terms=TERMS
        )
        await collectives.remove(session, quiet, at=NOW)

        _request, ended = await introductions.staff_done(session, approach.id, at=NOW, terms=TERMS)

        assert ended.state is ApproachState.PASSED
        assert (await now_of(session, introduction)).state is not IntroductionState.MADE
        assert not any(ANNA.value in said for said in await said_to(session, STAFF_CHAT))


async def block(session: AsyncSession, person: Person) -> None:
    """Let somebody block the bot."""
    await addresses.leave(session, person.telegram_id, at=NOW)


async def test_who_blocked_the_bot_gives_and_gets_nothing_and_the_peer_hears_it(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await block(session, scene.asker)

        ended = await introductions.peer_agrees(
            session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
        )

        assert ended.state is ApproachState.CALLED_OFF
        assert (await now_of(session, introduction)).state is IntroductionState.WITHDRAWN
        assert introduction.name == introduction.reach_value == ended.reach_value == ""
        everything = " ".join(str(row.payload) for row in await all_said(session))
        assert not any(secret in everything for secret in SECRETS)
        assert await listing.ended_since(session, scene.asker, NOW)


async def test_a_peer_who_said_yes_is_not_kept_waiting_for_who_blocked_the_bot(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 2)
        introduction = await scene.request(session, agreed_to=scene_other(scene))
        approach = await open_of(session, introduction)
        await introductions.peer_agrees(
            session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
        )
        await block(session, scene.asker)
        before = await said_to(session, peer_of(approach).telegram_id)
        await sweep(session, NOW + DAY / 2, TERMS)
        assert (await now_of(session, introduction)).state is IntroductionState.ASKING

        await sweep(session, NOW + DAY, TERMS)

        assert (await now_of(session, introduction)).state is IntroductionState.WITHDRAWN
        (news,) = (await said_to(session, peer_of(approach).telegram_id))[len(before) :]
        assert "gaat niet door" in news
        assert len(await said_to(session, STAFF_CHAT)) == 0


async def test_staff_hear_that_who_asked_cannot_be_reached(database: Database) -> None:
    async with database.begin() as session:
        quiet = await make_collective(session, "Stil", contact=False, email="stil@voorbeeld.example")
        scene = await make_scene(session, [quiet])
        introduction = await scene.request(session)
        approach = await open_of(session, introduction)
        await block(session, scene.asker)

        _request, ended = await introductions.staff_done(session, approach.id, at=NOW, terms=TERMS)

        assert ended.state is ApproachState.CALLED_OFF
        assert not any(ANNA.value in said for said in await said_to(session, STAFF_CHAT))


def scene_other(scene: Scene) -> Collective:
    """The collective of a scene that is not asked first."""
    return scene.collectives[1]


async def test_contact_and_deputy_hand_a_question_over_once_each(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, [await make_collective(session, "Groep", deputy=True)])
        introduction = await scene.request(session)
        asked = []
        for _ in range(4):
            approach = await open_of(session, introduction)
            asked.append(peer_of(approach).id)
            await introductions.peer_hands_over(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)

        contact, deputy, *back = asked
        assert contact != deputy
        assert back == [contact, contact]
        assert (await open_of(session, introduction)).state is ApproachState.ASKER_YES
