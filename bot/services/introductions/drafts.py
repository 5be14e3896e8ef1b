"""A request, or an answer to one, while it is being written: the steps, and what each shows.

All is in the row of the conversation; nothing of it is shared before it is sent. Each card has a number
(`rev`) in its buttons: a button of an earlier card would send something else than what stands above it. The
numbers begin anywhere, so that the cards of a conversation that was left have other ones.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Card, Html, split_at_word, utf16_length
from bot.services import conversations
from bot.services.collectives import collectives
from bot.services.introductions import peers
from bot.services.introductions import reach as introduction_reach
from bot.services.introductions.cards import MAX_TOLD, collective_name
from bot.services.introductions.peers import Found, Wanted
from bot.services.introductions.reach import Contact
from bot.services.introductions.terms import Terms
from bot.services.privacy.personal_details import details_in
from bot.texts import plain, say
from models import (
    Collective,
    CollectiveGroup,
    Conversation,
    Dilemma,
    Person,
    Reach,
    Told,
    Via,
)

ASKING, ANSWERING = "introduction", "introduction-answer"
# Somebody who wants to look up a number, or ask the others first, comes back within a week.
PATIENCE = timedelta(days=7)
MIN_LETTERS = 15
_FIRST_CARDS = 100_000_000
# A name on Telegram, or an address on the web: it tells who asks, and could lead a neighbour anywhere.
_LEADS_AWAY = re.compile(
    # No endings that are Dutch words as well: people forget the space after a full stop.
    r"(?<![\w.])@\w{3,}|https?://|\bwww\.|\b(?:t|wa)\.me/|\b[\w-]+\.(?:nl|be|eu|com|org|info|io|app)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^.{20,}?[.!?…](?=\s|$)", re.DOTALL)

_CHANGES = {"ct": "text", "cg": "collective", "cr": "reach", "cn": "name"}
_REACH = {"t": Reach.TELEGRAM, "p": Reach.PHONE, "e": Reach.EMAIL}
_REACH_STEPS = {Reach.PHONE: "phone", Reach.EMAIL: "email"}


@dataclass(frozen=True, slots=True)
class Who:
    """What an update tells of somebody: used only if they let it be shared."""

    first_name: str
    username: str


async def begin_asking(
    session: AsyncSession,
    person: Person,
    dilemma: Dilemma,
    case_id: int | None,
    who: Who,
    *,
    at: datetime,
    pointed: Collective | None = None,
) -> Conversation:
    """Begin a request about a case that was found for one's own dilemma, or for whom staff pointed to."""
    data = {
        "rev": _first_card(),
        "dilemma": dilemma.id,
        "case": case_id,
        "pointed": pointed.id if pointed is not None else None,
        "whom": collective_name(pointed) or "none",
        "text": "",
        "asked": cut(dilemma.text),
        "groups": await _own_groups(session, person, dilemma),
        "collective": None,
        **_known_of(who),
    }
    return await conversations.begin(session, person, ASKING, "text", at=at, data=data, patience=PATIENCE)


async def begin_answering(
    session: AsyncSession, person: Person, approach_id: int, who: Who, *, at: datetime
) -> Conversation:
    """Begin to say yes to a question."""
    data = {"rev": _first_card(), "approach": approach_id, **_known_of(who)}
    return await conversations.begin(session, person, ANSWERING, "reach", at=at, data=data, patience=PATIENCE)


def show(conversation: Conversation, step: str, *, at: datetime, **told: Any) -> None:
    """Go to a step; the buttons of every card before it are void."""
    rev = int(conversation.data["rev"]) + 1
    conversations.go_on(conversation, step, at=at, patience=PATIENCE, rev=rev, **told)


def next_step(conversation: Conversation) -> str:
    """The first step of which nothing was told, or the preview."""
    data = conversation.data
    if conversation.kind == ASKING:
        if not data["text"]:
            return "text"
        if data["collective"] is None:
            return "collective"
    if not data["reach"]:
        return "reach"
    return "preview" if data["name"] else "name"


def go_on(conversation: Conversation, *, at: datetime, **told: Any) -> None:
    """Keep what was told and go to the next step."""
    conversation.data = {**conversation.data, **told}
    show(conversation, next_step(conversation), at=at)


