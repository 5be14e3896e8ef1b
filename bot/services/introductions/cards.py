"""What the two sides and staff read of an introduction. Before both said yes: no name, no group, no place."""

from datetime import tzinfo

from babel.dates import format_date

from bot.messages import Button, Card, Html, shorten
from bot.services.answers import TITLE
from bot.services.introductions.peers import Peer
from bot.services.introductions.reach import Contact
from bot.services.introductions.states import ApproachEvent
from bot.services.introductions.terms import MOST_LATERS
from bot.texts import plain, say
from models import Approach, ApproachState, Case, Collective, Introduction, Reach, Via

# With what stands around it a text of this length fits a message.
MAX_TOLD = 2000
SHORT = 60
PAUSES = {"1": 30, "3": 91, "0": None}


def collective_name(collective: Collective | None, *, with_place: bool = False) -> str:
    """A collective as people name it; empty for none."""
    if collective is None:
        return ""
    place = f" ({collective.place})" if with_place and collective.place else ""
    return f"{collective.name}{place}"


def peer_name(collective: Collective | None, language: str) -> str:
    """Whom the asker hears of: a collective, or staff who look for one."""
    return collective_name(collective) or plain(language, "introduction-staff-name")


def about(introduction: Introduction, case: Case | None, language: str) -> str:
    """What it is about: the case, or else the words that everybody in it was told."""
    told = case.title if case is not None else introduction.text
    return shorten(told, TITLE if case is not None else SHORT) or plain(language, "introduction-about")


def contact_of(row: Introduction | Approach) -> Contact:
    """What one side gave."""
    return Contact(row.name, row.reach or Reach.TELEGRAM, row.reach_value)


# --- the peer


def ask(introduction: Introduction, approach: Approach, about: str, language: str, *, deputy: bool) -> Card:
    """The question to a peer: the dilemma without name or group."""
    why = "introduction-ask-again" if approach.laters else "introduction-ask-handed"
    again = f"<i>{say(language, why)}</i>\n\n" if approach.laters or approach.hand_overs else ""
    told = say(
        language,
        "introduction-ask",
        collective=collective_name(approach.collective),
        about=about,
        text=introduction.text,
        pointed=_pointed(introduction, approach),
    )
    rows = [
        [Button(plain(language, "button-introduction-yes"), peer_data(approach, "y"), style="primary")],
        [Button(plain(language, "button-introduction-no"), peer_data(approach, "n"))],
        [Button(plain(language, "button-introduction-pause"), peer_data(approach, "p"))],
    ]
    if approach.laters < MOST_LATERS:
        rows[1].insert(0, Button(plain(language, "button-introduction-later"), peer_data(approach, "l")))
    if deputy:
        label = plain(language, "button-introduction-deputy")
        rows.append([Button(label, peer_data(approach, "d"))])
    return Card(Html(f"{again}{told}"), rows)


def reminder(approach: Approach, about: str, language: str) -> Card:
    """After some days of silence: short, because the question stands above it."""
    rows = [
        [
            Button(plain(language, "button-introduction-see"), peer_data(approach, "s"), style="primary"),
            Button(plain(language, "button-introduction-no"), peer_data(approach, "n")),
        ]
    ]
    return Card(say(language, "introduction-reminder", about=about), rows)


def pauses(approach: Approach, language: str) -> Card:
    """For how long to ask nothing."""
    rows = [
        [
            Button(plain(language, "button-introduction-pause-1"), peer_data(approach, "p", "1")),
            Button(plain(language, "button-introduction-pause-3"), peer_data(approach, "p", "3")),
        ],
        [Button(plain(language, "button-introduction-pause-0"), peer_data(approach, "p", "0"))],
        [Button(plain(language, "button-back"), peer_data(approach, "s"))],
    ]
    return Card(say(language, "introduction-pause"), rows)


def answered(event: ApproachEvent, approach: Approach, who: str, language: str, zone: tzinfo) -> Card:
    """What a peer reads after an answer other than yes; a day is that of their `zone`."""
    match event:
        case ApproachEvent.PEER_WAITS:
            until = approach.later_until.astimezone(zone) if approach.later_until is not None else None
            day = format_date(until, "d MMMM", locale=language)
            return Card(say(language, "introduction-later", day=day))
        case ApproachEvent.PEER_PAUSES:
            return Card(say(language, "introduction-paused", collective=who))
        case ApproachEvent.HANDED_OVER:
            return Card(say(language, "introduction-handed-over", collective=who))
        case ApproachEvent.PEER_RETRACTS:
            return Card(say(language, "introduction-retracted"))
        case _:
            return Card(say(language, "introduction-declined"))


