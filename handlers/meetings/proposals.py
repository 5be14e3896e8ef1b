"""Proposals of sessions in the coordinators' private chats, and those who want no part in them."""

import re

from telegram import Update

from bot.messages import Card
from bot.services.meetings import drafts, proposal_post, proposals
from bot.services.meetings.manner import Manner
from bot.texts import plain, say
from handlers.meetings import planning
from handlers.meetings.notes import manner_of
from handlers.turn import Context, Pressed
from models import MeetingProposal, ProposalState

PRESS = re.compile(r"^pp:(\d{1,15}):([alno])$")
LEAVE = re.compile(r"^pp:(\d{1,15}):x$")
_DECIDES = {"l": ProposalState.LATER, "n": ProposalState.NEVER, "a": ProposalState.ACCEPTED}


async def on_press(update: Update, context: Context) -> None:
    """A coordinator decides, or takes that back: the first who presses."""
    pressed = await context.pressed(update, PRESS, private=True)
    if pressed is None:
        return
    party = pressed.party
    if not context.turn.services.roles.is_coordinator(pressed.person.telegram_id):
        context.toast(update, party.language, "toast-coordinators-only")
        return
    proposal = await proposals.locked(context.session, int(pressed.data[1]))
    if proposal is None:
        context.toast(update, party.language, "toast-outdated-plan")
        return
    verb, at = pressed.data[2], context.now
    if verb == "o":
        done = await proposals.undo(context.session, proposal, pressed.person, at=at)
    else:
        done = await proposals.decide(context.session, proposal, _DECIDES[verb], pressed.person, at=at)
    if not done:
        is_taken = proposal.state is ProposalState.ACCEPTED and proposal.decided_by_id != pressed.person.id
        text = "toast-proposal-colleague" if is_taken else "toast-proposal-decided"
        context.toast(update, party.language, text)
    manner = manner_of(context)
    if done:
        await proposal_post.redraw(context.session, proposal, manner, at=at, besides=pressed.person)
    await _show(context, pressed, proposal, manner)
    if done and verb == "a":
        await _begin(context, pressed, proposal, manner)


async def on_leave(update: Update, context: Context) -> None:
    """One of those who asked wants no part in it; only who was told can press it to any effect."""
    pressed = await context.pressed(update, LEAVE, private=True)
    if pressed is None:
        return
    if not await proposal_post.was_invited(context.session, int(pressed.data[1]), pressed.person):
        context.toast(update, pressed.party.language, "toast-outdated-session")
        return
    await proposals.refuse_part(context.session, pressed.person, at=context.now)
    key = f"proposal-left:{pressed.data[1]}:{pressed.person.id}"
    await context.post(pressed.party, Card(say(pressed.party.language, "proposal-left")), key=key)


async def _show(context: Context, pressed: Pressed, proposal: MeetingProposal, manner: Manner) -> None:
    """Draw the card that was pressed, of whatever round it is."""
    is_open = proposal.state is ProposalState.OPEN
    view = await proposal_post.seen(context.session, proposal, at=context.now) if is_open else None
    card = proposal_post.card_for(proposal, view, pressed.person, manner)
    await context.redraw(pressed.party, card, pressed.message_id)


async def _begin(context: Context, pressed: Pressed, proposal: MeetingProposal, manner: Manner) -> None:
    """Make the draft, and open it as if it had been written by hand."""
    description = plain(manner.language, "proposal-description")
    plan = await proposals.plan_of(
        context.session, proposal, description, context.turn.services.zone, at=context.now
    )
    draft = await drafts.begin(context.session, pressed.person, plan, at=context.now)
    proposal.draft_id = draft.id
    await planning.show(context, pressed.party, draft)
