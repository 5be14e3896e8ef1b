"""The messages with which a coordinator writes and confirms a broadcast."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.messages import Button, Card, Html
from bot.services.answers import day_text
from bot.services.broadcasts import texts
from bot.services.broadcasts.audience import Choice, Listed, People
from bot.services.broadcasts.cautions import Caution, Kind
from bot.services.broadcasts.paying import Price
from bot.texts import plain, say
from models import AudienceKind, Broadcast

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class About:
    """What a card shows besides the broadcast itself.

    `number` is the number of chats that it goes to; of a correction that of the copies that are there, and
    `waiting` those that wait still. `languages` have texts of their own. `price` is what paying for speed
    would cost, where that is possible.
    """

    audience: str
    number: int
    cautions: Sequence[Caution]
    languages: Sequence[str]
    meeting: str | None
    zone: ZoneInfo
    rests_until: datetime | None = None
    waiting: int = 0
    price: Price | None = None


def of_kind(broadcast: Broadcast, groups: str, people: str) -> str:
    """The key of a text as it is for this audience: groups, or people."""
    return people if broadcast.audience.is_people else groups


def moment(at: datetime, zone: ZoneInfo, language: str) -> str:
    """An instant on the readers' clock: "donderdag 26 november 2026 om 10:00 uur"."""
    local = at.astimezone(zone)
    day = format_date(local, "full", locale=language)
    return plain(language, "broadcast-moment", day=day, time=format_time(local, "HH:mm", locale=language))


def draft(broadcast: Broadcast, about: About, language: str) -> Card:
    """A draft: for whom and when it is, what may have been overlooked, and what can be done with it."""
    this = f"b:{broadcast.id}"
    heading = "broadcast-correction" if broadcast.is_correction else "broadcast-draft"
    parts = [
        say(language, heading),
        *_facts(broadcast, about, language),
        say(language, "broadcast-draft-how"),
    ]
    rows = [
        *([] if broadcast.is_correction else [_first_row(broadcast, language)]),
        [
            _switch("link", "l", "m", is_on=broadcast.link_url is not None, this=this, language=language),
            _switch("ask", "d", "d", is_on=broadcast.asks_dilemma, this=this, language=language),
        ],
        [
            _switch("meeting", "me", "mo", is_on=about.meeting is not None, this=this, language=language),
            Button(plain(language, "button-broadcast-languages"), f"{this}:la"),
        ],
        [Button(plain(language, "button-broadcast-check"), f"{this}:p", style="primary")],
        [Button(plain(language, "button-broadcast-drop"), f"{this}:x", style="danger")],
    ]
    return Card(paragraphs(parts), rows)


def _first_row(broadcast: Broadcast, language: str) -> list[Button]:
    this = f"b:{broadcast.id}"
    return [
        Button(plain(language, "button-broadcast-audience"), f"{this}:a"),
        Button(plain(language, "button-broadcast-when"), f"{this}:wh"),
    ]


def _switch(name: str, on: str, off: str, *, is_on: bool, this: str, language: str) -> Button:
    key = f"button-broadcast-{name}-{'off' if is_on else 'on'}"
    return Button(plain(language, key), f"{this}:{off if is_on else on}")


def kinds(broadcast: Broadcast, language: str) -> Card:
    """By what to choose the audience."""
    rows = [
        [Button(plain(language, f"button-broadcast-{kind.value}"), f"b:{broadcast.id}:a:{kind.value}:1")]
        for kind in AudienceKind
    ]
    return Card(say(language, "broadcast-audience-how"), [*rows, back(broadcast, language)])


