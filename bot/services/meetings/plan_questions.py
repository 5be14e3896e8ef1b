"""What is asked while a session is planned: one thing at a time, with buttons for what is usual."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.messages import Button, Card, Html, shorten
from bot.services import local_time
from bot.services.collectives.cards import theme_words
from bot.services.in_words.dates import Choice, Doubt
from bot.services.meetings.plan import Plan
from bot.services.meetings.plan_fields import Known, UnfitWordsError
from bot.services.meetings.plan_known import mark
from bot.texts import plain, say
from models import MeetingAudience, MomentKind

PER_PAGE = 12
LABEL = 32
_PLACES = (10, 20, 30, 40, 60, 100)
_MINUTES = (60, 75, 90, 120)
# Minutes before the start that can be pressed; others can be written.
BEFORE = (14 * 24 * 60, 7 * 24 * 60, 3 * 24 * 60, 24 * 60, 3 * 60, 60)
_HOUR, _DAY = 60, 24 * 60
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


class Field(StrEnum):
    """A part of a plan that can be asked for."""

    TITLE = "title"
    WHEN = "when"
    REPEAT = "repeat"
    THEME = "theme"
    LINK = "link"
    PLACES = "places"
    MINUTES = "minutes"
    HOST = "host"
    DESCRIPTION = "description"
    EXPERT = "expert"
    AUDIENCE = "audience"
    WHERE = "where"
    WHOSE = "whose"
    MOMENTS = "moments"
    SUBJECTS = "subjects"


# Step by step, in this order.
WALK = (
    Field.TITLE,
    Field.WHEN,
    Field.REPEAT,
    Field.THEME,
    Field.LINK,
    Field.PLACES,
    Field.HOST,
    Field.DESCRIPTION,
    Field.EXPERT,
    Field.AUDIENCE,
    Field.MOMENTS,
)
REQUIRED = frozenset({Field.TITLE, Field.WHEN})
# In these there is a button for every usual answer.
_ANSWERED = REQUIRED | {Field.REPEAT, Field.THEME, Field.PLACES, Field.AUDIENCE}
# What can be taken away again.
_CLEARED = frozenset({Field.LINK, Field.HOST, Field.DESCRIPTION, Field.EXPERT, Field.SUBJECTS})


_NONE = Known()


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is asked about: the draft and its plan, and from what can be chosen.

    `number` is the id of the draft. `doubt` is why a time is asked again, with its `choices`, what was `told`
    already and the `rest` that was not understood. `unknown_theme` is a theme that was named and does not
    exist. `fault` is what was wrong with the last answer.
    """

    number: int
    plan: Plan
    language: str
    known: Known = _NONE
    experts: Sequence[str] = ()
    is_walk: bool = False
    page: int = 1
    doubt: Doubt | None = None
    choices: Sequence[Choice] = ()
    told: str = ""
    rest: str = ""
    unknown_theme: str = ""
    fault: UnfitWordsError | None = None

    def button(self, key: str, field: Field, value: str, **arguments: str | int) -> Button:
        """A button that answers a question."""
        return self.labelled(plain(self.language, key, **arguments), field, value)

    def labelled(self, label: str, field: Field, value: str) -> Button:
        """A button with a label of its own that answers a question."""
        return Button(label, self.answer(field, value))

    def answer(self, field: Field, value: str) -> str:
        """The data of a button that answers a question."""
        return f"p:{self.number}:a:{field.value}:{value}"

    def turn(self, field: Field, page: int) -> str:
        """The data of a button that leads to another page of choices."""
        return f"p:{self.number}:e:{field.value}:{page}"


