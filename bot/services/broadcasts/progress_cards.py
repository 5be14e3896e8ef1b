"""The messages with which a coordinator follows a broadcast: waiting, under way, reported, taken back."""

from collections.abc import Sequence
from dataclasses import fields
from zoneinfo import ZoneInfo

from bot.messages import Button, Card, Html, shorten
from bot.services.broadcasts.cards import moment, of_kind, paragraphs, when_line
from bot.services.broadcasts.progress import Response, Tally
from bot.services.broadcasts.schedule import Unfit
from bot.texts import plain, say
from models import Broadcast, BroadcastState

BAR = 12
WORDS_SHOWN = 40
MINUTES_SHOWN = 120
# What a report names besides what was delivered, with what to do about it.
OUTCOMES = ("unknown", "left", "blocked", "muted", "unwanted", "missed", "expired", "stopped", "failed")


def progress(
    broadcast: Broadcast,
    tally: Tally,
    minutes: int | None,
    language: str,
    *,
    response: Response | None = None,
) -> Card:
    """How far it is, or what came of it when it is over."""
    if broadcast.finished_at is not None:
        return report(broadcast, tally, response or Response(), language)
    done = tally.settled / tally.total if tally.total else 0.0
    full = int(done * BAR)
    lines = [
        _state(broadcast, language),
        Html(f"{'▓' * full}{'░' * (BAR - full)} {int(done * 100)}%"),
        _delivered(broadcast, tally.delivered, language),
        say(language, "broadcast-count-not", number=tally.not_delivered),
    ]
    if tally.unknown:
        lines.append(say(language, "broadcast-count-unknown", number=tally.unknown))
    lines.append(say(language, "broadcast-count-waiting", number=tally.waiting))
    is_sending = broadcast.state is BroadcastState.SENDING
    if is_sending and broadcast.resting_until is not None:
        lines.append(say(language, "broadcast-rests"))
    elif is_sending and minutes is not None and tally.waiting:
        lines.append(_to_go(minutes, language))
    return Card(Html("\n".join(lines)), _holding(broadcast, is_sending=is_sending, language=language))


def _holding(broadcast: Broadcast, *, is_sending: bool, language: str) -> list[list[Button]]:
    """Pause or go on, stop, and correct what is there already."""
    if not broadcast.is_under_way:
        return []
    this = f"b:{broadcast.id}"
    hold = ("button-broadcast-pause", "h") if is_sending else ("button-broadcast-go-on", "g")
    rows = [
        [
            Button(plain(language, hold[0]), f"{this}:{hold[1]}"),
            Button(plain(language, "button-broadcast-stop"), f"{this}:s", style="danger"),
        ]
    ]
    if not broadcast.is_correction:
        rows.append([Button(plain(language, "button-broadcast-correct"), f"{this}:co")])
    return rows


def _to_go(minutes: int, language: str) -> Html:
    if minutes > MINUTES_SHOWN:
        return say(language, "broadcast-hours", number=round(minutes / 60))
    return say(language, "broadcast-minutes", number=minutes)


def _state(broadcast: Broadcast, language: str) -> Html:
    if broadcast.is_correction:
        return say(language, f"broadcast-correction-{broadcast.state.value}")
    return say(language, f"broadcast-state-{broadcast.state.value}")


def _delivered(broadcast: Broadcast, number: int, language: str) -> Html:
    key = "broadcast-count-corrected" if broadcast.is_correction else "broadcast-count-delivered"
    return say(language, key, number=number)


def undoing(broadcast: Broadcast, tally: Tally, unknown: int, language: str) -> Card:
    """How far taking it back is. `unknown` copies may be somewhere, but nobody knows their number."""
    over = broadcast.finished_at is not None
    lines = [
        say(language, "broadcast-undone" if over else "broadcast-undoing"),
        say(
            language,
            of_kind(broadcast, "broadcast-undo-count", "broadcast-undo-count-people"),
            number=tally.delivered,
            total=tally.total,
        ),
    ]
    if tally.failed:
        lines.append(say(language, "broadcast-undo-failed", number=tally.failed))
    if unknown and over:
        lines.append(say(language, "broadcast-undo-unknown", number=unknown))
    return Card(paragraphs(lines))


