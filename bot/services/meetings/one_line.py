"""A whole plan in one message, its parts in any order: "Invloed op de begroting, do 12 dec 19:30, max 40"."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA

from bot.services.in_words.dates import Doubt
from bot.services.in_words.repeats import Schedule, is_about_time, schedule, spread_out
from bot.services.in_words.vocabulary import plainly
from bot.services.meetings import plan_fields
from bot.services.meetings.plan import DESCRIPTION, EXPERT, HOST, TITLE, Plan
from bot.services.meetings.plan_fields import Known, UnfitWordsError
from models import MeetingAudience

# A comma between two numbers is a decimal sign.
_PARTS = re.compile(r"\n+|;|\|(?!\|)|(?<!\d),|,(?!\d)")
# Longer than a line; in what somebody pastes, the date is not sought word by word.
_MOST_WORDS = 40
# A part that begins in small letters and is this short belongs to the title before it.
_TAIL_WORDS = 6
_MOST_PARTS = 200
_LABELS = {
    "title": r"titel|title|onderwerp|subject",
    "theme": r"thema|theme",
    "host": r"host|gastheer|gastvrouw|begeleider|begeleid door|hosted by|onder leiding van|door|met|with|by",
    "description": r"beschrijving|omschrijving|description|toelichting|uitleg",
    "expert": r"deskundige|expert",
    "minutes": r"duur|duration|duurt",
    "link": r"link|url",
    "when": r"datum|wanneer|when|date",
}
_LABELLED = {
    name: re.compile(rf"^(?:{words})\b(?P<colon>\s*[:=])?\s*(?P<value>.+)$", re.IGNORECASE | re.DOTALL)
    for name, words in _LABELS.items()
}
# These words begin many a title: they are labels only before a colon.
_NEED_COLON = frozenset({"title", "description", "link", "when"})
_WANTED = re.compile(
    r"^(?P<a>[\w -]{3,60}?)\s+(?:gezocht|nodig|gevraagd|wanted|needed)$"
    r"|^(?:wij zoeken|we zoeken|zoekt|met hulp van) (?:een )?(?P<b>[\w -]{3,60})$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:gezocht|nodig|gevraagd|wanted|needed)\s*:?\s*|\s+(?:gezocht|nodig)$", re.IGNORECASE)
_FOR = re.compile(r"^(?:alleen )?(?:voor|for|in)\s+(?P<value>.+)$", re.IGNORECASE)
_EVERYONE = frozenset(["iedereen", "alle groepen", "allemaal", "everyone", "everybody", "all groups", "all"])
_HOURS = re.compile(
    r"^(?:anderhalf|anderhalve|een half|\d{1,2}(?:[.,]5)?|een|twee|drie)\s*(?:uur|u|hours?|h)$"
)
# So an hour is how long it takes, whatever else is said.
_SURELY_LENGTH = re.compile(r"^(?:anderhal|een half|\d{1,2}[.,]5|een uur$)")
_LOOSE_ENDS = re.compile(r"(?:^|\s)(?:op|om|on|at|de|the|-|–|:)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What was made of a message.

    `when` is what was read of a time, None when it names none. `named_theme` is a theme that is not known.
    `faults` are the parts that were there but could not be used, by name.
    """

    plan: Plan
    when: Schedule | None = None
    named_theme: str = ""
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """The parts of a message while they are sorted."""

    fields: dict[str, object] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lengths: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    named_theme: str = ""
    is_describing: bool = False

    def take(self, name: str, read: Callable[[], object]) -> None:
        """Use a part, or note that it could not be used."""
        try:
            self.fields[name] = read()
        except UnfitWordsError:
            self.faults.append(name)