def press(
    conversation: Conversation,
    verb: str,
    argument: str,
    *,
    at: datetime,
    kept: Contact | None,
) -> bool:
    """A button of a card that is not the last one; False for what this step does not have."""
    data, step = conversation.data, conversation.step
    asking = conversation.kind == ASKING
    if asking and verb in ("t", "s") and step == "text":
        text, told = (data["asked"], Told.AS_ASKED) if verb == "t" else (summary(data["asked"]), Told.SUMMARY)
        if not text or untellable(text):
            return False
        go_on(conversation, at=at, text=text, told=told.value)
    elif asking and verb == "w" and step in ("text", "preview"):
        show(conversation, "write", at=at)
    elif asking and verb == "g" and step == "collective":
        groups = data["groups"]
        place = int(argument or 0)
        if place > len(groups):
            return False
        go_on(conversation, at=at, collective=groups[place - 1] if place else [None, ""])
    elif verb == "r" and step == "reach":
        return _choose_reach(conversation, argument, at=at, kept=kept)
    elif verb == "m" and step == "preview":
        show(conversation, "preview", at=at, remember=not data.get("remember"))
    elif verb == "b":
        show(conversation, next_step(conversation), at=at)
    elif verb in _CHANGES and step == "preview" and (asking or verb in ("cr", "cn")):
        _change(conversation, verb, at)
    else:
        return False
    return True


def typed(conversation: Conversation, text: str, *, at: datetime) -> str | None:
    """What somebody typed at a step; None when it was taken, else the key of the text that says why not."""
    match conversation.step:
        case "text" | "write" if conversation.kind == ASKING:
            problem = _unfit(text)
            if problem is None:
                go_on(conversation, at=at, text=text.strip(), told=Told.EDITED.value)
            return problem
        case "collective":
            try:
                name = collectives.cleaned_name(text)
            except collectives.RefusedError:
                return "introduction-no-name"
            go_on(conversation, at=at, collective=[None, name])
        case "phone":
            number = introduction_reach.phone(text)
            if number is None:
                return "introduction-no-phone"
            go_on(conversation, at=at, reach=Reach.PHONE.value, value=number)
        case "email":
            address = introduction_reach.email(text)
            if address is None:
                return "introduction-no-email"
            go_on(conversation, at=at, reach=Reach.EMAIL.value, value=address)
        case "name":
            name_given = introduction_reach.name(text)
            if name_given is None:
                return "introduction-no-name"
            go_on(conversation, at=at, name=name_given)
        case _:
            return "introduction-press"
    return None


def contact(conversation: Conversation) -> Contact:
    """What was chosen to be reached by."""
    data = conversation.data
    return Contact(str(data["name"]), Reach(data["reach"]), str(data["value"]))


async def own_collective(session: AsyncSession, conversation: Conversation) -> tuple[int | None, str]:
    """The collective that somebody belongs to: its id when it is registered, and its name."""
    number, name = conversation.data["collective"]
    if number is None and name:
        # Typed: if there is one of that name only, it is that one.
        found = await collectives.find(session, name)
        number = found[0].id if len(found) == 1 else None
    return number, name


async def find_peer(
    session: AsyncSession, person: Person, conversation: Conversation, *, at: datetime, terms: Terms
) -> Found:
    """Whom a request would go to now."""
    wanted = await _wanted(session, person, conversation)
    return await peers.find(session, wanted, since=None, at=at, terms=terms)


async def can_be_sent(
    session: AsyncSession, person: Person, conversation: Conversation, *, at: datetime, terms: Terms
) -> bool:
    """Whether whom staff pointed to can be asked; always, when nobody was."""
    if conversation.data.get("pointed") is None:
        return True
    wanted = await _wanted(session, person, conversation)
    return await peers.can_be_asked(session, wanted, at, terms)


async def _wanted(session: AsyncSession, person: Person, conversation: Conversation) -> Wanted:
    data = conversation.data
    own, name = await own_collective(session, conversation) if data["collective"] else (None, "")
    return Wanted(person, data["case"], data["dilemma"], own, name, pointed_id=data.get("pointed"))


# --- the cards