def question(field: Field, asking: Asking) -> Card:
    """Ask for one part of the plan; in a walk, with where one is and a way to the end."""
    language = asking.language
    parts = [fault_words(asking.fault, language)] if asking.fault is not None else []
    if field is Field.WHEN and asking.doubt is not None:
        parts.append(doubt_words(asking.doubt, rest=asking.rest, told=asking.told, language=language))
    elif field is Field.THEME and asking.unknown_theme:
        parts.append(say(language, "plan-unknown-theme", theme=shorten(asking.unknown_theme, LABEL)))
    else:
        parts.append(say(language, f"plan-ask-{field.value}"))
    if field in _EXAMPLES and asking.doubt is None:
        parts.append(say(language, _EXAMPLES[field]))
    return Card(Html("\n\n".join(parts)), [*options(field, asking), *_ways_on(field, asking)])


_EXAMPLES = {Field.WHEN: "plan-when-example", Field.MOMENTS: "plan-moments-example"}


def fault_words(fault: UnfitWordsError, language: str) -> Html:
    """What was wrong with an answer."""
    return say(language, f"plan-fault-{fault.why.value}", most=fault.most)


def doubt_words(doubt: Doubt, *, rest: str, told: str, language: str) -> Html:
    """What is asked about a time that is not clear; with the day, when only the time is missing."""
    asked = say(language, f"plan-doubt-{doubt.value}", rest=shorten(rest, LABEL))
    day = _DATED.search(told)
    if doubt is not Doubt.NO_TIME or day is None:
        return asked
    words = format_date(date.fromisoformat(day[0]), "full", locale=language)
    return Html(f"{say(language, 'plan-day-is', day=words[:1].upper() + words[1:])} {asked}")


def options(field: Field, asking: Asking) -> list[list[Button]]:
    """Buttons with what is usual for a part, and for what can only be chosen, with all there is."""
    match field:
        case Field.WHEN:
            return _choices(asking)
        case Field.REPEAT:
            return _pairs(
                [asking.button(f"button-plan-repeat-{one}", field, one) for one in ("once", "w1", "w2", "m1")]
            )
        case Field.THEME:
            values = [(theme_words(one), one) for one in asking.known.themes]
            return [*_listed(field, values, asking), [asking.button("button-plan-no-theme", field, "none")]]
        case Field.PLACES | Field.MINUTES:
            return _numbers(field, asking)
        case Field.EXPERT:
            return _listed(field, [(one, one) for one in asking.experts], asking)
        case Field.AUDIENCE:
            return _audiences(asking)
        case Field.WHERE:
            return _listed(field, [(one, one) for one in asking.known.places], asking)
        case Field.WHOSE:
            return _listed(field, [(name, number) for number, name in asking.known.collectives], asking)
        case Field.MOMENTS:
            return _moments(asking)
        case _:
            return []


def _choices(asking: Asking) -> list[list[Button]]:
    buttons = [
        asking.labelled(choice_label(one.local, asking.language), Field.WHEN, mark(one.words))
        for one in asking.choices
    ]
    return _rows(buttons, 3) if asking.doubt is Doubt.HOW_OFTEN else [[one] for one in buttons]


def choice_label(local: str, language: str) -> str:
    """A choice as a reader knows it: a number of times, a day, or a day and a time."""
    if local.isdecimal():
        return plain(language, "button-plan-times", number=int(local))
    day = format_date(date.fromisoformat(local[:10]), "full", locale=language)
    return f"{day}, {local[11:]}" if local[10:] else day


def _numbers(field: Field, asking: Asking) -> list[list[Button]]:
    if field is Field.MINUTES:
        buttons = [
            asking.button("button-plan-number-minutes", field, str(one), number=one) for one in _MINUTES
        ]
        return _rows(buttons, 2)
    buttons = [asking.labelled(str(one), field, str(one)) for one in _PLACES]
    return [*_rows(buttons, 3), [asking.button("button-plan-no-limit", field, "0")]]


