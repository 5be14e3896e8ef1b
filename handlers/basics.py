"""Welcome, help, language; and coming and going of the bot in chats."""

import re
from collections.abc import Awaitable, Callable, Mapping

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType

from bot.delivery import addresses, outbox
from bot.messages import Button, Card
from bot.services import answers, dilemmas, people
from bot.services.collectives import invitations
from bot.services.collectives import notices as collective_notices
from bot.services.collectives.collectives import of_person
from bot.services.staff import is_staff_chat
from bot.texts import ALSO_READ, LANGUAGES, plain, say
from handlers import presses, saved
from handlers.collectives import collectives
from handlers.collectives import joining as collective_joining
from handlers.collectives.desk import desk
from handlers.escalations import escalations
from handlers.introductions import answers as introduction_answers
from handlers.introductions import introductions
from handlers.meetings import rsvps, sessions
from handlers.turn import Context, Party
from models import Chat, ChatKind, DilemmaState

LANGUAGE = re.compile(r"^t:([a-z]{2})?$")
_IN_A_ROW = 2
_THERE = {ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER, ChatMember.RESTRICTED}


async def on_start(update: Update, context: Context) -> None:
    """`/start`, with or without the payload of a deep link."""
    party = await context.party(update)
    payload = context.args[0] if context.args else ""
    word = _WORDS.get(payload)
    prefix = next((start for start in _LINKS if payload.startswith(start)), None)
    if not party.is_private:
        await _help(context, party)
    elif payload.startswith("ip-"):
        await escalations.on_pointed(update, context, party, payload)
    elif payload.startswith("i-"):
        await introductions.on_link(update, context, party, payload)
    elif word is not None:
        await word(context, party)
    elif prefix is not None:
        await _LINKS[prefix](context, party, payload)
    else:
        await context.say(party, "welcome-private")


async def on_help(update: Update, context: Context) -> None:
    """`/help`."""
    await _help(context, await context.party(update))


async def on_unknown_command(update: Update, context: Context) -> None:
    """A command in private that the bot does not have."""
    await context.say(await context.party(update), "unknown-command")


async def on_language(update: Update, context: Context) -> None:
    """`/taal`."""
    party = await context.party(update)
    key = "language-choose" if party.is_private else "language-choose-group"
    rows = [
        [Button(name, f"t:{code}") for code, name in LANGUAGES.items()],
        [Button(plain(party.language, "button-language-other"), "t:")],
    ]
    await context.reply(party, Card(say(party.language, key), rows))


async def on_language_press(update: Update, context: Context) -> None:
    """A language is chosen: in a group only by its administrators."""
    pressed = await context.pressed(update, LANGUAGE)
    if pressed is None:
        return
    party, chosen = pressed.party, pressed.data[1]
    if not party.is_private and not context.turn.is_admin:
        context.toast(update, party.language, "toast-admins-only")
    elif chosen is None:
        await context.redraw(party, _also_read(party.language), pressed.message_id)
    elif chosen in ALSO_READ:
        people.choose_language(party.chat, pressed.person, chosen)
        words = say(party.language, "language-also-read", name=ALSO_READ[chosen])
        await context.redraw(party, Card(words), pressed.message_id)
    elif chosen not in LANGUAGES:
        context.toast(update, party.language, "toast-outdated")
    else:
        people.choose_language(party.chat, pressed.person, chosen)
        await context.redraw(party, Card(say(chosen, "language-chosen")), pressed.message_id)


def _also_read(language: str) -> Card:
    """The languages that somebody can read without the bot writing them."""
    buttons = [Button(name, f"t:{code}") for code, name in {**LANGUAGES, **ALSO_READ}.items()]
    rows = [buttons[first : first + _IN_A_ROW] for first in range(0, len(buttons), _IN_A_ROW)]
    return Card(say(language, "language-other"), rows)


async def on_membership(update: Update, context: Context) -> None:
    """The bot was added, promoted, silenced, put out, blocked or let back in."""
    change = update.my_chat_member
    if change is None:
        return
    member = change.new_chat_member
    if member.status not in _THERE:
        await addresses.leave(context.session, change.chat.id, at=context.now)
        await outbox.expire(context.session, at=context.now)
        if change.chat.type == ChatType.PRIVATE:
            await collective_notices.sweep_unreachable(context.session, desk(context), at=context.now)
        return
    known = await addresses.find(context.session, change.chat.id)
    left_at = known.inactive_since if known is not None else None
    party = await context.party(update)
    party.chat.can_write = not isinstance(member, ChatMemberRestricted) or bool(member.can_send_messages)
    if party.is_private and party.person is not None and left_at is not None:
        await introductions.on_return(context, party, party.person, left_at)
    if party.is_private or party.chat.kind is ChatKind.CHANNEL:
        return
    if change.old_chat_member.status not in _THERE:
        party.chat.introduced_at = None
    await _introduce(context, party, is_admin=member.status == ChatMember.ADMINISTRATOR)


