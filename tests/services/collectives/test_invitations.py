"""A link makes one person what it says, once, in its time, and only with their yes."""

import asyncio
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.collectives import collectives, invitations
from bot.services.collectives.invitations import InvitationError, Problem
from models import Collective, Consent, ContactRole, Invitation, Person
from tests.support.factories import NOW, make_person

CONTACT, DEPUTY = ContactRole.CONTACT, ContactRole.DEPUTY


async def make_collective(session: AsyncSession, name: str = "De Proef") -> Collective:
    return await collectives.register(session, name=name, place="", themes=[], at=NOW)


async def invite(
    session: AsyncSession,
    collective: Collective | None,
    role: ContactRole = CONTACT,
    by: Person | None = None,
) -> str:
    return await invitations.make_invitation(session, collective=collective, role=role, by=by, at=NOW)


async def join(session: AsyncSession, secret: str, collective: Collective, person: Person) -> None:
    opened = await invitations.use_invitation(session, secret, person, NOW)
    await invitations.accept(session, opened, collective, person, language="nl", agreed_at=NOW, at=NOW)


async def why(session: AsyncSession, secret: str, person: Person, *, days: float = 0) -> Problem:
    with pytest.raises(InvitationError) as refused:
        await invitations.use_invitation(session, secret, person, NOW + timedelta(days=days))
    return refused.value.why


async def test_only_a_hash_is_kept_and_the_link_fits_telegram(database: Database) -> None:
    async with database.begin() as session:
        secret = await invite(session, await make_collective(session))
        [stored] = await session.scalars(select(Invitation))
        assert stored.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    payload = invitations.link("bot", secret).partition("start=")[2]
    assert len(payload) <= 64
    assert payload.replace("-", "").replace("_", "").isalnum()


