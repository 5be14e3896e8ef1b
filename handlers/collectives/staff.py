"""What staff see and change of the collectives, in the staff chat; who and where are checked each time."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update

from bot.delivery import outbox
from bot.messages import Card, Html
from bot.services import audit, conversations
from bot.services.collectives import cards as collective_cards
from bot.services.collectives import collectives, invitations
from bot.services.collectives import experience as collective_experience
from bot.services.collectives import notices as collective_notices
from bot.services.collectives import staff_cards as collective_staff_cards
from bot.services.collectives.collectives import RefusedError
from bot.services.library import library
from bot.services.staff import acts_as_staff
from bot.texts import say
from handlers.collectives.desk import desk, dismiss, offer_menu, view
from handlers.questions import text_of
from handlers.turn import Context, Party, Pressed
from models import Collective, ContactRole, Conversation, Person

PRESS = re.compile(r"^cs:([a-z]):(\d{1,15})(?::(\d{1,15}))?$")
KIND = "collective-staff"
NOTHING = {"-", "–", "—"}
_NEW = re.compile(r"^(nieuw|new)(\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Desked:
    """A press by staff, in the staff chat, about a collective."""

    pressed: Pressed
    collective: Collective
    number: int | None

    @property
    def language(self) -> str:
        """The language of the staff chat."""
        return self.pressed.party.language


async def on_command(update: Update, context: Context, party: Party) -> None:
    """`/collectief` by staff: the list, "nieuw …" to register one, other words to search."""
    message = update.message
    if message is None or message.forward_origin is not None:
        return
    words = " ".join(context.args or ())
    new = _NEW.match(words)
    if new is None:
        card = await collective_staff_cards.overview(context.session, 1, view(context, party), wanted=words)
        await context.reply(party, card)
    elif told := words[new.end() :].strip():
        await _register(context, party, told)
    else:
        await _ask_new(context, party, to=message.message_id)


async def on_press(update: Update, context: Context) -> None:
    """A button of staff."""
    pressed = await context.pressed(update, PRESS)
    if pressed is None:
        return
    party, person = pressed.party, pressed.person
    roles = context.turn.services.roles
    # The group may be another one by now, and somebody may be staff no longer: nothing is taken for granted.
    if not await acts_as_staff(context.session, roles, person.telegram_id, party.chat.telegram_id):
        context.toast(update, party.language, "toast-collective-staff-only")
        return
    verb, target = pressed.data[1], int(pressed.data[2])
    number = int(pressed.data[3]) if pressed.data[3] else None
    if verb in _GENERAL:
        await _GENERAL[verb](context, pressed, target)
        return
    collective = await collectives.by_id(context.session, target)
    act = _VERBS.get(verb)
    if collective is None or act is None:
        context.toast(update, party.language, "toast-collective-outdated")
        return
    card = await act(context, Desked(pressed, collective, number))
    if card is not None:
        await context.redraw(party, card, pressed.message_id)


async def on_reply(context: Context, party: Party, conversation: Conversation, message: Message) -> bool:
    """The reply of staff to what was asked of them; False when it is a reply to something else."""
    replied, person = message.reply_to_message, party.person
    roles = context.turn.services.roles
    if replied is None or person is None or message.forward_origin is not None:
        return False
    key = await outbox.sent_as(
        context.session, telegram_chat_id=party.chat.telegram_id, message_id=replied.message_id
    )
    if key is None or key != conversation.data.get("asked"):
        return False
    if not await acts_as_staff(context.session, roles, person.telegram_id, party.chat.telegram_id):
        return False
    told = text_of(message)
    if conversation.step == "new":
        await _register(context, party, told)
        return True
    collective = await collectives.by_id(context.session, conversation.data["collective"])
    if collective is None:
        await context.say(party, "collective-gone")
    elif conversation.step == "case":
        found = await collective_experience.find_cases(context.session, told)
        await context.reply(party, collective_staff_cards.cases_found(collective, found, party.language))
    else:
        await _change(context, party, person, collective, conversation.step, told)
    return True


async def _register(context: Context, party: Party, told: str) -> None:
    """ "Name; place; theme, theme": registered, or what is wrong with it."""
    name, place, themes, *_ = [*told.split(";", 2), "", ""]
    try:
        collective = await collectives.register(
            context.session, name=name, place=place, themes=await _themes(context, themes), at=context.now
        )
    except RefusedError as error:
        await context.say(party, f"collective-refused-{error.why}")
        return
    await _record(context, party.person, "collective-registered", collective)
    await _reply_with(context, party, collective)


async def _change(
    context: Context, party: Party, person: Person, collective: Collective, field: str, told: str
) -> None:
    try:
        await _SETTERS[field](context, collective, told)
    except RefusedError as error:
        await context.say(party, f"collective-refused-{error.why}")
        return
    await _record(context, person, "collective-changed", collective, detail=field)
    await _reply_with(context, party, collective)


async def _set_name(context: Context, collective: Collective, told: str) -> None:
    await collectives.rename(context.session, collective, name=told, place=collective.place, at=context.now)


async def _set_place(context: Context, collective: Collective, told: str) -> None:
    await collectives.rename(context.session, collective, name=collective.name, place=told, at=context.now)


async def _set_themes(context: Context, collective: Collective, told: str) -> None:
    collectives.set_themes(collective, await _themes(context, told))


async def _themes(context: Context, told: str) -> list[str]:
    """The themes that were typed, each spelled as the library spells it where it knows it."""
    known = {
        collectives.matching_name(one.theme): one.theme for one in await library.list_themes(context.session)
    }
    return [known.get(collectives.matching_name(theme), theme) for theme in told.split(",")]


async def _set_email(_context: Context, collective: Collective, told: str) -> None:
    collectives.set_email(collective, "" if told in NOTHING else told)


async def _reply_with(context: Context, party: Party, collective: Collective) -> None:
    card = await collective_staff_cards.one(context.session, collective, 1, view(context, party))
    await context.reply(party, card)


async def _ask(
    context: Context,
    party: Party,
    person: Person,
    step: str,
    text: Html,
    *,
    to: int | None = None,
    **told: Any,
) -> None:
    """Ask staff for words: they reply to it, because a bot in a group reads nothing else."""
    markup = {"force_reply": True, "selective": True}
    extra = {"reply_markup": markup} if to is not None else {}
    key = await context.reply(party, Card(text), to=to, **extra)
    await conversations.begin(
        context.session, person, KIND, step, at=context.now, data={"asked": key, **told}
    )


async def _ask_new(context: Context, party: Party, *, to: int | None = None) -> None:
    if party.person is None:
        return
    text = say(party.language, "collective-new-question")
    themes = [collective_cards.theme_words(one.theme) for one in await library.list_themes(context.session)]
    if themes:
        text = Html(f"{text}\n\n{say(party.language, 'collective-new-known', themes=', '.join(themes))}")
    await _ask(context, party, party.person, "new", text, to=to)


async def _list(context: Context, pressed: Pressed, page: int) -> None:
    card = await collective_staff_cards.overview(context.session, page, view(context, pressed.party))
    await context.redraw(pressed.party, card, pressed.message_id)


async def _begin_new(context: Context, pressed: Pressed, _target: int) -> None:
    await _ask_new(context, pressed.party)


async def _link_for_new(context: Context, pressed: Pressed, _target: int) -> None:
    await _invite(context, pressed, None, ContactRole.CONTACT, "collective-new-link")


async def _invite(
    context: Context, pressed: Pressed, collective: Collective | None, role: ContactRole, key: str
) -> None:
    secret = await invitations.make_invitation(
        context.session, collective=collective, role=role, by=pressed.person, at=context.now
    )
    address = invitations.link(context.bot_name, secret)
    until = invitations.until(context.now)
    named = {"name": collective.name} if collective is not None else {}
    card = collective_cards.invitation(view(context, pressed.party), key, address, until, **named)
    await context.reply_for_once(pressed.party, card)
    await _record(context, pressed.person, "collective-invited", collective, detail=role)


async def _one(context: Context, desked: Desked) -> Card:
    return await collective_staff_cards.one(
        context.session, desked.collective, desked.number or 1, view(context, desked.pressed.party)
    )


async def _invite_contact(context: Context, desked: Desked) -> None:
    await _invite(context, desked.pressed, desked.collective, ContactRole.CONTACT, "collective-contact-link")


async def _invite_deputy(context: Context, desked: Desked) -> None:
    await _invite(context, desked.pressed, desked.collective, ContactRole.DEPUTY, "collective-deputy-link")


async def _edit(_context: Context, desked: Desked) -> Card:
    return collective_staff_cards.edit_choice(desked.collective, desked.language)


def _typed(field: str, key: str) -> Callable[[Context, Desked], Awaitable[None]]:
    async def ask(context: Context, desked: Desked) -> None:
        text = say(desked.language, key, name=desked.collective.name)
        party, person = desked.pressed.party, desked.pressed.person
        await _ask(context, party, person, field, text, collective=desked.collective.id)

    return ask


async def _cap(context: Context, desked: Desked) -> Card:
    number = desked.collective.id
    if desked.number is None:
        return collective_cards.cap_choice(
            desked.collective, view(context, desked.pressed.party), f"cs:m:{number}", f"cs:w:{number}"
        )
    if desked.number == collective_cards.CAP_DEFAULT:
        collectives.set_cap(desked.collective, None)
    elif desked.number in collective_cards.CAPS:
        collectives.set_cap(desked.collective, desked.number)
    await _record(context, desked.pressed.person, "collective-changed", desked.collective, detail="cap")
    return await _one(context, Desked(desked.pressed, desked.collective, None))


async def _pause(context: Context, desked: Desked) -> Card:
    collectives.pause(desked.collective, None)
    await _record(context, desked.pressed.person, "collective-paused", desked.collective)
    return await _one(context, desked)


async def _resume(context: Context, desked: Desked) -> Card:
    collectives.resume(desked.collective)
    await _record(context, desked.pressed.person, "collective-resumed", desked.collective)
    return await _one(context, desked)


async def _experience(context: Context, desked: Desked) -> Card:
    return await collective_staff_cards.experience(
        context.session, desked.collective, desked.number or 1, desked.language
    )


async def _add_case(context: Context, desked: Desked) -> Card:
    case = await library.get_case(context.session, desked.number or 0)
    if case is not None:
        await collective_experience.add(context.session, desked.collective, case, at=context.now)
        await _record(
            context, desked.pressed.person, "experience-added", desked.collective, detail=f"case:{case.id}"
        )
    return await _experience(context, Desked(desked.pressed, desked.collective, 1))


async def _remove_case(context: Context, desked: Desked) -> Card:
    case = await library.get_case(context.session, desked.number or 0)
    if case is not None:
        await collective_experience.remove(context.session, desked.collective, case, at=context.now)
        await _record(
            context, desked.pressed.person, "experience-removed", desked.collective, detail=f"case:{case.id}"
        )
    return await _experience(context, Desked(desked.pressed, desked.collective, 1))


def _dismissing(role: ContactRole) -> Callable[[Context, Desked], Awaitable[Card]]:
    async def act(context: Context, desked: Desked) -> Card:
        if desked.number is None:
            return collective_staff_cards.dismiss_question(desked.collective, role, desked.language)
        if await dismiss(context, desked.collective, role):
            await _record(
                context, desked.pressed.person, "collective-dismissed", desked.collective, detail=role
            )
        return await _one(context, Desked(desked.pressed, desked.collective, None))

    return act


async def _remove_question(_context: Context, desked: Desked) -> Card:
    return collective_staff_cards.remove_question(desked.collective, desked.language)


async def _remove(context: Context, desked: Desked) -> Card:
    people = await collectives.remove(context.session, desked.collective, at=context.now)
    await collective_notices.tell_removed(
        context.session, desk(context), desked.collective, people, at=context.now
    )
    for person in people:
        await offer_menu(context, person)
    await _record(context, desked.pressed.person, "collective-removed", desked.collective)
    return Card(say(desked.language, "collective-removed", name=desked.collective.name))


async def _record(
    context: Context, actor: Person | None, action: str, collective: Collective | None, *, detail: str = ""
) -> None:
    subject = collectives.subject_of(collective) if collective is not None else "collective:new"
    await audit.record(
        context.session, at=context.now, actor=actor, action=action, subject=subject, detail=detail
    )


_GENERAL: Mapping[str, Callable[[Context, Pressed, int], Awaitable[None]]] = {
    "l": _list,
    "b": _begin_new,
    "i": _link_for_new,
}
_VERBS: Mapping[str, Callable[[Context, Desked], Awaitable[Card | None]]] = {
    "o": _one,
    "u": _invite_contact,
    "d": _invite_deputy,
    "w": _edit,
    "n": _typed("name", "collective-type-name"),
    "p": _typed("place", "collective-type-place"),
    "t": _typed("themes", "collective-type-themes"),
    "e": _typed("email", "collective-type-email"),
    "a": _typed("case", "collective-type-case"),
    "m": _cap,
    "j": _pause,
    "g": _resume,
    "v": _experience,
    "y": _add_case,
    "x": _remove_case,
    "k": _dismissing(ContactRole.CONTACT),
    "q": _dismissing(ContactRole.DEPUTY),
    "r": _remove_question,
    "z": _remove,
}
_SETTERS: Mapping[str, Callable[[Context, Collective, str], Awaitable[None]]] = {
    "name": _set_name,
    "place": _set_place,
    "themes": _set_themes,
    "email": _set_email,
}