async def on_migration(update: Update, context: Context) -> None:
    """A group became a supergroup; both chats tell it, in any order."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await addresses.move(context.session, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await addresses.move(context.session, message.migrate_from_chat_id, message.chat.id)


async def _introduce(context: Context, party: Party, *, is_admin: bool) -> None:
    """Say once what the bot is, as soon as it may write."""
    chat: Chat = party.chat
    if chat.introduced_at is not None or not chat.can_write:
        return
    roles = context.turn.services.roles
    if await is_staff_chat(context.session, roles, chat.telegram_id):
        # It says what residents can do; staff work there.
        return
    chat.introduced_at = context.now
    key = "welcome-group-admin" if is_admin else "welcome-group"
    await context.reply(party, Card(say(party.language, key)))


async def _help(context: Context, party: Party) -> None:
    if party.is_private:
        contact, coordinator = await _roles(context, party)
        await context.say(party, "help-private", contact=contact, coordinator=coordinator)
        return
    if await is_staff_chat(context.session, context.turn.services.roles, party.chat.telegram_id):
        await context.say(party, "help-staff")
        return
    link = Button(
        plain(party.language, "help-button-private"), url=f"https://t.me/{context.bot_name}?start=ask"
    )
    await context.reply(party, Card(say(party.language, "help-group"), [[link]]))


async def _roles(context: Context, party: Party) -> tuple[str, str]:
    """Whether somebody speaks for a collective and whether they coordinate: "yes" or "no", for the texts."""
    person = party.person
    if person is None:
        return "no", "no"
    speaks = await of_person(context.session, person)
    coordinates = context.turn.services.roles.is_coordinator(person.telegram_id)
    return "yes" if speaks else "no", "yes" if coordinates else "no"


async def _open_dilemma(context: Context, party: Party, token: str, *, for_staff: bool = False) -> None:
    """Show a dilemma of a group in private: the asker goes on with it, a neighbour reads what was found."""
    try:
        dilemma = await dilemmas.by_token(context.session, token)
    except LookupError:
        await context.say(party, "link-outdated")
        return
    if dilemma.state is not DilemmaState.OPEN or party.person is None:
        await context.say(party, "link-outdated")
    elif dilemma.person_id == party.person.id:
        is_asked = dilemma.escalation is not None and not dilemma.escalation.is_closed
        if for_staff and dilemma.escalation is None:
            await presses.ask_in_private(context, party, dilemma)
            return
        choice = for_staff and not is_asked
        show = answers.staff_choice if choice else answers.answer
        await context.reply(party, show(dilemma, party.language))
    else:
        await context.reply(party, answers.for_neighbour(dilemma, party.language))


async def _ask(context: Context, party: Party) -> None:
    await context.say(party, "ask-dilemma-private")


async def _dilemma_link(context: Context, party: Party, payload: str) -> None:
    await _open_dilemma(context, party, payload.removeprefix("d-"))


async def _staff_link(context: Context, party: Party, payload: str) -> None:
    await _open_dilemma(context, party, payload.removeprefix("e-"), for_staff=True)


async def _invitation_link(context: Context, party: Party, payload: str) -> None:
    await collective_joining.on_link(context, party, payload.removeprefix(invitations.PREFIX))


# What a link to the private chat can name: a word, or something by its token.
_WORDS: Mapping[str, Callable[[Context, Party], Awaitable[None]]] = {
    "ask": _ask,
    "bewaard": saved.show,
    "collectief": collectives.show,
    "contacten": introduction_answers.show,
    "sessies": sessions.show,
}
_LINKS: Mapping[str, Callable[[Context, Party, str], Awaitable[None]]] = {
    "d-": _dilemma_link,
    "e-": _staff_link,
    invitations.PREFIX: _invitation_link,
    **dict.fromkeys((rsvps.SESSION, rsvps.SERIES, rsvps.CALENDAR), rsvps.on_link),
    rsvps.FOLLOW: sessions.on_follow_link,
}