def waiting_for_asker(approach: Approach, who: str, language: str) -> Card:
    """The peer said yes before the asker did."""
    undo = Button(plain(language, "button-introduction-retract"), peer_data(approach, "t"))
    return Card(say(language, "introduction-waiting-for-asker", collective=who), [[undo]])


def over_for_peer(about: str, language: str, *, expired: bool) -> Card:
    """It does not go through; nobody is to blame, and there is nothing to do."""
    key = "introduction-expired-peer" if expired else "introduction-over-peer"
    return Card(say(language, key, about=about))


# --- the asker


def requested(introduction: Introduction, asked: Approach | None, language: str) -> Card:
    """The request is under way: with a collective, with staff who look for one, or waiting for room."""
    reference = introduction.reference
    if asked is None:
        text = say(language, "introduction-requested-waiting", reference=reference)
    elif asked.collective is None:
        text = say(language, "introduction-requested-staff", reference=reference)
    else:
        who = collective_name(asked.collective)
        text = say(language, "introduction-requested", reference=reference, collective=who)
    return Card(text, [[withdraw_button(introduction, language)]])


def next_peer(introduction: Introduction, approach: Approach, former: str, peer: Peer, language: str) -> Card:
    """It did not go through with one; another is asked, for which a yes is needed again."""
    bad = f"{say(language, 'introduction-not-through', collective=former)}\n\n" if former else ""
    key = (
        "introduction-next-staff"
        if peer.collective is None
        else "introduction-next-mail"
        if peer.via is Via.STAFF
        else "introduction-next"
    )
    arguments = {
        "collective": collective_name(peer.collective, with_place=True),
        "about": about(introduction, peer.case, language),
        "pointed": _pointed(introduction, approach),
    }
    asked = _say(language, key, arguments if peer.collective is not None else {})
    return Card(Html(f"{bad}{asked}"), _asker_rows(introduction, approach, language))


def asker_reminder(introduction: Introduction, approach: Approach, language: str) -> Card:
    """After some days without a yes or no of the asker for the next one."""
    who = peer_name(approach.collective, language)
    text = say(language, "introduction-asker-reminder", collective=who)
    return Card(text, _asker_rows(introduction, approach, language))


def _asker_rows(introduction: Introduction, approach: Approach, language: str) -> list[list[Button]]:
    yes = Button(
        plain(language, "button-introduction-agree"),
        asker_data(introduction, "y", approach),
        style="primary",
    )
    stop = withdraw_button(introduction, language)
    if approach.collective is None:
        # After staff there is nobody else to ask.
        return [[yes], [stop]]
    other = Button(plain(language, "button-introduction-other"), asker_data(introduction, "n", approach))
    return [[yes], [other, stop]]


def no_room(introduction: Introduction, former: str, language: str) -> Card:
    """It did not go through with one, and nobody else has room yet."""
    text = say(language, "introduction-no-room", collective=former)
    return Card(text, [[withdraw_button(introduction, language)]])


def nobody(former: str, language: str) -> Card:
    """There is nobody left to ask."""
    bad = f"{say(language, 'introduction-not-through', collective=former)}\n\n" if former else ""
    return Card(Html(f"{bad}{say(language, 'introduction-nobody')}"))


def silent(language: str) -> Card:
    """The asker did not answer: the request ends."""
    return Card(say(language, "introduction-silent"))


def agreed(language: str) -> Card:
    """The asker said yes to the next collective."""
    return Card(say(language, "introduction-agreed"))


def withdrawn(language: str) -> Card:
    """The asker stopped it."""
    return Card(say(language, "introduction-withdrawn"))


def by_mail(introduction: Introduction, who: str, language: str) -> Card:
    """Both said yes, and staff bring them together by mail; `who` is empty for somebody that staff found."""
    if not who:
        return Card(say(language, "introduction-made-by-staff", reference=introduction.reference))
    return Card(say(language, "introduction-made-by-mail", reference=introduction.reference, collective=who))


