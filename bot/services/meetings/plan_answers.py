"""What an answer makes of a plan: words that were written, or a button that was pressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.services import local_time
from bot.services.in_words.dates import Doubt
from bot.services.in_words.repeats import Schedule, schedule
from bot.services.in_words.vocabulary import plainly
from bot.services.meetings import moment_words, plan_fields
from bot.services.meetings.plan import DESCRIPTION, EXPERT, FARTHEST, HOST, TITLE, Moment, Plan
from bot.services.meetings.plan_fields import Fault, Known, UnfitWordsError
from bot.services.meetings.plan_known import marked
from bot.services.meetings.plan_questions import Field
from models import MeetingAudience, MomentKind

# With these words something is taken away.
_NOTHING = frozenset(["geen", "nee", "niemand", "none", "no", "-", "niets", "nothing"])
_EVERYBODY = frozenset(["iedereen", "alle groepen", "alles", "everyone", "everybody", "all groups", "all"])
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?")
REPEATS = {"w1": "elke week", "w2": "om de week", "m1": "elke maand"}
# A fortnight has five digits of minutes.
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Here:
    """When and where it was written, in which language, and what there is to choose from."""

    at: datetime
    zone: ZoneInfo
    language: str
    known: Known

    def read(self, words: str) -> Schedule:
        """The moments in these words."""
        return schedule(words, now=self.at, zone=self.zone, language=self.language)


def changed(plan: Plan, **fields: Any) -> Plan:
    """A plan with other fields, checked."""
    return Plan.model_validate({**plan.model_dump(), **fields})


def with_moments(plan: Plan, when: Schedule) -> Plan:
    """A plan at these times, with as long as was named, if it was."""
    # A session that stands alone has no subject beside its title.
    subjects = plan.subjects[: len(when.starts)] if len(when.starts) > 1 else ()
    minutes = when.minutes or plan.minutes
    return changed(plan, starts=when.starts, subjects=subjects, minutes=minutes)


def within_reach(when: Schedule, zone: ZoneInfo, *, at: datetime) -> Schedule:
    """Moments that were read, or the doubt that they are past by now, or too far ahead to plan."""
    starts = [local_time.instant(start, zone) for start in when.starts]
    if any(start > at + FARTHEST for start in starts):
        return Schedule(doubt=Doubt.TOO_FAR)
    return Schedule(doubt=Doubt.PAST) if any(start <= at for start in starts) else when


def moments_in(words: str, told: str, here: Here) -> Schedule:
    """The moments in an answer, read by itself or together with what was `told` before.

    Of what both leave open, what is asked next is what the answer by itself leaves open if it names a day.
    """
    alone = here.read(words)
    if alone.doubt is None or not told:
        return alone
    answer = f"{words.strip()} keer" if _BARE_NUMBER.fullmatch(words) else words
    day = _ISO.search(told)
    tries = [here.read(f"{told} {answer}")]
    if day is not None:
        # "20:00" after "donderdag 8 uur": the day stays, the time is another.
        tries.append(here.read(f"{day[0][:10]} {answer}"))
    settled = next((one for one in tries if one.doubt is None), None)
    if settled is not None:
        return settled
    names_day = alone.doubt not in (Doubt.NOT_UNDERSTOOD, Doubt.NO_DAY)
    return alone if names_day else tries[0]


def repeated(words: str, plan: Plan, here: Here) -> Schedule:
    """How a first session comes again: a rule ("elke week, 5 keer"), or other dates besides the first."""
    first = plan.starts[0]
    by_rule = here.read(f"{words} vanaf {first}")
    if by_rule.doubt in (None, Doubt.HOW_OFTEN, Doubt.TOO_MANY) and len(by_rule.starts) != 1:
        return by_rule
    others = here.read(words)
    if others.doubt is Doubt.NO_TIME:
        others = here.read(f"{words} {first[11:]}")
    if others.doubt is not None:
        return others
    starts = tuple(sorted({first, *others.starts}))
    return Schedule(starts, None, (), others.remarks, "", "", others.minutes)


def answered(field: Field, words: str, plan: Plan, here: Here) -> Plan:
    """The plan with what was written for a field. Raises UnfitWordsError; times are read by `moments_in`."""
    if plainly(words).strip(" .!") in _NOTHING and field in _EMPTY:
        return changed(plan, **{field.value: _EMPTY[field]})
    match field:
        case Field.TITLE:
            return changed(plan, title=plan_fields.line(words, TITLE))
        case Field.HOST:
            return changed(plan, host=plan_fields.line(words, HOST))
        case Field.EXPERT:
            return changed(plan, expert=plan_fields.line(words, EXPERT))
        case Field.DESCRIPTION:
            return changed(plan, description=plan_fields.text(words, DESCRIPTION))
        case Field.LINK:
            return changed(plan, link=plan_fields.link(words))
        case Field.PLACES:
            return changed(plan, places=plan_fields.places(words))
        case Field.MINUTES:
            return changed(plan, minutes=plan_fields.minutes(words))
        case Field.MOMENTS:
            return changed(plan, moments=_moments(words, plan, here))
        case Field.SUBJECTS:
            return changed(plan, subjects=_subjects(words, plan))
        case _:
            return _chosen_by_words(field, words, plan, here.known)


_EMPTY: dict[Field, Any] = {
    Field.LINK: None,
    Field.HOST: "",
    Field.DESCRIPTION: "",
    Field.EXPERT: None,
    Field.SUBJECTS: (),
}


def _moments(words: str, plan: Plan, here: Here) -> tuple[Moment, ...]:
    starts_at = local_time.instant(plan.starts[0], here.zone)
    return moment_words.moments(
        words, starts_at=starts_at, now=here.at, zone=here.zone, language=here.language
    )


def _subjects(words: str, plan: Plan) -> tuple[str, ...]:
    lines = [line.strip(" -•\t") for line in words.split("\n") if line.strip(" -•\t")]
    numbered = [re.sub(r"^\d{1,2}[.)]\s+", "", line) for line in lines]
    if len(numbered) > len(plan.starts):
        raise UnfitWordsError(Fault.TOO_MANY, len(plan.starts))
    return tuple(plan_fields.line(line, TITLE) for line in numbered)


def _chosen_by_words(field: Field, words: str, plan: Plan, known: Known) -> Plan:
    plain = plainly(words).strip(" .!")
    if field is Field.THEME:
        theme = plan_fields.theme(words, known.themes)
        if theme is None:
            raise UnfitWordsError(Fault.NO_THEME)
        return with_theme(plan, theme)
    if field is Field.AUDIENCE and plain in _EVERYBODY:
        return changed(plan, audience=MeetingAudience.ALL, audience_values=())
    place = next((one for one in known.places if plainly(one) == plain), None)
    named = next((number for number, name in known.collectives if plainly(name) == plain), None)
    if place is not None and field is not Field.WHOSE:
        return _with_value(plan, MeetingAudience.PLACE, place)
    if named is not None and field is not Field.WHERE:
        return _with_value(plan, MeetingAudience.COLLECTIVES, named)
    raise UnfitWordsError(Fault.NO_AUDIENCE)


def with_theme(plan: Plan, theme: str) -> Plan:
    """The plan with another theme; without one it cannot be for those who follow it, and is for all."""
    if not theme and plan.audience is MeetingAudience.THEME:
        return changed(plan, theme="", audience=MeetingAudience.ALL)
    return changed(plan, theme=theme)


def _with_value(plan: Plan, audience: MeetingAudience, value: str) -> Plan:
    """The plan for one place or collective more, or one less when it was chosen already."""
    values = plan.audience_values if plan.audience is audience else ()
    kept = tuple(one for one in values if one != value)
    return changed(plan, audience=audience, audience_values=kept if value in values else (*kept, value))


def pressed(field: Field, value: str, plan: Plan, known: Known, experts: Sequence[str]) -> Plan | None:
    """The plan with what was pressed for a field; None when there is no such choice (any longer)."""
    try:
        return _pressed(field, value, plan, known, experts)
    except UnfitWordsError:
        # Only data that were never on a button.
        return None


def _pressed(field: Field, value: str, plan: Plan, known: Known, experts: Sequence[str]) -> Plan | None:
    if value == "none" and field in _EMPTY:
        return changed(plan, **{field.value: _EMPTY[field]})
    match field:
        case Field.THEME:
            theme = "" if value == "none" else marked(known.themes, value)
            return None if theme is None else with_theme(plan, theme)
        case Field.PLACES if value.isdecimal():
            return changed(plan, places=plan_fields.places(value))
        case Field.MINUTES if value.isdecimal():
            return changed(plan, minutes=plan_fields.minutes(value))
        case Field.EXPERT:
            expert = marked(experts, value)
            return None if expert is None else changed(plan, expert=expert)
        case Field.AUDIENCE if value in list(MeetingAudience):
            return _for(plan, MeetingAudience(value))
        case Field.WHERE:
            place = marked(known.places, value)
            return None if place is None else _with_value(plan, MeetingAudience.PLACE, place)
        case Field.WHOSE:
            number = marked((number for number, _ in known.collectives), value)
            return None if number is None else _with_value(plan, MeetingAudience.COLLECTIVES, number)
        case Field.MOMENTS:
            return _toggled(plan, value)
        case _:
            return None


def _for(plan: Plan, audience: MeetingAudience) -> Plan:
    values = plan.audience_values if plan.audience is audience else ()
    return changed(plan, audience=audience, audience_values=values)


def _toggled(plan: Plan, value: str) -> Plan | None:
    if value == "now":
        moment = Moment(kind=MomentKind.AT_ONCE)
    elif value.isdecimal() and 0 < len(value) <= _DIGITS and int(value):
        moment = Moment(kind=MomentKind.BEFORE, minutes_before=int(value))
    else:
        return None
    others = tuple(one for one in plan.moments if one != moment)
    return changed(plan, moments=others if moment in plan.moments else (*others, moment))