def _audiences(asking: Asking) -> list[list[Button]]:
    offered = [MeetingAudience.ALL]
    if asking.plan.theme:
        offered.insert(0, MeetingAudience.THEME)
    if asking.known.places:
        offered.append(MeetingAudience.PLACE)
    if asking.known.collectives:
        offered.append(MeetingAudience.COLLECTIVES)
    theme = shorten(theme_words(asking.plan.theme), LABEL)
    return [
        [asking.button(f"button-plan-for-{one.value}", Field.AUDIENCE, one.value, theme=theme)]
        for one in offered
    ]


def _moments(asking: Asking) -> list[list[Button]]:
    chosen = {one.minutes_before for one in asking.plan.moments if one.kind is MomentKind.BEFORE}
    at_once = any(one.kind is MomentKind.AT_ONCE for one in asking.plan.moments)
    buttons = [_tick(plain(asking.language, "plan-moment-at-once"), "now", asking, is_on=at_once)]
    buttons += [
        _tick(before(minutes, asking.language), str(minutes), asking, is_on=minutes in chosen)
        for minutes in BEFORE
    ]
    return [[buttons[0]], *_rows(buttons[1:], 2)]


def _tick(label: str, value: str, asking: Asking, *, is_on: bool) -> Button:
    return asking.labelled(f"✓ {label}" if is_on else label, Field.MOMENTS, value)


def before(minutes: int, language: str) -> str:
    """So long before the start: "7 dagen ervoor"."""
    for unit, size in (("days", _DAY), ("hours", _HOUR)):
        if minutes % size == 0:
            return plain(language, f"plan-moment-{unit}", number=minutes // size)
    return plain(language, "plan-moment-minutes", number=minutes)


def _listed(field: Field, values: Sequence[tuple[str, str]], asking: Asking) -> list[list[Button]]:
    """Buttons with a label for each value, a page at a time; what is chosen is ticked."""
    chosen = set(asking.plan.audience_values) | {asking.plan.theme, asking.plan.expert or ""}
    last = max(-(-len(values) // PER_PAGE), 1)
    page = min(max(asking.page, 1), last)
    buttons = [
        asking.labelled(
            f"✓ {shorten(label, LABEL)}" if value in chosen else shorten(label, LABEL), field, mark(value)
        )
        for label, value in values[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    turn = [
        Button(sign, asking.turn(field, to))
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 1 <= to <= last
    ]
    return [*_rows(buttons, 2), *([turn] if turn else [])]


def _ways_on(field: Field, asking: Asking) -> list[list[Button]]:
    """Skip, take away, ready, or back to the whole."""
    this, language = f"p:{asking.number}", asking.language
    rows: list[list[Button]] = []
    if field in (Field.MOMENTS, Field.WHERE, Field.WHOSE):
        rows.append(
            [Button(plain(language, "button-plan-ready"), f"{this}:s:{field.value}", style="primary")]
        )
    elif asking.is_walk and field not in (*REQUIRED, Field.REPEAT, Field.THEME, Field.PLACES, Field.AUDIENCE):
        rows.append([Button(plain(language, "button-plan-skip"), f"{this}:s:{field.value}")])
    elif field in _CLEARED and not asking.is_walk and _has(field, asking.plan):
        rows.append([asking.button("button-plan-clear", field, "none")])
    if asking.plan.title and asking.plan.starts:
        key = "button-plan-look" if asking.is_walk else "button-plan-back"
        rows.append([Button(plain(language, key), f"{this}:z")])
    return rows


def _has(field: Field, plan: Plan) -> bool:
    return bool(getattr(plan, field.value))


def _pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    return _rows(buttons, 2)


def _rows(buttons: Sequence[Button], wide: int) -> list[list[Button]]:
    return [list(buttons[start : start + wide]) for start in range(0, len(buttons), wide)]


def local_words(local: str, zone: ZoneInfo, language: str) -> str:
    """A local time in full: "donderdag 12 december 2027, 19:30"."""
    at: datetime = local_time.instant(local, zone).astimezone(zone)
    return f"{format_date(at, 'full', locale=language)}, {at:%H:%M}"
