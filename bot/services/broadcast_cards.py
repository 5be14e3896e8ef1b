"""The messages with which a coordinator writes, confirms and follows a broadcast."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from bot.messages import Button, Card, Html
from bot.services.broadcast_audience import Choice, Listed
from bot.services.broadcast_progress import Tally
from bot.services.broadcasts import Caution
from bot.texts import plain, say
from models import AudienceKind, Broadcast, BroadcastState

PER_PAGE = 8
BAR = 12
# What a report names besides what was delivered, with what to do about it.
OUTCOMES = ("unknown", "left", "blocked", "muted", "unwanted", "expired", "stopped", "failed")


def draft(
    broadcast: Broadcast, audience: str, number: int, cautions: Sequence[Caution], language: str
) -> Card:
    """A draft: for whom it is, what may have been overlooked, and what can be done with it."""
    number_of, has_link = broadcast.id, broadcast.link_url is not None
    parts = [
        say(language, "broadcast-draft"),
        _audience_line(broadcast, audience, number, language),
        *_cautions(cautions, language),
        say(language, "broadcast-draft-how"),
    ]
    asks = "button-broadcast-ask-off" if broadcast.asks_dilemma else "button-broadcast-ask-on"
    link = "button-broadcast-unlink" if has_link else "button-broadcast-link"
    rows = [
        [Button(plain(language, "button-broadcast-audience"), f"b:{number_of}:a")],
        [
            Button(plain(language, link), f"b:{number_of}:{'m' if has_link else 'l'}"),
            Button(plain(language, asks), f"b:{number_of}:d"),
        ],
        [Button(plain(language, "button-broadcast-check"), f"b:{number_of}:p", style="primary")],
        [Button(plain(language, "button-broadcast-drop"), f"b:{number_of}:x", style="danger")],
    ]
    return Card(_paragraphs(parts), rows)


def kinds(broadcast: Broadcast, language: str) -> Card:
    """By what to choose the audience."""
    rows = [
        [Button(plain(language, f"button-broadcast-{kind.value}"), f"b:{broadcast.id}:a:{kind.value}:1")]
        for kind in AudienceKind
    ]
    return Card(say(language, "broadcast-audience-how"), [*rows, _back(broadcast, language)])


def values(
    broadcast: Broadcast, kind: AudienceKind, offered: Sequence[Choice], page: int, language: str
) -> Card:
    """Which theme, place, collective or language; pages count from 1."""
    if not offered:
        return Card(say(language, "broadcast-audience-none"), [_back(broadcast, language)])
    pages = -(-len(offered) // PER_PAGE)
    page = min(max(page, 1), pages)
    shown = offered[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = [[Button(one.label[:60], f"b:{broadcast.id}:v:{kind.value}:{one.mark}")] for one in shown]
    turn = [
        Button(sign, f"b:{broadcast.id}:a:{kind.value}:{to}")
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 1 <= to <= pages
    ]
    return Card(say(language, f"broadcast-which-{kind.value}"), [*rows, turn, _back(broadcast, language)])


def confirmation(
    broadcast: Broadcast,
    audience: str,
    number: int,
    cautions: Sequence[Caution],
    language: str,
    *,
    second: bool,
    colleagues: bool,
    rests: bool,
    changed: bool = False,
) -> Card:
    """The last look: exactly how many chats, and the press that sends it, or who has to look along."""
    this = f"b:{broadcast.id}"
    parts = [
        say(language, "broadcast-changed") if changed else say(language, "broadcast-looks-like-this"),
        _audience_line(broadcast, audience, number, language),
        *_cautions(cautions, language),
    ]
    if rests:
        parts.append(say(language, "broadcast-will-rest"))
    rows: list[list[Button]] = []
    if number == 0:
        parts.append(say(language, "broadcast-nobody"))
    elif second:
        parts.append(say(language, "broadcast-second", number=number))
        if colleagues:
            rows.append([Button(plain(language, "button-broadcast-colleague"), f"{this}:k", style="primary")])
        rows.append([Button(plain(language, "button-broadcast-type"), f"{this}:n")])
    else:
        label = plain(language, "button-broadcast-send", number=number)
        rows.append([Button(label, f"{this}:y:{broadcast.version}:{number}", style="success")])
    if number:
        rows.append([Button(plain(language, "button-broadcast-list"), f"{this}:w:1")])
    return Card(_paragraphs(parts), [*rows, _back(broadcast, language)])


def approval(
    broadcast: Broadcast,
    audience: str,
    number: int,
    cautions: Sequence[Caution],
    language: str,
    *,
    changed: bool,
) -> Card:
    """What a colleague is asked, under the invitation as it will arrive."""
    first = "broadcast-changed" if changed else "broadcast-approval"
    parts = [
        say(language, first),
        _audience_line(broadcast, audience, number, language),
        *_cautions(cautions, language),
    ]
    this = f"ba:{broadcast.id}:{broadcast.version}"
    yes = Button(
        plain(language, "button-broadcast-send", number=number), f"{this}:y:{number}", style="success"
    )
    rows = [[yes], [Button(plain(language, "button-broadcast-refuse"), f"{this}:n:0")]]
    return Card(_paragraphs(parts), rows if number else [])


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
    return Card(text, [turn, _back(broadcast, language)])


def progress(broadcast: Broadcast, tally: Tally, minutes: int | None, language: str) -> Card:
    """How far it is, or what came of it when it is over."""
    if broadcast.finished_at is not None:
        return report(broadcast, tally, language)
    done = tally.settled / tally.total if tally.total else 0.0
    full = int(done * BAR)
    lines = [
        say(language, f"broadcast-state-{broadcast.state.value}"),
        Html(f"{'▓' * full}{'░' * (BAR - full)} {int(done * 100)}%"),
        say(language, "broadcast-count-delivered", number=tally.delivered),
        say(language, "broadcast-count-not", number=tally.not_delivered),
    ]
    if tally.unknown:
        lines.append(say(language, "broadcast-count-unknown", number=tally.unknown))
    lines.append(say(language, "broadcast-count-waiting", number=tally.waiting))
    is_sending = broadcast.state is BroadcastState.SENDING
    if is_sending and broadcast.resting_until is not None:
        lines.append(say(language, "broadcast-rests"))
    elif is_sending and minutes is not None and tally.waiting:
        lines.append(say(language, "broadcast-minutes", number=minutes))
    this = f"b:{broadcast.id}"
    rows: list[list[Button]] = []
    if broadcast.is_under_way:
        hold = ("button-broadcast-pause", "h") if is_sending else ("button-broadcast-go-on", "g")
        rows.append(
            [
                Button(plain(language, hold[0]), f"{this}:{hold[1]}"),
                Button(plain(language, "button-broadcast-stop"), f"{this}:s", style="danger"),
            ]
        )
    return Card(Html("\n".join(lines)), rows)


def undoing(broadcast: Broadcast, tally: Tally, unknown: int, language: str) -> Card:
    """How far taking it back is. `unknown` copies may be somewhere, but nobody knows their number."""
    over = broadcast.finished_at is not None
    lines = [
        say(language, "broadcast-undone" if over else "broadcast-undoing"),
        say(language, "broadcast-undo-count", number=tally.delivered, total=tally.total),
    ]
    if tally.failed:
        lines.append(say(language, "broadcast-undo-failed", number=tally.failed))
    if unknown and over:
        lines.append(say(language, "broadcast-undo-unknown", number=unknown))
    return Card(_paragraphs(lines))


def ask_to_take_back(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    """Whether to delete it everywhere."""
    this, number = f"b:{broadcast.id}", tally.delivered
    label = plain(language, "button-broadcast-undo-yes", number=number)
    rows = [
        [Button(label, f"{this}:j:{number}", style="danger")],
        [Button(plain(language, "button-broadcast-back"), f"{this}:r")],
    ]
    return Card(say(language, "broadcast-undo-sure", number=number), rows)


def ask_to_stop(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    """Whether to stop for good."""
    this = f"b:{broadcast.id}"
    rows = [
        [Button(plain(language, "button-broadcast-stop-yes"), f"{this}:q", style="danger")],
        [Button(plain(language, "button-broadcast-back"), f"{this}:r")],
    ]
    return Card(say(language, "broadcast-stop-sure", number=tally.waiting), rows)


def report(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    """What became of it, each with what to do."""
    heading = "broadcast-report-stopped" if broadcast.state is BroadcastState.STOPPED else "broadcast-report"
    parts = [
        say(language, heading),
        say(language, "broadcast-report-delivered", number=tally.delivered, total=tally.total),
    ]
    numbers = {one.name: getattr(tally, one.name) for one in fields(tally)}
    parts += [
        say(language, f"broadcast-outcome-{name}", number=numbers[name]) for name in OUTCOMES if numbers[name]
    ]
    rows = []
    if tally.unknown:
        label = plain(language, "button-broadcast-resend", number=tally.unknown)
        rows.append([Button(label, f"b:{broadcast.id}:u:{tally.unknown}")])
    if tally.delivered:
        rows.append([Button(plain(language, "button-broadcast-undo"), f"b:{broadcast.id}:t")])
    return Card(_paragraphs(parts), rows)


def settings(refused: Sequence[str], language: str) -> Card:
    """Whether a chat gets invitations, and the press that changes it."""
    if not refused:
        text, button, data = "invitations-on", "button-invitations-off", "bs:0"
    elif "" in refused:
        text, button, data = "invitations-off", "button-invitations-on", "bs:1"
    else:
        text, button, data = "invitations-partly", "button-invitations-on", "bs:1"
    words = say(language, text, themes=", ".join(theme for theme in refused if theme))
    return Card(words, [[Button(plain(language, button), data)]])


def opted_out(broadcast: Broadcast, language: str) -> Card:
    """That a chat gets no more invitations, with a way back; or no more about this theme only."""
    rows = [[Button(plain(language, "button-invitations-on"), "bs:1")]]
    if broadcast.audience is AudienceKind.THEME:
        label = plain(language, "button-invitations-theme", theme=broadcast.audience_value)
        rows.append([Button(label, f"bt:{broadcast.id}")])
    return Card(say(language, "invitations-stopped"), rows)


def _audience_line(broadcast: Broadcast, audience: str, number: int, language: str) -> Html:
    who = say(language, f"broadcast-to-{broadcast.audience.value}", value=audience)
    return say(language, "broadcast-audience", who=who, number=number)


def _cautions(cautions: Iterable[Caution], language: str) -> list[Html]:
    return [say(language, f"broadcast-caution-{caution.value}") for caution in cautions]


def _back(broadcast: Broadcast, language: str) -> list[Button]:
    return [Button(plain(language, "button-broadcast-back"), f"b:{broadcast.id}:z")]


def _paragraphs(parts: Iterable[Html]) -> Html:
    return Html("\n\n".join(parts))