# --- both


def contact_card(
    introduction: Introduction, other: Contact, link: Html, group: str, language: str, *, to_peer: bool
) -> Card:
    """Who the other is and how to reach them, with a way to begin."""
    opening = plain(
        language,
        "introduction-opening-peer" if to_peer else "introduction-opening-asker",
        name=other.name,
        reference=introduction.reference,
    )
    text = say(
        language,
        "introduction-card",
        reference=introduction.reference,
        name=other.name,
        group=group or plain(language, "introduction-no-group"),
        reach=link,
        text=introduction.text,
        opening=opening,
    )
    return Card(text, [[Button(plain(language, "button-introduction-copy"), copy=opening)]])


def forgotten(reference: str, about: str, language: str) -> Card:
    """The other side had everything about them removed."""
    return Card(say(language, "introduction-forgotten", reference=reference, about=about))


# --- staff


def staff_task(
    introduction: Introduction, approach: Approach, about: str, language: str, *, waiting: bool = False
) -> Card:
    """A task for staff: ask a collective by mail, or find somebody; nothing of the asker in it."""
    collective = approach.collective
    if collective is not None and collective.email:
        text = say(
            language,
            "introduction-staff-mail",
            reference=introduction.reference,
            collective=collective_name(collective),
            email=collective.email,
            about=about,
            text=introduction.text,
            pointed=_pointed(introduction, approach),
        )
    else:
        text = say(
            language,
            "introduction-staff-find",
            reference=introduction.reference,
            about=about,
            text=introduction.text,
        )
    if waiting:
        return Card(Html(f"{text}\n\n{say(language, 'introduction-staff-waiting')}"))
    rows = [
        [
            Button(plain(language, "button-introduction-done"), staff_data(approach, "y"), style="primary"),
            Button(plain(language, "button-introduction-failed"), staff_data(approach, "n")),
        ]
    ]
    return Card(text, rows)


def staff_contact(introduction: Introduction, link: Html, group: str, who: str, language: str) -> Card:
    """What staff pass on, once both sides said yes."""
    return Card(
        say(
            language,
            "introduction-staff-contact",
            reference=introduction.reference,
            collective=who,
            name=introduction.name,
            group=group or plain(language, "introduction-no-collective"),
            reach=link,
        )
    )


def staff_over(introduction: Introduction, language: str, *, key: str) -> Card:
    """The end of a task, or of a wait for it."""
    return Card(_say(language, key, {"reference": introduction.reference}))


def state_of(introduction: Introduction, approach: Approach | None, language: str) -> str:
    """How a request stands, for its asker."""
    if approach is not None and approach.is_open:
        who = peer_name(approach.collective, language)
        key = (
            "introduction-state-asking"
            if approach.state is ApproachState.ASKER_YES
            else "introduction-state-yours"
        )
        return _say(language, key, {"collective": who})
    return _say(language, _STATES[introduction.state.value], {})


_STATES = {
    "looking": "introduction-state-looking",
    "asking": "introduction-state-looking",
    "made": "introduction-state-made",
    "withdrawn": "introduction-state-withdrawn",
    "ended": "introduction-state-ended",
}


def withdraw_button(introduction: Introduction, language: str) -> Button:
    """Stops a request."""
    return Button(plain(language, "button-introduction-withdraw"), asker_data(introduction, "w"))


def peer_data(approach: Approach, verb: str, argument: str = "") -> str:
    """Callback data of a peer's button."""
    return ":".join(filter(None, ("ip", str(approach.id), verb, argument)))


def asker_data(introduction: Introduction, verb: str, approach: Approach | None = None) -> str:
    """Callback data of an asker's button; a yes or no names the approach that it is about."""
    return f"ia:{introduction.id}:{verb}:{approach.id if approach is not None else 0}"


def staff_data(approach: Approach, verb: str) -> str:
    """Callback data of a button for staff."""
    return f"is:{approach.id}:{verb}"


def _pointed(introduction: Introduction, approach: Approach) -> str:
    """Whether staff named this collective, for the texts that say why it is asked."""
    is_pointed = introduction.pointed_id is not None and introduction.pointed_id == approach.collective_id
    return "yes" if is_pointed else "no"


def _say(language: str, key: str, arguments: dict[str, str]) -> Html:
    return say(language, key, **arguments)
