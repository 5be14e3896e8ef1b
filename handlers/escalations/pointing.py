"""Staff point a resident to a collective: look for one, look at it, and name it to the resident."""

from bot.services.escalations import cards as escalation_cards
from bot.services.escalations import relay_offers
from bot.services.introductions import pointing
from handlers.escalations.press import Press
from handlers.turn import Context, Party
from models import Escalation


async def search(context: Context, party: Party, escalation: Escalation, words: str) -> None:
    """Post the collectives to choose from; a reply to that post looks for others."""
    found = await pointing.choices(context.session, escalation, words, at=context.now)
    card = pointing.list_card(escalation, found, words, 1, party.language)
    await context.post(party, card, key=f"{escalation.subject}:point:{context.turn.inbox_id}")


async def begin(press: Press) -> None:
    """The button under the card of a question."""
    await search(press.context, press.pressed.party, press.escalation, "")


async def turn_page(press: Press) -> None:
    """Another page of all collectives."""
    found = await pointing.choices(press.context.session, press.escalation, "", at=press.context.now)
    await press.redraw(pointing.list_card(press.escalation, found, "", press.number or 1, press.language))


async def view(press: Press) -> None:
    """One collective, before it is named."""
    session = press.context.session
    one = await pointing.choice(session, press.escalation, press.number or 0, at=press.context.now)
    if one is None:
        press.toast("toast-collective-outdated")
        return
    await press.redraw(await pointing.one_card(session, press.escalation, one, press.language))


async def name(press: Press) -> None:
    """Name a collective to the resident; it hears nothing of that yet."""
    session, escalation = press.context.session, press.escalation
    one = await pointing.choice(session, escalation, press.number or 0, at=press.context.now)
    if one is None:
        press.toast("toast-collective-outdated")
        return
    if not one.can_be_asked:
        await press.redraw(await pointing.one_card(session, escalation, one, press.language))
        return
    relayed = await relay_offers.point(
        session, press.desk, escalation, one.collective, press.by, at=press.context.now
    )
    if relayed is None:
        press.toast("toast-escalation-done")
        return
    await press.redraw(escalation_cards.receipt(relayed, escalation.wants, press.language))
