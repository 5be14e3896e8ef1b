"""After a session: everybody is asked once whatever happens in between, and the numbers are what was said."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from bot import looking_back
from bot.db import Database
from bot.looking_back import LookingBack
from bot.services.broadcasts.limits import Words
from bot.services.meetings import (
    afterwards,
    afterwards_post,
    case_of_session,
    notes,
    numbers,
    numbers_card,
    rsvps,
    store,
)
from bot.services.meetings.notes import RefusedNoteError
from models import (
    Meeting,
    MeetingAfterwards,
    MeetingFeedback,
    MeetingHelp,
    MeetingNote,
    NoteState,
    OutboxMessage,
    Person,
    Place,
    Rsvp,
    RsvpAnswer,
)
from tests.support.meetings import MONDAY, ZONE, Neighbourhood

POINTS = [
    f"after-sessions.{step}{when}"
    for step in ("opened", "asked", "notes", "helped", "summed-up")
    for when in (".before", "")
]


class Killed(BaseException):
    """What a kill looks like from within."""


class Evening:
    """A session that is over, and those who signed up for it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.around = Neighbourhood(db)
        self.people: list[int] = []
        self.meeting_id = 0

    @property
    def tick(self) -> LookingBack:
        """A process that looks."""
        return LookingBack(self.db, self.around.clock, lambda: self.around.manner)

    async def hold(self, comers: int = 3, **fields: Any) -> None:
        """Two hours from now, an hour long; then let it be over."""
        self.meeting_id = await self.around.plan("2027-03-01T12:00", minutes=60, **fields)
        for _ in range(comers):
            _, person_id = await self.around.follower(None)
            self.people.append(person_id)
            await self.around.sign_up(self.meeting_id, person_id)
        self.around.clock.at += timedelta(hours=3, minutes=10)

    async def look(self) -> None:
        await self.tick.look()

    async def keys(self, prefix: str = "meeting-") -> list[str]:
        async with self.db.read() as session:
            rows = await session.scalars(
                select(OutboxMessage.key)
                .where(OutboxMessage.key.startswith(prefix), ~OutboxMessage.key.startswith("meeting-notice"))
                .order_by(OutboxMessage.id)
            )
            return list(rows)

    async def write(self, text: str = "Vraag op tijd om inzage.", **fields: Any) -> int:
        """Let the planner write notes; their version."""
        async with self.db.begin() as session:
            meeting = await store.locked(session, self.meeting_id)
            assert meeting is not None
            planner = await self.around.planner(session)
            words = Words(text, [], **fields)
            note = await notes.write(session, meeting, planner, words, at=self.around.now)
            return note.version

    async def send(self, version: int) -> bool:
        async with self.db.begin() as session:
            note = await notes.locked(session, self.meeting_id)
            planner = await self.around.planner(session)
            return note is not None and await notes.send(
                session, note, version=version, by=planner, at=self.around.now
            )

    async def attend(self, person_id: int, *, was_there: bool = True) -> bool:
        async with self.db.begin() as session:
            person = await session.get_one(Person, person_id)
            return (
                await afterwards.attend(
                    session, self.meeting_id, person, was_there=was_there, at=self.around.now
                )
                is not None
            )

    async def say(self, person_id: int, helped: MeetingHelp) -> bool:
        async with self.db.begin() as session:
            person = await session.get_one(Person, person_id)
            return await afterwards.say_helped(session, self.meeting_id, person, helped, at=self.around.now)

    async def turnout(self) -> afterwards.Turnout:
        async with self.db.read() as session:
            found = await afterwards.turnout(session, self.meeting_id)
            assert found is not None
            return found


@pytest.fixture
def evening(database: Database) -> Evening:
    return Evening(database)