def read(message: str, *, now: datetime, zone: ZoneInfo, language: str, known: Known) -> Line:
    """Read a message that says all, or a part, of a plan. `now` is the instant at which it was written."""
    parts = _Parts()
    rest = _without_link(message, parts)
    for part in _PARTS.split(spread_out(rest))[:_MOST_PARTS]:
        if part.strip():
            _sort(part.strip(), parts, known, now=now, zone=zone, language=language)
    when = _when(parts, now=now, zone=zone, language=language)
    if when is not None and when.minutes:
        parts.fields.setdefault("minutes", when.minutes)
    if when is not None and when.starts:
        parts.fields["starts"] = when.starts
    _tell(parts)
    return Line(Plan.model_validate(parts.fields), when, parts.named_theme, tuple(parts.faults))


def _without_link(message: str, parts: _Parts) -> str:
    found = plan_fields.LINK.search(message)
    if found is None:
        return message
    parts.take("link", lambda: plan_fields.link(found[0]))
    # A label without anything after it goes along.
    before = re.sub(r"\b(?:link|url)\s*[:=]?\s*$", "", message[: found.start()], flags=re.IGNORECASE)
    return f"{before}, {message[found.end() :]}"


def _sort(part: str, parts: _Parts, known: Known, *, now: datetime, zone: ZoneInfo, language: str) -> None:
    if _labelled(part, parts, known):
        return
    part = _without_numbers(part, parts)
    plain = plainly(part)
    if not plain:
        return
    if _HOURS.match(plain):
        parts.lengths.append(part)
    elif is_about_time(part, now=now, zone=zone, language=language):
        parts.times.append(part)
    elif _for_whom(part, parts, known):
        return
    elif parts.is_describing:
        # "Beschrijving: wie krijgt de sleutel, en wie niet?" goes on after its comma.
        told = f"{parts.fields['description']}, {part}"
        parts.take("description", lambda: plan_fields.text(told, DESCRIPTION))
    else:
        parts.words.append(part)


def _labelled(part: str, parts: _Parts, known: Known) -> bool:
    for name, pattern in _LABELLED.items():
        found = pattern.match(part)
        if found is None or (name in _NEED_COLON and not found["colon"]):
            continue
        value = found["value"].strip()
        if name == "host" and not found["colon"] and not (parts.words or "title" in parts.fields):
            # "Met elkaar eten" begins a message: that is a title.
            continue
        _use(name, value, parts, known)
        parts.is_describing = name == "description" and name in parts.fields
        return True
    if _misspelled_theme(part, parts, known):
        return True
    wanted = _WANTED.match(part)
    if wanted is not None and (parts.words or "title" in parts.fields):
        parts.take("expert", lambda: plan_fields.line(_without_article(wanted["a"] or wanted["b"]), EXPERT))
        return True
    return False


def _misspelled_theme(part: str, parts: _Parts, known: Known) -> bool:
    """Whether a part is "tema geld": the label with a typing error, and a theme that there is."""
    label, _, value = part.partition(" ")
    if OSA.distance(plainly(label).strip(":="), "thema") != 1:
        return False
    theme = plan_fields.theme(value, known.themes)
    if theme is None:
        return False
    parts.fields["theme"] = theme
    return True


def _use(name: str, value: str, parts: _Parts, known: Known) -> None:
    match name:
        case "theme":
            theme = plan_fields.theme(value, known.themes)
            if theme is None:
                parts.named_theme = value
            else:
                parts.fields["theme"] = theme
        case "when":
            parts.times.append(value)
        case "minutes":
            parts.take("minutes", lambda: plan_fields.minutes(value))
        case "link":
            parts.take("link", lambda: plan_fields.link(value))
        case "description":
            parts.take("description", lambda: plan_fields.text(value, DESCRIPTION))
        case "expert":
            bare = re.sub(
                r"^(?:gezocht|nodig|gevraagd|wanted|needed)\s*:?\s*|\s+(?:gezocht|nodig)$", "", value
            )
            parts.take("expert", lambda: plan_fields.line(_without_article(bare), EXPERT))
        case _:
            most = {"title": TITLE, "host": HOST}[name]
            parts.take(name, lambda: plan_fields.line(value, most))


def _without_article(words: str) -> str:
    return re.sub(r"^(?:een|an?)\s+", "", words.strip(), flags=re.IGNORECASE)


