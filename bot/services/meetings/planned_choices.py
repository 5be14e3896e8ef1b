"""What a planned session is about and for whom, chosen anew; who was told already stays informed."""

from dataclasses import dataclass
from typing import Any

from bot.messages import Button, Card, Html
from bot.services.meetings.plan import Plan
from bot.services.meetings.plan_questions import Asking, Field, fault_words, options
from bot.texts import plain, say
from models import Meeting, MeetingAudience

# Of these, what is chosen takes more than one press.
LISTS = {MeetingAudience.PLACE: Field.WHERE, MeetingAudience.COLLECTIVES: Field.WHOSE}
CHOSEN = frozenset({Field.THEME, Field.AUDIENCE, *LISTS.values()})


@dataclass(frozen=True, slots=True)
class Choosing(Asking):
    """A choice for a session that is planned: `number` is its id, and `plan` what is chosen so far."""

    def answer(self, field: Field, value: str) -> str:
        """The data of a button with a choice; what is asked is known from the conversation."""
        del field
        return f"pe:{self.number}:a:{value}"

    def turn(self, field: Field, page: int) -> str:
        """The data of a button that leads to another page of choices."""
        return f"pe:{self.number}:p:{field.value}:{page}"


def question(field: Field, choosing: Choosing) -> Card:
    """Ask for a theme or an audience, with all there is to choose from, and what becomes of who was told."""
    language, this = choosing.language, f"pe:{choosing.number}"
    parts = [fault_words(choosing.fault, language)] if choosing.fault is not None else []
    parts += [say(language, f"plan-ask-{field.value}"), say(language, "planned-choose-how")]
    rows = options(field, choosing)
    if field in LISTS.values():
        rows.append([Button(plain(language, "button-plan-ready"), f"{this}:r", style="primary")])
    rows.append([Button(plain(language, "button-planned-leave"), this)])
    return Card(Html("\n\n".join(parts)), rows)


def plan_of(meeting: Meeting) -> Plan:
    """Theme and audience of a session, as far as they are chosen together."""
    return Plan(
        theme=meeting.theme, audience=meeting.audience, audience_values=tuple(meeting.audience_values)
    )


def is_complete(chosen: Plan) -> bool:
    """Whether it is said who is told: by a theme there has to be one, by a list something on it."""
    if chosen.audience is MeetingAudience.THEME:
        return bool(chosen.theme)
    return chosen.audience not in LISTS or bool(chosen.audience_values)


def differing(chosen: Plan, meeting: Meeting) -> dict[str, Any]:
    """The columns of a session that are otherwise than was chosen, with what was."""
    values = list(chosen.audience_values) if chosen.audience in LISTS else []
    fields = {"theme": chosen.theme, "audience": chosen.audience, "audience_values": values}
    return {name: value for name, value in fields.items() if getattr(meeting, name) != value}