@pytest.mark.parametrize("point", POINTS)
async def test_killed_anywhere_everybody_is_asked_and_gets_the_notes_once(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await evening.hold()
    hits = 0

    def die(name: str) -> None:
        nonlocal hits
        if name == point and hits < 2:
            hits += 1
            raise Killed

    monkeypatch.setattr(looking_back, "crash_point", die)

    async def look() -> None:
        for _ in range(4):
            try:
                await evening.look()
            except Killed:
                continue

    await look()
    assert await evening.send(await evening.write())
    await look()
    for person_id in evening.people:
        assert await evening.attend(person_id)
    evening.around.clock.at += timedelta(days=1)
    await look()
    assert await evening.say(evening.people[0], MeetingHelp.YES)
    evening.around.clock.at += timedelta(days=3)
    await look()

    assert hits
    number = evening.meeting_id
    keys = await evening.keys()
    assert keys.count(f"meeting-after:{number}:card") == 1
    for person_id in evening.people:
        for kind in ("there", "helped"):
            assert keys.count(f"meeting-after:{number}:{kind}:{person_id}") == 1
    assert len([key for key in keys if key.startswith("meeting-notes:")]) == len(evening.people)
    assert keys.count(f"meeting-after:{number}:summary") == 1


async def test_more_people_than_one_step_takes_are_all_asked(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards_post, "PEOPLE", 2)
    monkeypatch.setattr(notes, "PEOPLE", 2)
    await evening.hold(comers=5)
    await evening.look()
    assert await evening.send(await evening.write())
    await evening.look()

    assert len(await evening.keys(f"meeting-after:{evening.meeting_id}:there")) == 5
    assert len(await evening.keys("meeting-notes:")) == 5
    async with evening.db.read() as session:
        note = await notes.of(session, evening.meeting_id)
    assert note is not None
    assert (note.state, note.number) == (NoteState.SENT, 5)


async def test_long_after_the_end_nobody_is_bothered_any_more(evening: Evening) -> None:
    await evening.hold()
    evening.around.clock.at += timedelta(days=4)
    await evening.look()

    assert await evening.keys("meeting-after") == []


async def test_nobody_is_asked_at_night_and_notes_wait_for_the_morning(evening: Evening) -> None:
    await evening.hold()
    await evening.look()
    evening.around.clock.at = MONDAY + timedelta(hours=12)
    assert await evening.send(await evening.write())
    await evening.look()
    assert await evening.keys("meeting-notes") == []
    evening.around.clock.at = MONDAY + timedelta(hours=23)
    await evening.look()

    assert len(await evening.keys("meeting-notes")) == 3


async def test_the_planners_number_and_what_people_say_are_apart(evening: Evening) -> None:
    await evening.hold()
    await evening.look()
    assert (await evening.turnout()).came is None
    assert await evening.attend(evening.people[0])
    assert await evening.attend(evening.people[1], was_there=False)
    turnout = await evening.turnout()
    assert (turnout.came, turnout.said_yes, turnout.said_no) == (1, 1, 1)
    async with evening.db.begin() as session:
        looking = await afterwards.locked(session, evening.meeting_id)
        assert looking is not None
        afterwards.count(looking, 17, at=evening.around.now)
    turnout = await evening.turnout()
    assert (turnout.came, turnout.counted, turnout.said_yes) == (17, 17, 1)


async def test_all_came_stands_for_who_said_nothing_and_not_for_who_said_no(evening: Evening) -> None:
    await evening.hold()
    await evening.look()
    assert await evening.attend(evening.people[1], was_there=False)
    async with evening.db.begin() as session:
        looking = await afterwards.locked(session, evening.meeting_id)
        assert looking is not None
        afterwards.all_came(looking, at=evening.around.now)
    evening.around.clock.at += timedelta(days=1)
    await evening.look()

    asked = await evening.keys(f"meeting-after:{evening.meeting_id}:helped")
    assert [int(key.rpartition(":")[2]) for key in asked] == [evening.people[0], evening.people[2]]
    assert not await evening.say(evening.people[1], MeetingHelp.YES)


async def test_only_who_was_there_says_whether_it_helped_once_and_from_the_next_day_on(
    evening: Evening,
) -> None:
    await evening.hold()
    await evening.look()
    assert await evening.attend(evening.people[0])
    assert not await evening.say(evening.people[0], MeetingHelp.YES)
    evening.around.clock.at += timedelta(days=1)
    assert await evening.say(evening.people[0], MeetingHelp.NO)
    assert await evening.say(evening.people[0], MeetingHelp.YES)
    assert not await evening.say(evening.people[1], MeetingHelp.YES)
    _, stranger = await evening.around.follower(None)
    assert not await evening.attend(stranger)
    turnout = await evening.turnout()
    assert (turnout.helped, turnout.not_helped, turnout.may_show_help) == (1, 0, False)
    evening.around.clock.at += timedelta(days=31)
    assert not await evening.attend(evening.people[0], was_there=False)
    assert not await evening.say(evening.people[0], MeetingHelp.NO)


async def test_who_is_forgotten_takes_their_answers_along(evening: Evening) -> None:
    await evening.hold()
    await evening.look()
    assert await evening.attend(evening.people[0])
    evening.around.clock.at += timedelta(days=1)
    assert await evening.say(evening.people[0], MeetingHelp.YES)
    async with evening.db.begin() as session:
        await session.execute(delete(Person).where(Person.id == evening.people[0]))

    async with evening.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(MeetingFeedback)) == 0
    assert (await evening.turnout()).said_yes == 0