def _without_numbers(part: str, parts: _Parts) -> str:
    """A part without how many can come and how many minutes it takes, where it says so."""
    found = plan_fields.PLACES.search(part)
    if found is not None:
        parts.take("places", lambda: plan_fields.places(found[0]))
        part = f"{part[: found.start()]} {part[found.end() :]}".strip(" -–")
    length = plan_fields.MINUTES.search(part)
    if length is not None:
        parts.take("minutes", lambda: plan_fields.minutes(length[0]))
        part = f"{part[: length.start()]} {part[length.end() :]}".strip(" -–")
    return " ".join(part.split())


def _for_whom(part: str, parts: _Parts, known: Known) -> bool:
    """Whether a part says for whom it is, or is the name of a theme."""
    if (
        parts.words
        and "theme" not in parts.fields
        and plainly(part) in {plainly(one) for one in known.themes}
    ):
        parts.fields["theme"] = plan_fields.theme(part, known.themes)
        return True
    found = _FOR.match(part)
    if found is None:
        return False
    value = plainly(found["value"]).strip(" .")
    if value in _EVERYONE:
        parts.fields["audience"] = MeetingAudience.ALL
        return True
    place = next((one for one in known.places if plainly(one) == value), None)
    named = [number for number, name in known.collectives if plainly(name) == value]
    if place is not None:
        parts.fields |= {"audience": MeetingAudience.PLACE, "audience_values": (place,)}
    elif named:
        parts.fields |= {"audience": MeetingAudience.COLLECTIVES, "audience_values": tuple(named)}
    return place is not None or bool(named)


def _when(parts: _Parts, *, now: datetime, zone: ZoneInfo, language: str) -> Schedule | None:
    """The moments in the parts that say so, or else at the end or the beginning of one with other words."""

    def planned(words: Iterable[str]) -> Schedule:
        return schedule(", ".join(words), now=now, zone=zone, language=language)

    if not parts.times:
        _sift(parts, lambda words: is_about_time(words, now=now, zone=zone, language=language))
    found = planned(parts.times) if parts.times else None
    for length in parts.lengths:
        surely = _SURELY_LENGTH.match(plainly(length)) is not None
        if not surely and found is not None and found.doubt is Doubt.NO_TIME:
            parts.times.append(length)
            found = planned(parts.times)
        else:
            parts.take("minutes", lambda length=length: plan_fields.minutes(length))  # type: ignore[misc]
    return found


def _sift(parts: _Parts, is_time: Callable[[str], bool]) -> None:
    """Split a part such as "Samen koken donderdag 12 december 19:30" in its words and its time."""
    for place, part in enumerate(parts.words):
        words = part.split()[:_MOST_WORDS]
        cuts = range(1, len(words))
        after = next((cut for cut in cuts if is_time(" ".join(words[cut:]))), None)
        before = next((cut for cut in reversed(cuts) if is_time(" ".join(words[:cut]))), None)
        if (after is None and before is None) or len(part.split()) > _MOST_WORDS:
            continue
        time, rest = (words[after:], words[:after]) if after is not None else (words[:before], words[before:])
        parts.times.append(" ".join(time))
        left = _LOOSE_ENDS.sub("", " ".join(rest)).strip(" -–:")
        parts.words[place : place + 1] = [left] if left else []
        return


def _tell(parts: _Parts) -> None:
    """Give the title and the description the words that say nothing else."""
    words = list(parts.words)
    if "title" not in parts.fields and words:
        title = words.pop(0).strip("\"'“”„ ")
        while words and words[0][:1].islower() and len(words[0].split()) <= _TAIL_WORDS:
            title = f"{title}, {words.pop(0)}"
        try:
            parts.fields["title"] = plan_fields.line(title, TITLE)
        except UnfitWordsError:
            # Nothing is lost: it is the description, and the title is asked.
            words.insert(0, title)
    if words and "description" not in parts.fields:
        parts.take("description", lambda: plan_fields.text(", ".join(words), DESCRIPTION))