def step_card(conversation: Conversation, language: str, kept: Contact | None) -> Card:
    """The card of every step but the previews."""
    match conversation.step:
        case "text":
            return _text_card(conversation, language)
        case "write":
            return Card(say(language, "introduction-write"), [[_stop(conversation, language)]])
        case "collective":
            return _collective_card(conversation, language)
        case "reach":
            return _reach_card(conversation, language, kept)
        case "phone":
            return _typing_card(conversation, language, "introduction-phone")
        case "email":
            return _typing_card(conversation, language, "introduction-email")
        case _:
            return _typing_card(conversation, language, "introduction-name")


def preview(conversation: Conversation, found: Found, language: str) -> Card:
    """All that is shared, and when; the yes under it is the asker's consent."""
    data, peer = conversation.data, found.peer
    who = collective_name(peer.collective) if peer is not None else ""
    somebody = who or plain(language, "introduction-a-group")
    if peer is None:
        note = say(language, "introduction-note-wait")
    elif peer.collective is None:
        note = say(language, "introduction-note-staff")
    elif peer.via is Via.STAFF:
        note = say(language, "introduction-note-mail", collective=who)
    else:
        note = say(language, "introduction-note")
    text = say(
        language,
        "introduction-preview",
        via="staff" if peer is not None and peer.collective is None else "collective",
        collective=somebody,
        text=data["text"],
        name=data["name"],
        group=data["collective"][1] or plain(language, "introduction-no-group"),
        reach=contact(conversation).shown,
    )
    rows = [
        [_button(conversation, language, "button-introduction-send", "ok", style="primary")],
        [
            _button(conversation, language, "button-introduction-change-text", "ct"),
            _button(conversation, language, "button-introduction-change-name", "cn"),
        ],
        [
            _button(conversation, language, "button-introduction-change-group", "cg"),
            _button(conversation, language, "button-introduction-change-reach", "cr"),
        ],
        [_remember(conversation, language)],
        [_stop(conversation, language)],
    ]
    return Card(Html(f"{text}\n\n{note}"), rows)


def peer_preview(conversation: Conversation, who: str, language: str) -> Card:
    """What the other side gets of a peer; the yes under it is the peer's consent."""
    data = conversation.data
    text = say(
        language,
        "introduction-peer-preview",
        name=data["name"],
        collective=who,
        reach=contact(conversation).shown,
    )
    rows = [
        [_button(conversation, language, "button-introduction-share", "ok", style="primary")],
        [
            _button(conversation, language, "button-introduction-change-name", "cn"),
            _button(conversation, language, "button-introduction-change-reach", "cr"),
        ],
        [_remember(conversation, language)],
        [_stop(conversation, language)],
    ]
    return Card(text, rows)


def untellable(text: str) -> tuple[str, ...]:
    """The kinds of what nobody is told before both said yes: those of personal_details, and link."""
    return (*details_in(text), "link") if _LEADS_AWAY.search(text) else details_in(text)


def summary(text: str) -> str:
    """The first sentence of a text, when there is more than that; else nothing."""
    found = _SENTENCE.match(text.strip())
    return found[0].strip() if found is not None and len(found[0].strip()) < len(text.strip()) else ""


def cut(text: str) -> str:
    """A text as it is told at most."""
    return split_at_word(text, MAX_TOLD)[0]


def _text_card(conversation: Conversation, language: str) -> Card:
    asked, whom = conversation.data["asked"], conversation.data.get("whom", "none")
    short = summary(asked)
    rows = []
    found = untellable(asked)
    if found or not asked:
        what = ", ".join(plain(language, f"detail-{kind}") for kind in found)
        text = (
            say(language, "introduction-details", what=what, collective=whom)
            if found
            else say(language, "introduction-write")
        )
    else:
        text = say(language, "introduction-text", text=asked, collective=whom)
        rows.append([_button(conversation, language, "button-introduction-as-asked", "t", style="primary")])
    if short and not untellable(short):
        text = Html(f"{text}\n\n{say(language, 'introduction-summary', text=short)}")
        rows.append([_button(conversation, language, "button-introduction-summary", "s")])
    rows.append([_button(conversation, language, "button-introduction-write", "w")])
    return Card(text, [*rows, [_stop(conversation, language)]])


