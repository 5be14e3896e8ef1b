"""How often a question without a case is offered the session that is about it, by how confident the match is.

Run: python -m tests.bench.session_offers. Of each development question the case that answers it is taken out
of the library; of those that then find nothing, that case's title is put among ten others as sessions. The
questions that have no case at all stand for those that no session is about.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bot.matching import CaseText, Index, Outcome

DATA = Path(__file__).parents[1] / "data" / "matching"
LIBRARIES = ("dev", "city", "village")
THRESHOLDS = (0.03, 0.1, 0.2, 0.3, 0.5, 0.7)
OTHERS = 10


class Offer(NamedTuple):
    """The best session for a question, and the one that is about it, if any."""

    right: str | None
    best: str | None
    confidence: float


def read(name: str) -> list[dict[str, Any]]:
    """The records of a file of the development data."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def offers(name: str, chance: random.Random) -> Iterator[Offer]:
    """Every question of a library that finds no case, with the session that would be offered."""
    cases = {record["id"]: CaseText.from_record(record) for record in read(f"{name}_library")}
    questions = defaultdict(list)
    for record in read(f"{name}_queries"):
        questions[tuple(record["gold"])].append(record["text"])
    library = Index.build(list(cases.values()), None)
    for gold, texts in questions.items():
        rest = library.with_changes((), list(gold)) if gold else library
        for text in texts:
            if rest.match(text).outcome is Outcome.NONE:
                yield offer(text, cases, gold, chance)


def offer(text: str, cases: dict[str, CaseText], gold: tuple[str, ...], chance: random.Random) -> Offer:
    """The session that would be offered for a question."""
    others = chance.sample([case for case in cases.values() if case.id not in gold], OTHERS)
    about = [cases[gold[0]]] if gold else []
    sessions = [
        CaseText(id=case.id, title=case.title, dilemma=case.title, theme=case.theme)
        for case in (*others, *about)
    ]
    found = Index.build(sessions, None).match(text).candidates
    best = found[0] if found else None
    return Offer(
        about[0].id if about else None,
        best.case_id if best is not None else None,
        best.confidence if best is not None else 0.0,
    )


def main() -> None:
    """Print the shares for several thresholds."""
    chance = random.Random(5)
    found = [one for name in LIBRARIES for one in offers(name, chance)]
    fitting = [one for one in found if one.right is not None]
    others = [one for one in found if one.right is None]
    print(f"{len(fitting)} questions with a session about them, {len(others)} without")
    for threshold in THRESHOLDS:
        offered = [one for one in fitting if one.confidence >= threshold]
        right = sum(one.best == one.right for one in offered)
        wrong = sum(one.confidence >= threshold for one in others)
        print(
            f"from {threshold:.2f}: offered to {len(offered) / len(fitting):.0%}, of which right "
            f"{right / max(len(offered), 1):.0%}; offered without need {wrong / len(others):.0%}"
        )


if __name__ == "__main__":
    main()
