"""The VTIMEZONE of a zone (RFC 5545, 3.6.5): when its clocks change, as calendar programs want to be told.

icalendar can make one itself, but 7.3 puts the change in spring an hour late (the onset is counted on the
clock as it was before the change), and lists dates where Outlook knows rules only.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
# A rule is believed when it holds for this many years in a row.
_YEARS_OF_PROOF = 4


@dataclass(frozen=True, slots=True)
class _Change:
    """The clock goes from one offset to another; `onset` is what it showed before, at that instant."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def is_last_week(self) -> bool:
        """Whether the month has no such weekday any more."""
        return (self.onset + 7 * _DAY).month != self.onset.month

    def rule(self, *, from_the_end: bool) -> dict[str, object]:
        """The recurrence "every year, that month, the n-th (or the last) such weekday"."""
        nth = -1 if from_the_end else (self.onset.day - 1) // 7 + 1
        day = f"{nth}{_WEEKDAYS[self.onset.weekday()]}"
        return {"FREQ": "YEARLY", "BYMONTH": self.onset.month, "BYDAY": day}

    def same_but_for_the_year(self) -> tuple[object, ...]:
        """What has to be alike in every year for a rule to hold, besides the rule itself."""
        return (self.onset.time(), self.before, self.after, self.name, self.is_daylight)


def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """The zone as a component, right for local times from `first` up to and including `last`.

    With rules where the zone has them, such as "the last Sunday of March", which then hold after `last` too;
    else with each change by itself.
    """
    component = Timezone()
    component.add("tzid", zone.key)
    for piece in _observances(zone, first.year - 1, last.year + 1):
        component.add_component(piece)
    return component


def _observances(zone: ZoneInfo, first: int, last: int) -> list[TimezoneStandard | TimezoneDaylight]:
    changes = _changes(zone, first, max(last, first + _YEARS_OF_PROOF - 1))
    if not changes:
        return [_unchanging(zone, first)]
    if ruled := _by_rule(changes):
        return [_observance(change, rule) for change, rule in ruled]
    return [_observance(change) for change in changes]


def _by_rule(changes: tuple[_Change, ...]) -> list[tuple[_Change, dict[str, object]]]:
    """The first year's changes with their rules; nothing when another year does not keep to these."""
    by_year: dict[int, list[_Change]] = {}
    for change in changes:
        by_year.setdefault(change.onset.year, []).append(change)
    if len({len(year) for year in by_year.values()}) > 1:
        return []
    ruled = []
    for alike in zip(*by_year.values(), strict=True):
        at_the_end = all(change.is_last_week for change in alike)
        rules = [change.rule(from_the_end=at_the_end) for change in alike]
        if any(rule != rules[0] for rule in rules):
            return []
        if len({change.same_but_for_the_year() for change in alike}) > 1:
            return []
        ruled.append((alike[0], rules[0]))
    return ruled


def _observance(
    change: _Change, rule: dict[str, object] | None = None
) -> TimezoneStandard | TimezoneDaylight:
    piece = TimezoneDaylight() if change.is_daylight else TimezoneStandard()
    piece.add("dtstart", change.onset)
    if rule is not None:
        piece.add("rrule", rule)
    piece.add("tzoffsetfrom", change.before)
    piece.add("tzoffsetto", change.after)
    piece.add("tzname", change.name)
    return piece


def _unchanging(zone: ZoneInfo, year: int) -> TimezoneStandard | TimezoneDaylight:
    there = datetime(year, 1, 1, tzinfo=zone)
    offset = there.utcoffset() or timedelta()
    change = _Change(
        there.replace(tzinfo=None), offset, offset, there.tzname() or zone.key, is_daylight=False
    )
    return _observance(change)


@lru_cache
def _changes(zone: ZoneInfo, first: int, last: int) -> tuple[_Change, ...]:
    """Every change of the clock in these years."""
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = []
    while day < end:
        if _offset(day, zone) != _offset(day + _DAY, zone):
            found.append(_change(_instant_between(day, day + _DAY, zone), zone))
        day += _DAY
    return tuple(found)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _instant_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second from which the offset of `high` holds."""
    second = timedelta(seconds=1)
    before = _offset(low, zone)
    while high - low > second:
        middle = low + ((high - low) // 2 // second) * second
        if _offset(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high


def _change(at: datetime, zone: ZoneInfo) -> _Change:
    there = at.astimezone(zone)
    before, after = _offset(at - timedelta(seconds=1), zone), _offset(at, zone)
    return _Change(
        onset=(at + before).replace(tzinfo=None),
        before=before,
        after=after,
        name=there.tzname() or zone.key,
        is_daylight=bool(there.dst()),
    )