async def test_notes_go_to_who_has_a_place_or_came_all_the_same(evening: Evening) -> None:
    await evening.hold(comers=1)
    others = [(await evening.around.follower(None))[1] for _ in range(3)]
    await evening.around.sign_up(evening.meeting_id, others[0], RsvpAnswer.MAYBE)
    await evening.around.sign_up(evening.meeting_id, others[1], RsvpAnswer.YES, Place.WAITING)
    await evening.around.sign_up(evening.meeting_id, others[2], RsvpAnswer.MAYBE)
    async with evening.db.begin() as session:
        came = await session.scalar(select(Rsvp).where(Rsvp.person_id == others[2]))
        assert came is not None
        came.attended = True
        meeting = await store.locked(session, evening.meeting_id)
        assert meeting is not None
        planner = await evening.around.planner(session)
        await rsvps.add_guest(session, meeting, "Oma Truus (voorbeeld)", by=planner, at=evening.around.now)
        reach = await notes.reach(session, evening.meeting_id)
    assert (reach.people, reach.unreachable, reach.guests) == (2, 0, 1)
    assert await evening.send(await evening.write())
    await evening.look()

    got = {int(key.rpartition(":")[2]) for key in await evening.keys("meeting-notes:")}
    assert got == {evening.people[0], others[2]}


async def test_a_correction_changes_what_was_sent_and_sends_nothing_twice(evening: Evening) -> None:
    await evening.hold()
    assert await evening.send(await evening.write())
    await evening.look()
    await evening.around.deliver()
    version = await evening.write("Vraag op tijd om inzage in de begroting.")
    assert await evening.send(version)
    assert not await evening.send(version)
    await evening.look()

    async with evening.db.read() as session:
        rows = (
            await session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("meeting-notes:")))
        ).all()
    sent = [row for row in rows if row.target_key is None]
    edits = [row for row in rows if row.target_key is not None]
    assert (len(sent), len(edits)) == (3, 3)
    assert {row.target_key for row in edits} == {row.key for row in sent}
    assert all(row.payload["text"].endswith("in de begroting.") for row in edits)


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        ("", {}, "empty"),
        ("x" * 3_901, {}, "long"),
        ("x" * 851, {"attachment": "photo", "file_id": "f"}, "long"),
    ],
)
async def test_what_cannot_be_notes(evening: Evening, text: str, fields: dict[str, Any], why: str) -> None:
    await evening.hold()
    with pytest.raises(RefusedNoteError) as refused:
        await evening.write(text, **fields)
    assert refused.value.why == why


async def test_what_was_sent_is_corrected_by_words_within_two_days_and_not_while_it_is_on_its_way(
    evening: Evening,
) -> None:
    await evening.hold()
    assert await evening.send(await evening.write())
    with pytest.raises(RefusedNoteError, match="busy"):
        await evening.write("Anders")
    await evening.look()
    with pytest.raises(RefusedNoteError, match="file"):
        await evening.write("Anders", attachment="photo", file_id="f")
    evening.around.clock.at += timedelta(days=2, minutes=1)
    with pytest.raises(RefusedNoteError, match="late"):
        await evening.write("Anders")


async def test_formatting_moves_along_with_the_heading(evening: Evening) -> None:
    await evening.hold(title="🪴 Tuin (voorbeeld)")
    async with evening.db.begin() as session:
        meeting = await session.get_one(Meeting, evening.meeting_id)
        note = MeetingNote(text="🎉 vet", entities=[{"type": "bold", "offset": 3, "length": 3}])
        payload = notes.payload(note, meeting, "nl")
    units = payload["text"].encode("utf-16-le")
    heading, words = payload["entities"]
    assert units[: 2 * heading["length"]].decode("utf-16-le").startswith("📝 Notities van 🪴 Tuin")
    assert units[2 * words["offset"] : 2 * (words["offset"] + words["length"])].decode("utf-16-le") == "vet"


