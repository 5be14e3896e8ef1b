"""Looking in the library from the staff chat, and answering with what is found."""

from bot.messages import Card
from bot.services.escalations import cards as escalation_cards
from bot.services.library import library
from handlers.turn import Context, Party
from models import Case, Escalation


async def search(context: Context, party: Party, escalation: Escalation, words: str) -> None:
    """Post the cases that come closest to some words; a reply to that post searches again."""
    card = await found(context, party, escalation, words)
    key = f"{escalation.subject}:search:{context.turn.inbox_id}"
    await context.post(party, card, key=key)


async def found(context: Context, party: Party, escalation: Escalation, words: str) -> Card:
    """The cases that come closest to some words."""
    match = await context.index.match(words) if words else None
    ids = [int(one.case_id) for one in match.candidates] if match is not None else []
    known = await library.get_cases(context.session, ids)
    cases = [known[case_id] for case_id in ids if case_id in known and known[case_id].retired_at is None]
    return escalation_cards.found_cases(escalation, cases[: escalation_cards.FOUND], party.language)


async def case_of(context: Context, case_id: int) -> Case | None:
    """A case that can be sent: in the library, and not retired."""
    case = (await library.get_cases(context.session, [case_id])).get(case_id)
    return case if case is not None and case.retired_at is None else None