async def test_opening_binds_and_agreeing_appoints(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna, piet = await make_person(session, 11), await make_person(session, 12)
        secret = await invite(session, collective)

        opened = await invitations.use_invitation(session, secret, anna, NOW)
        assert await collectives.of_person(session, anna) == []
        assert await why(session, secret, piet) is Problem.USED
        with pytest.raises(InvitationError):
            await invitations.opened_by(session, opened.invitation.id, piet, NOW)
        again = await invitations.opened_by(session, opened.invitation.id, anna, NOW)
        await invitations.accept(session, again, collective, anna, language="en", agreed_at=NOW, at=NOW)

        assert await collectives.of_person(session, anna) == [(collective, CONTACT)]
        [consent] = await session.scalars(select(Consent))
        assert (consent.person_id, consent.subject) == (anna.id, f"collective:{collective.id}")
        assert (consent.language, consent.text_version) == ("en", invitations.CONSENT_VERSION)
        assert await why(session, secret, anna) is Problem.ALREADY
        assert await why(session, secret, piet) is Problem.USED


async def test_of_many_who_open_a_link_at_once_one_wins(database: Database) -> None:
    async with database.begin() as session:
        secret = await invite(session, await make_collective(session))
        people = [(await make_person(session, telegram_id)).id for telegram_id in range(11, 17)]

    async def open_it(person_id: int) -> str:
        try:
            async with database.begin() as session:
                person = await session.get_one(Person, person_id)
                await invitations.use_invitation(session, secret, person, NOW)
        except InvitationError as error:
            return error.why
        return "won"

    assert sorted(await asyncio.gather(*map(open_it, people))) == [*[Problem.USED] * 5, "won"]


async def test_a_double_yes_appoints_once(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna = await make_person(session, 11)
        opened = await invitations.use_invitation(session, await invite(session, collective), anna, NOW)
        ids = (opened.invitation.id, collective.id, anna.id)

    async def agree() -> str:
        async with database.begin() as session:
            person = await session.get_one(Person, ids[2])
            try:
                opened = await invitations.opened_by(session, ids[0], person, NOW)
            except InvitationError as error:
                return error.why
            found = await session.get_one(Collective, ids[1])
            await invitations.accept(session, opened, found, person, language="nl", agreed_at=NOW, at=NOW)
            return "won"

    assert sorted(await asyncio.gather(agree(), agree())) == [Problem.ALREADY, "won"]
    async with database.read() as session:
        assert len(list(await session.scalars(select(Consent)))) == 1


@pytest.mark.parametrize("days", [14, 15, 100])
async def test_a_link_runs_out_also_for_who_opened_it(database: Database, days: int) -> None:
    async with database.begin() as session:
        anna, piet = await make_person(session, 11), await make_person(session, 12)
        secret = await invite(session, await make_collective(session))
        assert await why(session, secret, piet, days=days) is Problem.EXPIRED
        opened = await invitations.use_invitation(session, secret, anna, NOW)
        with pytest.raises(InvitationError) as refused:
            await invitations.opened_by(session, opened.invitation.id, anna, NOW + timedelta(days=days))
        assert refused.value.why is Problem.EXPIRED
        assert await why(session, secret, anna, days=days) is Problem.EXPIRED


@pytest.mark.parametrize("secret", ["", "x", "\ud83d", "ü" * 70, "a" * 5000])
async def test_what_is_no_secret_is_unknown(database: Database, secret: str) -> None:
    async with database.begin() as session:
        await invite(session, await make_collective(session))
        assert await why(session, secret, await make_person(session)) is Problem.UNKNOWN


async def test_a_contact_person_who_tries_the_deputys_link_does_not_spend_it(database: Database) -> None:
    async with database.begin() as session:
        collective = await make_collective(session)
        anna, piet = await make_person(session, 11), await make_person(session, 12)
        await join(session, await invite(session, collective), collective, anna)
        secret = await invite(session, collective, DEPUTY, by=anna)
        assert await why(session, secret, anna) is Problem.ALREADY
        await join(session, secret, collective, piet)
        assert await collectives.of_person(session, piet) == [(collective, DEPUTY)]


async def test_a_new_link_voids_the_former_one_for_the_same_role(database: Database) -> None:
    async with database.begin() as session:
        collective, anna = await make_collective(session), await make_person(session)
        lost, deputys = await invite(session, collective), await invite(session, collective, DEPUTY)
        fresh = await invite(session, collective)
        assert await why(session, lost, anna) is Problem.UNKNOWN
        assert (await invitations.use_invitation(session, deputys, anna, NOW)).collective is collective
        assert (await invitations.use_invitation(session, fresh, anna, NOW)).collective is collective


async def test_links_of_who_stopped_and_of_what_was_removed_are_void(database: Database) -> None:
    async with database.begin() as session:
        collective, other = await make_collective(session), await make_collective(session, "Een ander")
        anna, piet = await make_person(session, 11), await make_person(session, 12)
        await join(session, await invite(session, collective), collective, anna)
        of_anna = await invite(session, collective, DEPUTY, by=anna)
        of_other = await invite(session, other)
        opened = await invitations.use_invitation(session, of_other, piet, NOW)
        await collectives.step_down(session, collective, anna, NOW)
        await collectives.remove(session, other, at=NOW)
        assert await why(session, of_anna, piet) is Problem.UNKNOWN
        assert await why(session, of_other, piet) is Problem.UNKNOWN
        with pytest.raises(InvitationError):
            await invitations.opened_by(session, opened.invitation.id, piet, NOW)


async def test_a_link_of_a_forgotten_person_stays_used(database: Database) -> None:
    async with database.begin() as session:
        anna, piet = await make_person(session, 11), await make_person(session, 12)
        secret = await invite(session, await make_collective(session))
        await invitations.use_invitation(session, secret, anna, NOW)
        await session.delete(anna)
    async with database.begin() as session:
        assert await why(session, secret, await session.merge(piet)) is Problem.USED


async def test_links_are_forgotten_long_after_they_ran_out(database: Database) -> None:
    async with database.begin() as session:
        await invite(session, await make_collective(session))
        ends = invitations.until(NOW)
        await invitations.drop_stale(session, at=ends + timedelta(days=89))
        assert len(list(await session.scalars(select(Invitation)))) == 1
        await invitations.drop_stale(session, at=ends + timedelta(days=90))
        assert not list(await session.scalars(select(Invitation)))