async def test_a_case_begins_with_the_session_and_its_notes_and_is_begun_once(evening: Evening) -> None:
    await evening.hold(description="Hoe leg je panelen op een dak van een ander? (voorbeeld)")
    assert await evening.send(await evening.write("- Maak een contract.\n- Let op: de verzekering."))
    await evening.look()
    drafts = []
    for _ in range(2):
        async with evening.db.begin() as session:
            meeting = await session.get_one(Meeting, evening.meeting_id)
            planner = await evening.around.planner(session)
            drafts.append(await case_of_session.begin(session, meeting, planner, at=evening.around.now))
    first, second = drafts
    assert first.id == second.id
    assert (first.title, first.theme) == ("Samen op het dak (voorbeeld)", "energie")
    assert first.what_helped == ["Maak een contract."]
    assert first.pitfalls == ["De verzekering."]


async def test_old_notes_are_forgotten(evening: Evening) -> None:
    await evening.hold()
    assert await evening.send(await evening.write())
    async with evening.db.begin() as session:
        await notes.forget(session, before=evening.around.now + timedelta(days=1))
        note = await notes.of(session, evening.meeting_id)
        assert note is not None
        assert (note.text, note.author_id) == ("", None)


async def test_numbers_are_per_session_and_theme_and_leave_out_what_did_not_go_on(evening: Evening) -> None:
    await evening.hold()
    cancelled = await evening.around.plan("2027-03-03T12:00", theme="zorg")
    assert await evening.around.cancel(cancelled)
    await evening.look()
    evening.around.clock.at += timedelta(days=3)
    await evening.look()
    async with evening.db.read() as session:
        lines = await numbers.per_meeting(session, since=MONDAY, until=MONDAY + timedelta(days=30))
        rows = await session.scalar(select(func.count()).select_from(MeetingAfterwards))

    assert rows == 1
    assert [(line.theme, line.turnout.signed_up, line.turnout.came) for line in lines] == [
        ("energie", 3, None)
    ]
    [theme] = numbers.per_theme(lines)
    assert (theme.meetings, theme.counted, theme.signed_up) == (1, 0, 3)


def held(helped: int, *, came: int | None = None, theme: str = "energie") -> numbers.MeetingNumbers:
    """A session of which so many said that it helped."""
    turnout = afterwards.Turnout(5, 0, came, 0, 0, 0, helped, 0, 0)
    return numbers.MeetingNumbers(1, "Avond (voorbeeld)", theme, MONDAY, turnout)


def test_what_few_said_is_not_to_be_found_from_the_sum_of_a_theme() -> None:
    [theme] = numbers.per_theme([held(4, came=5), held(1)])

    assert (theme.meetings, theme.counted, theme.came, theme.helped) == (2, 1, 5, 4)


def test_coordinators_see_who_came_and_whether_it_helped_if_enough_said_so() -> None:
    lines = [held(4, came=5), held(2, theme="")]
    text = numbers_card.card(lines, ZONE, "nl").text

    assert "waren er 2 sessies" in text
    assert text.count("hielp het? ja: 4") == 2
    assert "ja: 2" not in text
    assert "gekomen: niet geteld" in text
    assert "zonder thema (1 sessie)" in text
    assert "1 maart" in text


def test_however_many_sessions_there_were_the_numbers_fit_a_message() -> None:
    lines = [held(4, came=5, theme=f"{number} {'thema ' * 15}") for number in range(numbers.MOST)]

    assert len(numbers_card.card(lines, ZONE, "nl").text) < 4096


async def test_the_numbers_are_of_the_latest_sessions(evening: Evening) -> None:
    await evening.around.plan("2027-03-01T11:00", minutes=30)
    await evening.hold(title="Later (voorbeeld)")
    await evening.look()
    async with evening.db.read() as session:
        found = await numbers.per_meeting(session, since=MONDAY, until=MONDAY + timedelta(days=9), most=1)

    assert [one.title for one in found] == ["Later (voorbeeld)"]