def ask_to_take_back(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    """Whether to delete it everywhere."""
    this, number = f"b:{broadcast.id}", tally.delivered
    label = plain(
        language,
        of_kind(broadcast, "button-broadcast-undo-yes", "button-broadcast-undo-yes-people"),
        number=number,
    )
    rows = [
        [Button(label, f"{this}:j:{number}", style="danger")],
        [Button(plain(language, "button-broadcast-back"), f"{this}:r")],
    ]
    return Card(
        say(language, of_kind(broadcast, "broadcast-undo-sure", "broadcast-undo-sure-people"), number=number),
        rows,
    )


def ask_to_stop(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    """Whether to stop for good."""
    this = f"b:{broadcast.id}"
    rows = [
        [Button(plain(language, "button-broadcast-stop-yes"), f"{this}:q", style="danger")],
        [Button(plain(language, "button-broadcast-back"), f"{this}:r")],
    ]
    return Card(
        say(
            language,
            of_kind(broadcast, "broadcast-stop-sure", "broadcast-stop-sure-people"),
            number=tally.waiting,
        ),
        rows,
    )


def report(broadcast: Broadcast, tally: Tally, response: Response, language: str) -> Card:
    """What became of it, each with what to do; and what came of it."""
    if broadcast.is_correction:
        return _report_of_correction(broadcast, tally, language)
    is_stopped = broadcast.state is BroadcastState.STOPPED
    if is_stopped and broadcast.began_at is None:
        return Card(say(language, "broadcast-called-off"))
    parts = [
        say(language, "broadcast-report-stopped" if is_stopped else "broadcast-report"),
        say(
            language,
            of_kind(broadcast, "broadcast-report-delivered", "broadcast-report-delivered-people"),
            number=tally.delivered,
            total=tally.total,
        ),
    ]
    numbers = {one.name: getattr(tally, one.name) for one in fields(tally)}
    parts += [
        say(language, f"broadcast-outcome-{name}", number=numbers[name]) for name in OUTCOMES if numbers[name]
    ]
    parts += _came_of_it(broadcast, response, language)
    this = f"b:{broadcast.id}"
    rows = []
    if tally.unknown:
        label = plain(language, "button-broadcast-resend", number=tally.unknown)
        rows.append([Button(label, f"{this}:u:{tally.unknown}")])
    if tally.expired:
        label = plain(language, "button-broadcast-send-late", number=tally.expired)
        rows.append([Button(label, f"{this}:sl:{tally.expired}")])
    if tally.delivered:
        rows.append(
            [
                Button(plain(language, "button-broadcast-correct"), f"{this}:co"),
                Button(plain(language, "button-broadcast-undo"), f"{this}:t"),
            ]
        )
        rows.append([Button(plain(language, "button-broadcast-refresh"), f"{this}:r")])
    return Card(paragraphs(parts), rows)


def _came_of_it(broadcast: Broadcast, response: Response, language: str) -> list[Html]:
    parts = []
    if broadcast.meeting_id is not None:
        coming, maybe = response.coming, response.maybe
        parts.append(say(language, "broadcast-came-of-it", coming=coming, maybe=maybe))
    if response.replies:
        parts.append(say(language, "broadcast-replies", number=response.replies))
    return parts


def _report_of_correction(broadcast: Broadcast, tally: Tally, language: str) -> Card:
    is_stopped = broadcast.state is BroadcastState.STOPPED
    parts = [
        say(language, "broadcast-corrected-stopped" if is_stopped else "broadcast-corrected"),
        say(
            language,
            of_kind(broadcast, "broadcast-corrected-count", "broadcast-corrected-count-people"),
            number=tally.delivered,
            total=tally.total,
        ),
    ]
    if tally.not_delivered:
        parts.append(say(language, "broadcast-corrected-not", number=tally.not_delivered))
    return Card(paragraphs(parts))


def scheduled(broadcast: Broadcast, audience: str, zone: ZoneInfo, language: str) -> Card:
    """That it waits for its time, and how to change that."""
    this = f"b:{broadcast.id}"
    who = say(language, f"broadcast-to-{broadcast.audience.value}", value=audience)
    key = of_kind(broadcast, "broadcast-scheduled-for", "broadcast-scheduled-for-people")
    parts = [
        say(language, "broadcast-scheduled", words=first_words(broadcast)),
        when_line(broadcast, zone, language),
        say(language, key, who=who, number=broadcast.counted or 0),
        say(language, "broadcast-scheduled-how"),
    ]
    rows = [
        [Button(plain(language, "button-broadcast-give-back"), f"{this}:gb")],
        [Button(plain(language, "button-broadcast-call-off"), f"{this}:ca", style="danger")],
    ]
    return Card(paragraphs(parts), rows)


def ask_to_call_off(broadcast: Broadcast, language: str) -> Card:
    """Whether never to send what is scheduled."""
    this = f"b:{broadcast.id}"
    rows = [
        [Button(plain(language, "button-broadcast-call-off-yes"), f"{this}:cy", style="danger")],
        [Button(plain(language, "button-broadcast-back"), f"{this}:r")],
    ]
    return Card(say(language, "broadcast-call-off-sure", words=first_words(broadcast)), rows)


def overview(found: Sequence[Broadcast], zone: ZoneInfo, language: str) -> Card:
    """What is under way and what is scheduled, each with the way to it."""
    lines, rows = [say(language, "broadcast-overview")], []
    for broadcast in found:
        words = first_words(broadcast)
        if broadcast.state is BroadcastState.SCHEDULED and broadcast.due_at is not None:
            when = moment(broadcast.due_at, zone, language)
            lines.append(say(language, "broadcast-overview-due", words=words, moment=when))
        else:
            lines.append(say(language, "broadcast-overview-now", words=words))
        rows.append([Button(words, f"b:{broadcast.id}:r")])
    return Card(Html("\n".join(lines)), rows)


def not_sent(broadcast: Broadcast, why: Unfit, number: int, agreed: int, language: str) -> Card:
    """That what was scheduled was not sent, why, and the way to the draft that it is again."""
    text = say(
        language,
        f"broadcast-unfit-{why.value}",
        words=first_words(broadcast),
        number=number,
        agreed=agreed,
    )
    if why is Unfit.AUTHOR:
        return Card(text)
    return Card(text, [[Button(plain(language, "button-broadcast-look-again"), f"b:{broadcast.id}:z")]])


def held_up(broadcast: Broadcast, language: str) -> Card:
    """That it waits because its session does not come any more, and what can be done."""
    this = f"b:{broadcast.id}"
    rows = [
        [Button(plain(language, "button-broadcast-correct"), f"{this}:co", style="primary")],
        [Button(plain(language, "button-broadcast-stop"), f"{this}:s", style="danger")],
    ]
    return Card(say(language, "broadcast-held-up", words=first_words(broadcast)), rows)


def first_words(broadcast: Broadcast) -> str:
    """How a broadcast is called where there are several: by how it begins."""
    return shorten(broadcast.text, WORDS_SHOWN) if broadcast.text else f"#{broadcast.id}"