def _collective_card(conversation: Conversation, language: str) -> Card:
    rows = [
        [Button(name, _data(conversation, "g", str(place)))]
        for place, (_number, name) in enumerate(conversation.data["groups"], start=1)
    ]
    rows.append([Button(plain(language, "button-introduction-no-group"), _data(conversation, "g", "0"))])
    return Card(say(language, "introduction-collective"), [*rows, [_stop(conversation, language)]])


def _reach_card(conversation: Conversation, language: str, kept: Contact | None) -> Card:
    username = conversation.data["username"]
    telegram = f"Telegram (@{username})" if username else "Telegram"
    rows = [
        [Button(telegram, _data(conversation, "r", "t"))],
        [
            Button(plain(language, "button-introduction-phone"), _data(conversation, "r", "p")),
            Button(plain(language, "button-introduction-email"), _data(conversation, "r", "e")),
        ],
    ]
    if kept is not None and kept.reach is not Reach.TELEGRAM:
        label = plain(language, "button-introduction-kept", reach=kept.shown)
        rows.insert(0, [Button(label, _data(conversation, "r", "k"))])
    key = "introduction-reach" if conversation.kind == ASKING else "introduction-reach-peer"
    return Card(say(language, key), [*rows, [_stop(conversation, language)]])


def _typing_card(conversation: Conversation, language: str, key: str) -> Card:
    back = Button(plain(language, "button-back"), _data(conversation, "b"))
    return Card(say(language, key), [[back]])


def _choose_reach(conversation: Conversation, argument: str, *, at: datetime, kept: Contact | None) -> bool:
    if argument == "k" and kept is not None:
        go_on(conversation, at=at, reach=kept.reach.value, value=kept.value, name=kept.name)
        return True
    reach = _REACH.get(argument)
    if reach is Reach.TELEGRAM:
        go_on(conversation, at=at, reach=reach.value, value=conversation.data["username"])
    elif reach is not None:
        show(conversation, _REACH_STEPS[reach], at=at)
    return reach is not None


def _change(conversation: Conversation, verb: str, at: datetime) -> None:
    """Ask one thing anew; what was told before stays until something else is told."""
    show(conversation, _CHANGES[verb], at=at)


def _first_card() -> int:
    return secrets.randbelow(_FIRST_CARDS)


def _unfit(text: str) -> str | None:
    if sum(sign.isalpha() for sign in text) < MIN_LETTERS:
        return "introduction-too-short"
    if utf16_length(text) > MAX_TOLD:
        return "introduction-too-long"
    return "introduction-typed-details" if untellable(text) else None


def _known_of(who: Who) -> dict[str, Any]:
    name = introduction_reach.name(who.first_name)
    return {"name": name or "", "username": who.username, "reach": "", "value": "", "remember": False}


async def _own_groups(session: AsyncSession, person: Person, dilemma: Dilemma) -> list[list[Any]]:
    """What somebody can belong to: the collectives they speak for, and that of the group they asked in."""
    mine = [collective for collective, _role in await collectives.of_person(session, person)]
    there = await session.scalars(
        select(Collective)
        .join(CollectiveGroup, CollectiveGroup.collective_id == Collective.id)
        .where(CollectiveGroup.chat_id == dilemma.chat_id, Collective.removed_at.is_(None))
    )
    found = {collective.id: collective for collective in [*there, *mine]}
    return [[number, collective_name(collective)] for number, collective in found.items()]


def _button(
    conversation: Conversation, language: str, key: str, verb: str, *, style: str | None = None
) -> Button:
    return Button(plain(language, key), _data(conversation, verb), style=style)


def _remember(conversation: Conversation, language: str) -> Button:
    key = (
        "button-introduction-kept-on" if conversation.data.get("remember") else "button-introduction-kept-off"
    )
    return _button(conversation, language, key, "m")


def _stop(conversation: Conversation, language: str) -> Button:
    return _button(conversation, language, "button-introduction-stop", "x")


def _data(conversation: Conversation, verb: str, argument: str = "") -> str:
    return ":".join(filter(None, ("ic", str(conversation.data["rev"]), verb, argument)))