def values(
    broadcast: Broadcast, kind: AudienceKind, offered: Sequence[Choice], page: int, language: str
) -> Card:
    """Which theme, place, collective or language; pages count from 1."""
    if not offered:
        return Card(say(language, "broadcast-audience-none"), [back(broadcast, language)])
    pages = -(-len(offered) // PER_PAGE)
    page = min(max(page, 1), pages)
    shown = offered[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = [[Button(one.label[:60], f"b:{broadcast.id}:v:{kind.value}:{one.mark}")] for one in shown]
    turn = [
        Button(sign, f"b:{broadcast.id}:a:{kind.value}:{to}")
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 1 <= to <= pages
    ]
    return Card(say(language, f"broadcast-which-{kind.value}"), [*rows, turn, back(broadcast, language)])


def sessions(broadcast: Broadcast, offered: Sequence[tuple[int, str]], language: str) -> Card:
    """For which coming session it has buttons to sign up: numbers and names."""
    text = "broadcast-which-meeting" if offered else "broadcast-no-meetings"
    rows = [[Button(name[:60], f"b:{broadcast.id}:me:{number}")] for number, name in offered]
    return Card(say(language, text), [*rows, back(broadcast, language)])


def languages(
    broadcast: Broadcast, offered: Sequence[str], have: Iterable[str], readers: dict[str, int], language: str
) -> Card:
    """In which languages it has a text of its own, and which it can get."""
    has = set(have)
    rows = [
        [
            Button(
                plain(
                    language,
                    "button-broadcast-text-in",
                    sign="✓" if code in has else "+",
                    name=texts.name_of(code, language),
                    number=readers.get(code, 0),
                ),
                f"b:{broadcast.id}:la:{code}",
            )
        ]
        for code in offered
    ]
    return Card(say(language, "broadcast-languages"), [*rows, back(broadcast, language)])


def language_text(broadcast: Broadcast, code: str, language: str, *, has_text: bool) -> Card:
    """Ask for the text in one language, or offer to take it away."""
    name = texts.name_of(code, language)
    rows = [back(broadcast, language)]
    if has_text:
        label = plain(language, "button-broadcast-text-drop", name=name)
        rows.insert(0, [Button(label, f"b:{broadcast.id}:ld:{code}")])
    return Card(say(language, "broadcast-ask-language", name=name), rows)


def confirmation(
    broadcast: Broadcast,
    about: About,
    language: str,
    *,
    second: bool,
    colleagues: bool,
    changed: bool = False,
) -> Card:
    """The last look: exactly how many chats, and the press that sends it, or who has to look along."""
    this, number = f"b:{broadcast.id}", about.number
    parts = [
        say(language, "broadcast-changed") if changed else say(language, "broadcast-looks-like-this"),
        *_facts(broadcast, about, language),
    ]
    rows: list[list[Button]] = []
    if number + about.waiting == 0:
        parts.append(say(language, of_kind(broadcast, "broadcast-nobody", "broadcast-nobody-people")))
    elif second:
        parts.append(
            say(
                language,
                of_kind(broadcast, "broadcast-second", "broadcast-second-people"),
                number=number + about.waiting,
            )
        )
        if colleagues:
            rows.append([Button(plain(language, "button-broadcast-colleague"), f"{this}:k", style="primary")])
        rows.append([Button(plain(language, "button-broadcast-type"), f"{this}:n")])
    else:
        label = send_label(broadcast, about, language)
        rows.append([Button(label, f"{this}:y:{broadcast.version}:{number}", style="success")])
    if number and not broadcast.is_correction:
        rows.append(
            [
                Button(
                    plain(
                        language, of_kind(broadcast, "button-broadcast-list", "button-broadcast-list-people")
                    ),
                    f"{this}:w:1",
                )
            ]
        )
        rows += _paying(broadcast, about, language)
    return Card(paragraphs(parts), [*rows, back(broadcast, language)])


def _paying(broadcast: Broadcast, about: About, language: str) -> list[list[Button]]:
    if about.price is None:
        return []
    label, verb = ("unpaid", "pn") if broadcast.is_paid else ("paid", "pr")
    return [[Button(plain(language, f"button-broadcast-{label}"), f"b:{broadcast.id}:{verb}")]]


def send_label(broadcast: Broadcast, about: About, language: str) -> str:
    """What is on the button that sends it, plans it, or corrects what was sent."""
    number = about.number
    if broadcast.is_correction:
        return plain(
            language,
            of_kind(broadcast, "button-broadcast-correct-yes", "button-broadcast-correct-yes-people"),
            number=number,
        )
    if broadcast.due_at is not None:
        return plain(
            language,
            of_kind(broadcast, "button-broadcast-plan", "button-broadcast-plan-people"),
            number=number,
        )
    return plain(
        language, of_kind(broadcast, "button-broadcast-send", "button-broadcast-send-people"), number=number
    )


def price(broadcast: Broadcast, about: About, language: str) -> Card:
    """What sending faster costs, with a press of its own; nothing is paid before it is sent."""
    if about.price is None:
        return draft(broadcast, about, language)
    one = about.price
    text = say(
        language,
        "broadcast-price",
        number=about.number,
        stars=one.stars,
        most=one.most,
        minutes=one.minutes,
        free=one.free_minutes,
    )
    label = plain(language, "button-broadcast-pay", stars=one.stars)
    rows = [[Button(label, f"b:{broadcast.id}:pa:{broadcast.version}:{about.number}", style="danger")]]
    return Card(text, [*rows, back(broadcast, language)])


def approval(broadcast: Broadcast, about: About, language: str, *, changed: bool) -> Card:
    """What a colleague is asked, under the invitation as it will arrive."""
    number = about.number
    first = "broadcast-changed" if changed else "broadcast-approval"
    parts = [say(language, first), *_facts(broadcast, about, language)]
    this = f"ba:{broadcast.id}:{broadcast.version}"
    label = send_label(broadcast, about, language)
    rows = [
        [Button(label, f"{this}:y:{number}", style="success")],
        [Button(plain(language, "button-broadcast-refuse"), f"{this}:n:0")],
    ]
    return Card(paragraphs(parts), rows if number + about.waiting else [])


def listing(broadcast: Broadcast, listed: Listed, page: int, language: str) -> Card:
    """Who it goes to, by collective."""
    page = min(max(page, 1), listed.pages)
    lines = [
        say(language, "broadcast-list-line", name=name, place=place or "–", number=number)
        for name, place, number in listed.collectives
    ]
    if listed.without:
        lines.append(say(language, "broadcast-list-without", number=listed.without))
    turn = [
        Button(sign, f"b:{broadcast.id}:w:{to}")
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 1 <= to <= listed.pages
    ]
    text = Html(say(language, "broadcast-list") + "\n" + "\n".join(lines))
    return Card(text, [turn, back(broadcast, language)])


def people(broadcast: Broadcast, listed: People, language: str) -> Card:
    """How many people it goes to, by language, and how many it does not reach: numbers, never names."""
    lines = [
        say(
            language,
            "broadcast-list-language",
            name=texts.name_of(code, language),
            number=number,
        )
        for code, number in sorted(listed.by_language.items(), key=lambda one: -one[1])
    ]
    lines += [
        say(language, key, number=number)
        for key, number in (
            ("broadcast-list-unreachable", listed.unreachable),
            ("broadcast-list-unwilling", listed.unwilling),
        )
        if number
    ]
    text = Html(say(language, "broadcast-list-people") + "\n" + "\n".join(lines))
    return Card(text, [back(broadcast, language)])


def back(broadcast: Broadcast, language: str) -> list[Button]:
    """The way back to the draft."""
    return [Button(plain(language, "button-broadcast-back"), f"b:{broadcast.id}:z")]


def paragraphs(parts: Iterable[Html]) -> Html:
    """Paragraphs with an empty line between them."""
    return Html("\n\n".join(parts))


def audience_line(broadcast: Broadcast, audience: str, number: int, language: str) -> Html:
    """For whom it is, and how many these are now."""
    who = say(language, f"broadcast-to-{broadcast.audience.value}", value=audience)
    return say(
        language,
        of_kind(broadcast, "broadcast-audience", "broadcast-audience-people"),
        who=who,
        number=number,
    )


def when_line(broadcast: Broadcast, zone: ZoneInfo, language: str) -> Html:
    """When it begins, and over how many hours it is spread."""
    if broadcast.due_at is None:
        words = say(language, "broadcast-when-now")
    else:
        words = say(language, "broadcast-when-at", moment=moment(broadcast.due_at, zone, language))
    if not broadcast.spread_hours:
        return words
    return Html(f"{words} {say(language, 'broadcast-when-spread', hours=broadcast.spread_hours)}")


def _facts(broadcast: Broadcast, about: About, language: str) -> list[Html]:
    """What is chosen, line by line, and what may have been overlooked."""
    if broadcast.is_correction:
        counted = say(
            language,
            of_kind(broadcast, "broadcast-correction-number", "broadcast-correction-number-people"),
            number=about.number,
        )
        lines = [counted]
        if about.waiting:
            lines.append(say(language, "broadcast-correction-waiting", number=about.waiting))
    else:
        lines = [audience_line(broadcast, about.audience, about.number, language)]
        if broadcast.due_at is not None or broadcast.spread_hours:
            lines.append(when_line(broadcast, about.zone, language))
    if about.languages:
        names = ", ".join(texts.name_of(code, language) for code in about.languages)
        lines.append(say(language, "broadcast-has-languages", names=names))
    if about.meeting is not None:
        lines.append(say(language, "broadcast-has-meeting", meeting=about.meeting))
    if broadcast.is_paid and about.price is not None:
        lines.append(say(language, "broadcast-has-price", stars=about.price.stars))
    if about.rests_until is not None:
        key = "broadcast-will-rest" if broadcast.due_at is None else "broadcast-will-rest-then"
        lines.append(say(language, key, moment=moment(about.rests_until, about.zone, language)))
    return lines + [_caution(one, language) for one in about.cautions]


def _caution(caution: Caution, language: str) -> Html:
    if caution.kind is Kind.LANGUAGE:
        name = texts.name_of(caution.language, language)
        return say(language, "broadcast-caution-language", name=name, number=caution.number)
    if caution.day is not None:
        return say(language, "broadcast-caution-no-day", day=day_text(caution.day, language))
    return say(language, f"broadcast-caution-{caution.kind.value}")
