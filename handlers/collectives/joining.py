"""The link that makes somebody contact person or deputy, and registering a collective with it."""

import re
from datetime import datetime

from telegram import Message, Update

from bot.messages import Card, Html
from bot.services import conversations, dilemmas
from bot.services.collectives import cards as collective_cards
from bot.services.collectives import collectives, invitations
from bot.services.collectives import notices as collective_notices
from bot.services.collectives.collectives import Refusal, RefusedError
from bot.services.collectives.invitations import InvitationError, Opened, Problem
from bot.services.library import library
from bot.texts import say
from handlers.collectives.desk import desk, offer_menu, view
from handlers.questions import text_of
from handlers.turn import Context, Party, Pressed
from models import Collective, Conversation, Person

INVITED = re.compile(r"^ci:([yn]):(\d{1,15})$")
THEME = re.compile(r"^ct:(\d{1,3}|ok)$")
KIND = "collective"


async def on_link(context: Context, party: Party, secret: str) -> None:
    """Somebody opened an invitation: what it means, and yes or no; or kindly why it does not work."""
    if party.person is None:
        return
    try:
        opened = await invitations.use_invitation(context.session, secret, party.person, context.now)
    except InvitationError as error:
        await context.reply(party, _problem(error, party.language))
        return
    await context.reply(party, collective_cards.consent(opened, view(context, party)))


async def on_invited(update: Update, context: Context) -> None:
    """Yes or no to an invitation."""
    pressed = await context.pressed(update, INVITED, private=True)
    if pressed is None:
        return
    party, person = pressed.party, pressed.person
    try:
        opened = await invitations.opened_by(context.session, int(pressed.data[2]), person, context.now)
    except InvitationError as error:
        await context.redraw(party, _problem(error, party.language), pressed.message_id)
        return
    if pressed.data[1] == "n":
        await invitations.decline(context.session, opened)
        await context.redraw(party, Card(say(party.language, "collective-declined")), pressed.message_id)
    elif opened.collective is None:
        told = {"invitation": opened.invitation.id, "agreed_at": context.now.isoformat()}
        await conversations.begin(context.session, person, KIND, "name", at=context.now, data=told)
        await context.redraw(party, _question("collective-ask-name", party.language), pressed.message_id)
    else:
        await _join(context, party, person, opened, opened.collective, agreed_at=context.now)
        text = say(party.language, f"collective-agreed-{opened.invitation.role}", name=opened.collective.name)
        await context.redraw(party, Card(text), pressed.message_id)


async def on_step(context: Context, party: Party, conversation: Conversation, message: Message) -> None:
    """What somebody types while they register a collective."""
    told = text_of(message)
    if party.person is None or dilemmas.is_piece_of_long_text(party.person, at=context.now):
        return
    try:
        if conversation.step == "name":
            name = collectives.cleaned_name(told)
            conversations.go_on(conversation, "place", at=context.now, name=name)
            await context.reply(party, _question("collective-ask-place", party.language))
        elif conversation.step == "place":
            await _place(context, party, conversation, collectives.cleaned_place(told))
        else:
            await context.reply(party, themes_card(conversation, party.language))
    except RefusedError as error:
        # An app cuts what is very long in pieces: the pieces that follow are no names.
        if error.why in (Refusal.NAME_TOO_LONG, Refusal.PLACE_TOO_LONG):
            party.person.too_long_at = context.now
        await context.say(party, f"collective-refused-{error.why}")


async def on_theme(update: Update, context: Context) -> None:
    """A theme is chosen or left out, or all are."""
    pressed = await context.pressed(update, THEME, private=True)
    if pressed is None:
        return
    party = pressed.party
    conversation = await conversations.current(context.session, pressed.person, at=context.now)
    if conversation is None or conversation.kind != KIND or conversation.step != "themes":
        context.toast(update, party.language, "toast-collective-outdated")
    elif pressed.data[1] == "ok":
        await _finish(context, pressed, conversation)
    else:
        offered, chosen = conversation.data["offered"], list(conversation.data["themes"])
        number = int(pressed.data[1])
        if number < len(offered):
            theme = offered[number]
            changed = [one for one in chosen if one != theme] if theme in chosen else [*chosen, theme]
            conversations.go_on(conversation, "themes", at=context.now, themes=changed)
        await context.redraw(party, themes_card(conversation, party.language), pressed.message_id)


async def _join(
    context: Context,
    party: Party,
    person: Person,
    opened: Opened,
    collective: Collective,
    *,
    agreed_at: datetime,
) -> None:
    appointed = await invitations.accept(
        context.session,
        opened,
        collective,
        person,
        language=party.language,
        agreed_at=agreed_at,
        at=context.now,
    )
    await collective_notices.tell_appointed(
        context.session, desk(context), collective, appointed, at=context.now
    )
    if appointed.replaced is not None:
        await offer_menu(context, appointed.replaced)
    await offer_menu(context, person)


async def _place(context: Context, party: Party, conversation: Conversation, place: str) -> None:
    if not place:
        await context.say(party, "collective-refused-no-place")
    elif await collectives.find(context.session, conversation.data["name"], place):
        conversations.go_on(conversation, "name", at=context.now)
        await context.say(party, "collective-refused-known")
    else:
        offered = [one.theme for one in await library.list_themes(context.session)]
        conversations.go_on(conversation, "themes", at=context.now, place=place, offered=offered, themes=[])
        await context.reply(party, themes_card(conversation, party.language))


async def _finish(context: Context, pressed: Pressed, conversation: Conversation) -> None:
    """All is told: register the collective, or change the themes of the one that it was about."""
    party, person, told = pressed.party, pressed.person, conversation.data
    await conversations.end(context.session, person)
    try:
        if "collective" in told:
            card = await _change_themes(context, party, person, told["collective"], told["themes"])
        else:
            opened = await invitations.opened_by(context.session, told["invitation"], person, context.now)
            collective = await collectives.register(
                context.session, name=told["name"], place=told["place"], themes=told["themes"], at=context.now
            )
            await collective_notices.tell_registered(
                context.session, desk(context), collective, at=context.now
            )
            agreed_at = datetime.fromisoformat(told["agreed_at"])
            await _join(context, party, person, opened, collective, agreed_at=agreed_at)
            card = Card(say(party.language, "collective-registered", name=collective.name))
    except InvitationError as error:
        card = _problem(error, party.language)
    except RefusedError as error:
        card = Card(say(party.language, f"collective-refused-{error.why}"))
    await context.redraw(party, card, pressed.message_id)


async def _change_themes(
    context: Context, party: Party, person: Person, collective_id: int, themes: list[str]
) -> Card:
    collective = await collectives.by_id(context.session, collective_id)
    role = await collectives.role_of(context.session, collective, person) if collective else None
    if collective is None or role is None:
        return Card(say(party.language, "collective-gone"))
    collectives.set_themes(collective, themes)
    return await collective_cards.mine(context.session, collective, role, view(context, party))


def _problem(error: InvitationError, language: str) -> Card:
    """Kindly why a link does not work, or that it is not needed."""
    if error.why is Problem.ALREADY and error.collective is not None:
        return Card(say(language, f"collective-link-already-{error.role}", name=error.collective.name))
    return Card(say(language, f"collective-link-{error.why}"))


def _question(key: str, language: str) -> Card:
    return Card(Html(f"{say(language, key)}\n\n{say(language, 'collective-ask-text')}"))


def themes_card(conversation: Conversation, language: str) -> Card:
    """The themes to choose from, with those chosen so far."""
    return collective_cards.themes_choice(conversation.data["offered"], conversation.data["themes"], language)
