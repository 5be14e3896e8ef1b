"""Draws the states of introductions from the tables that the bot itself obeys: docs/introductions.svg.

One column for each state, one line for each event: a dot where it can happen, an arrow to where it leads.
`python -m bot.services.introductions.picture` prints the picture; `make pictures` puts it where it belongs.
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from html import escape

from bot.services.introductions.states import APPROACH, FINAL_REQUESTS, REQUEST
from models import ApproachState, IntroductionState
from models.introduction import OPEN

WIDTH, MARGIN, LABELS, TOP, LINE = 980, 20, 210, 64, 30
GOOD, BUSY, OVER, INK, FAINT = "#1b7f4d", "#1f5fa8", "#6b6b6b", "#222222", "#d5d5d5"


def svg() -> str:
    """The picture, as text."""
    request, height = _table(
        "A request",
        list(IntroductionState),
        [(*way, target) for way, target in REQUEST.items()],
        good=IntroductionState.MADE,
        final=FINAL_REQUESTS,
        top=MARGIN,
    )
    ended = [state for state in ApproachState if state not in OPEN]
    approach, height = _table(
        "One collective that is asked",
        list(ApproachState),
        [(*way, target) for way, target in APPROACH.items()],
        good=ApproachState.MADE,
        final=ended,
        top=height + 2 * MARGIN,
    )
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">',
            "<title>The states of an introduction</title>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *request,
            *approach,
            "</svg>\n",
        ]
    )


def _table(
    title: str,
    states: Sequence[StrEnum],
    transitions: Iterable[tuple[StrEnum, StrEnum, StrEnum]],
    *,
    good: StrEnum,
    final: Collection[StrEnum],
    top: int,
) -> tuple[list[str], int]:
    """The drawing of one machine, and where it ends."""
    step = (WIDTH - LABELS - MARGIN) / len(states)
    x = {state: LABELS + step * (place + 0.5) for place, state in enumerate(states)}
    rows: dict[tuple[StrEnum, StrEnum], list[StrEnum]] = {}
    loops: dict[StrEnum, list[StrEnum]] = {}
    for source, event, target in transitions:
        if source == target:
            loops.setdefault(event, []).append(source)
        else:
            rows.setdefault((event, target), []).append(source)
    bottom = top + TOP + LINE * (len(rows) + len(loops))
    drawn = [_text(MARGIN, top + 16, title, bold=True)]
    for state in states:
        colour = GOOD if state == good else OVER if state in final else BUSY
        drawn += _column(x[state], step, top, bottom, str(state), colour)
    y = top + TOP
    for (event, target), sources in rows.items():
        drawn.append(_text(MARGIN, y + 4, str(event)))
        colour = GOOD if target == good else INK
        farthest = max(sources, key=lambda source: abs(x[source] - x[target]))
        drawn.append(_arrow(x[farthest], x[target], y, colour))
        drawn += [_dot(x[source], y, colour) for source in sources if source != farthest]
        y += LINE
    for event, sources in loops.items():
        drawn.append(_text(MARGIN, y + 4, f"{event} (stays)"))
        drawn += [_dot(x[source], y, BUSY, ring=True) for source in sources]
        y += LINE
    return drawn, bottom


def _column(x: float, step: float, top: int, bottom: int, name: str, colour: str) -> list[str]:
    label = name.replace("_", " ")
    left, width = x - step / 2 + 3, step - 6
    return [
        f'<line x1="{x:.0f}" y1="{top + 46}" x2="{x:.0f}" y2="{bottom - 10}" stroke="{FAINT}"/>',
        f'<rect x="{left:.0f}" y="{top + 22}" width="{width:.0f}" height="24" rx="5" fill="{colour}"/>',
        f'<text x="{x:.0f}" y="{top + 38}" text-anchor="middle" fill="#ffffff" font-size="12">{label}</text>',
    ]


def _arrow(source: float, target: float, y: int, colour: str) -> str:
    way = 1 if target > source else -1
    tip = target - 2 * way
    back = tip - 8 * way
    return (
        f'{_dot(source, y, colour)}<line x1="{source:.0f}" y1="{y}" x2="{back:.0f}" y2="{y}" '
        f'stroke="{colour}" stroke-width="1.5"/>'
        f'<path d="M{tip:.0f} {y} L{back:.0f} {y - 4} L{back:.0f} {y + 4} Z" fill="{colour}"/>'
    )


def _dot(x: float, y: int, colour: str, *, ring: bool = False) -> str:
    fill = "#ffffff" if ring else colour
    return f'<circle cx="{x:.0f}" cy="{y}" r="4" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'


def _text(x: int, y: int, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="{INK}"{weight}>{escape(words)}</text>'


if __name__ == "__main__":
    sys.stdout.write(svg())
