"""Who is asked: experience and room first, the least asked first, nobody too often, never oneself."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.collectives import collectives
from bot.services.introductions import introductions
from bot.services.introductions.terms import LOOK_AGAIN, MONTH, WAIT_AT_MOST
from bot.services.introductions.ticks import sweep
from models import Collective, ContactRole, Introduction, IntroductionState, Person, Via
from tests.support.factories import NOW
from tests.support.introductions import (
    ANNA,
    HENK,
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


async def another(session: AsyncSession, scene: Scene) -> Scene:
    """Somebody else with the same question."""
    asker = await make_person_in_private(session)
    return Scene(asker, None, scene.cases, scene.collectives, scene.terms)


async def say_yes(session: AsyncSession, introduction: Introduction) -> None:
    approach = await open_of(session, introduction)
    await introductions.peer_agrees(
        session, approach.id, peer_of(approach), HENK, language="nl", at=NOW, terms=TERMS
    )


async def test_the_one_that_was_asked_least_goes_first(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 3)
        asked = []
        for _ in range(3):
            introduction = await (await another(session, scene)).request(session)
            asked.append((await open_of(session, introduction)).collective_id)
        assert sorted(map(str, asked)) == sorted(str(one.id) for one in scene.collectives)


async def test_questions_do_not_pile_up_with_one_collective(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        first = await scene.request(session)
        second = await (await another(session, scene)).request(session)
        assert second.state is IntroductionState.LOOKING
        approach = await open_of(session, first)
        await introductions.peer_declines(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)
        await sweep(session, NOW, TERMS)
        assert (await open_of(session, second)).collective_id == scene.collectives[0].id


async def test_who_waited_longest_goes_first_when_there_is_room(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        collectives.set_cap(scene.collectives[0], 9)
        first = await scene.request(session)
        waiting = [await (await another(session, scene)).request(session) for _ in range(2)]
        waiting[0].waiting_since = NOW - DAY
        await say_yes(session, first)
        await sweep(session, NOW, TERMS)
        states = [(await now_of(session, one)).state for one in waiting]
        assert states == [IntroductionState.ASKING, IntroductionState.LOOKING]


async def test_room_that_comes_with_time_is_noticed_within_a_day(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        collectives.set_cap(scene.collectives[0], 0)
        introduction = await scene.request(session)
        collectives.set_cap(scene.collectives[0], None)
        await session.flush()
        await sweep(session, NOW + LOOK_AGAIN, TERMS)
        assert (await now_of(session, introduction)).state is IntroductionState.ASKING


async def test_the_cap_of_a_month_holds_and_ends(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        for _ in range(TERMS.requests_per_month):
            await say_yes(session, await (await another(session, scene)).request(session))
        waiting = await (await another(session, scene)).request(session)
        assert waiting.state is IntroductionState.LOOKING
        waiting.waiting_since = NOW + MONTH - DAY
        await sweep(session, NOW + MONTH, TERMS)
        assert (await now_of(session, waiting)).state is IntroductionState.ASKING


async def test_a_collective_has_a_cap_of_its_own(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        collectives.set_cap(scene.collectives[0], 0)
        assert (await scene.request(session)).state is IntroductionState.LOOKING


async def test_who_waits_for_room_too_long_goes_to_staff(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        collectives.set_cap(scene.collectives[0], 0)
        introduction = await scene.request(session)
        await sweep(session, NOW + WAIT_AT_MOST - DAY, TERMS)
        assert (await now_of(session, introduction)).state is IntroductionState.LOOKING
        await sweep(session, NOW + WAIT_AT_MOST, TERMS)
        assert (await open_of(session, introduction)).via is Via.STAFF
        assert "medewerkers" in (await said_to(session, scene.asker.telegram_id))[-1]


async def test_after_this_case_come_the_others_that_were_found_in_order(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1, 1, 1)
        introduction = await scene.request(session)
        asked = []
        for _ in range(3):
            approach = await open_of(session, introduction)
            asked.append((approach.collective_id, approach.case_id))
            await introductions.peer_declines(session, approach.id, peer_of(approach), at=NOW, terms=TERMS)
        pairs = zip(scene.collectives, scene.cases, strict=True)
        assert asked == [(collective.id, case.id) for collective, case in pairs]


async def test_the_same_two_never_meet_twice_about_one_case(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        await say_yes(session, await scene.request(session))
        again = await scene.request(session)
        assert (await open_of(session, again)).via is Via.STAFF


async def test_two_members_of_one_collective_are_one_side(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        own = await make_collective(session, "Onze")
        await say_yes(session, await scene.request(session, collective_id=own.id))
        again = await (await another(session, scene)).request(session, collective_id=own.id)
        assert (await open_of(session, again)).via is Via.STAFF


async def passed_over(session: AsyncSession, scene: Scene, **fields: object) -> bool:
    """Whether the only collective with experience is not asked."""
    approach = await open_of(session, await scene.request(session, **fields))
    return approach.collective_id is None


async def test_an_asker_is_never_introduced_to_their_own_collective(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        assert await passed_over(session, scene, collective_id=scene.collectives[0].id)


async def test_an_asker_who_typed_the_name_of_their_collective_is_not_introduced_to_it(
    database: Database,
) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        typed = f"{scene.collectives[0].name.upper()}!"
        assert await passed_over(session, scene, collective_name=typed)


async def test_an_asker_is_never_introduced_to_themselves(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 1)
        await collectives.set_contact(session, scene.collectives[0], scene.asker, ContactRole.DEPUTY, at=NOW)
        assert await passed_over(session, scene)


async def test_paused_and_removed_collectives_are_not_asked(database: Database) -> None:
    async with database.begin() as session:
        scene = await make_scene(session, 3)
        collectives.pause(scene.collectives[0], NOW + DAY)
        await collectives.remove(session, scene.collectives[1], at=NOW)
        approach = await open_of(session, await scene.request(session))
        assert approach.collective_id == scene.collectives[2].id


async def test_a_deputy_is_asked_when_the_contact_cannot_be_reached(database: Database) -> None:
    async with database.begin() as session:
        collective: Collective = await make_collective(session, "Twee", deputy=True)
        contact, deputy = await collectives.contacts(session, collective)
        chat = await collectives.private_chat(session, contact.person)
        assert chat is not None
        chat.leave(NOW)
        await session.flush()
        scene = await make_scene(session, [collective])
        approach = await open_of(session, await scene.request(session))
        person: Person = peer_of(approach)
        assert person.id == deputy.person_id
        assert ANNA.value not in " ".join(await said_to(session, person.telegram_id))
