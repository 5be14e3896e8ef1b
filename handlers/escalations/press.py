"""A press of staff under the card of a question: what the handlers of its buttons need."""

from dataclasses import dataclass

from telegram import Update

from bot.messages import Card
from bot.services.escalations.desk import Desk
from handlers.turn import Context, Pressed
from models import Escalation, StaffMember


@dataclass(frozen=True, slots=True)
class Press:
    """A press of one of staff under the card of a question, and the number that the button carries."""

    update: Update
    context: Context
    pressed: Pressed
    escalation: Escalation
    by: StaffMember
    number: int | None

    @property
    def language(self) -> str:
        """The language of the staff chat."""
        return self.pressed.party.language

    @property
    def desk(self) -> Desk:
        """The settings of staff."""
        return self.context.turn.services.desk

    def toast(self, text: str) -> None:
        """Show a short notice."""
        self.context.toast(self.update, self.language, text)

    async def redraw(self, card: Card) -> None:
        """Change the message whose button was pressed."""
        await self.context.redraw(self.pressed.party, card, self.pressed.message_id)
