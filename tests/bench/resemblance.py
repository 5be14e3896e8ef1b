"""Which questions resemble each other: how often rightly, under weights that never saw their library.

Run: python -m tests.bench resemblance. Needs both encoders and scikit-learn. "The same" is having a case in
common; a question without a case is the same as none.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoders import E5Encoder, UseEncoder
from bot.matching.fit import LIBRARIES, Workshop, folds, odds
from bot.matching.fit_data import Encodings, Library, Replay, encoded, read_library
from bot.matching.fit_outside import Outside
from bot.matching.fit_ranking import fit_fusion, rank_samples
from bot.matching.fit_report import Unseen
from bot.matching.index import question_texts
from bot.matching.model import confidence, probability
from bot.matching.projection import unit
from bot.matching.resemblance import BARS, Bar, Question, resembling
from bot.matching.similar import embed
from bot.matching.text import clean
from bot.matching.types import Vectors

DATA = Path(__file__).parents[1] / "data" / "matching"
CACHE = Path.home() / ".cache" / "buurvraag"
CHANCES = (0.7, 0.8, 0.85, 0.9, 0.93)
LIKENESSES = (0.3, 0.35, 0.4, 0.45, 0.5)
ORDERS = 10
LEAST = 3


@dataclass(frozen=True, slots=True)
class Unfamiliar:
    """The questions of one library as its matcher sees them that never saw it."""

    questions: tuple[Question, ...]
    gold: tuple[frozenset[str], ...]
    background: tuple[str, ...]
    meaning: Vectors | None

    def same(self) -> NDArray[np.bool_]:
        """Which pairs have a case in common."""
        return np.array([[bool(one & other) for other in self.gold] for one in self.gold])


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure(
    workshop: Workshop, encodings: Sequence[Encodings], libraries: Sequence[Library]
) -> Mapping[str, Unfamiliar]:
    """Every library's questions with best case, chance and vector, by weights fitted on the others."""
    found = folds(workshop, encodings)
    ranked = {}
    for out in LIBRARIES:
        others = [sample for name in LIBRARIES if name != out for sample in found.inner[out, name]]
        ranked[out] = rank_samples(found.outer[out], fit_fusion(others))
    outside = Outside(encoded(workshop.libraries.values(), encodings), found.projections)
    right, some = odds(ranked, outside)
    raw = [confidence(one, any_) for one, any_ in zip(right, some, strict=True)]
    chances, _ = Unseen(ranked, np.array(raw), np.array([probability(any_) for any_ in some])).calibrated()
    at, seen = 0, {}
    for library in libraries:
        rows = ranked[library.name]
        asked = [question_texts(clean(str(q["text"])))[0] for q in library.questions]
        vectors = None
        if encodings:
            turned = found.projections[library.name].apply(Replay(encodings).encode(asked, "query"), "query")
            vectors = unit(turned)
        questions = tuple(
            Question(
                str(record["text"]),
                row.first,
                float(chance),
                # A sure case tells enough: as the bot does, no vector is made of such a question.
                None if vectors is None or chance >= _bar(encodings).same_case else vectors[number],
            )
            for number, (record, row, chance) in enumerate(
                zip(library.questions, rows, chances[at : at + len(rows)], strict=True)
            )
        )
        gold = tuple(frozenset(map(str, q["gold"])) for q in library.questions)  # type: ignore[call-overload]
        background = tuple(f"{case.title}. {case.dilemma}" for case in library.cases)
        seen[library.name] = Unfamiliar(questions, gold, background, vectors)
        at += len(rows)
    return seen


def _bar(encodings: Sequence[Encodings]) -> Bar:
    return BARS[_kind(encodings)]


def _kind(encodings: Sequence[Encodings]) -> str:
    return {0: "none", 1: "use", 2: "e5+use"}[len(encodings)]


def pairs(seen: Mapping[str, Unfamiliar]) -> None:
    """How many pairs above each bar are the same, and how many of those that are the same are above it."""
    for title, bars in (("same case, chance", CHANCES), ("likeness", LIKENESSES)):
        for bar in bars:
            hits = total = wanted = 0
            for one in seen.values():
                upper = np.triu(np.ones((len(one.gold), len(one.gold)), dtype=bool), 1)
                known = np.array([bool(gold) for gold in one.gold])
                upper &= known[:, None] | known[None, :]
                above = _by_case(one, bar) if title.startswith("same") else _likeness(one) >= bar
                same = one.same()
                hits += int((above & same & upper).sum())
                total += int((above & upper).sum())
                wanted += int((same & upper).sum())
            say(
                f"  {title} {bar:.2f}: right {hits / max(total, 1):.3f}, "
                f"found {hits / wanted:.3f}, {total} pairs"
            )


def _by_case(one: Unfamiliar, bar: float) -> NDArray[np.bool_]:
    sure = np.array([question.chance >= bar for question in one.questions])
    case = np.array([question.case_id for question in one.questions])
    return np.asarray(sure[:, None] & sure[None, :] & (case[:, None] == case[None, :]))


def _likeness(one: Unfamiliar) -> Vectors:
    """Of words, and of meaning where it is known, in equal parts."""
    texts = [question.text for question in one.questions]
    words = embed([*texts, *one.background], None)[: len(texts)]
    by_words: Vectors = words @ words.T
    if one.meaning is None:
        return by_words
    together: Vectors = ((by_words + one.meaning @ one.meaning.T) / 2).astype(np.float32)
    return together


def proposals(seen: Mapping[str, Unfamiliar], bar: Bar) -> None:
    """Every question by a collective of its own, in chance order: how good is what would be proposed?"""
    random = np.random.default_rng(1)
    number = all_three = two = members = right = possible = covered = 0
    for one in seen.values():
        table = resembling(one.questions, one.background, bar)
        for _ in range(ORDERS):
            cases: set[str] = set()
            for group in _groups(table, random.permutation(len(one.gold))):
                held = [gold for row in group for gold in one.gold[row]]
                most = max((held.count(gold) for gold in held), default=0)
                number, members, right = number + 1, members + len(group), right + most
                all_three, two = all_three + (most >= LEAST), two + (most >= LEAST - 1)
                cases |= {max(sorted(set(held)), key=held.count)} if most >= LEAST - 1 else set()
            asked = [gold for golds in one.gold for gold in golds]
            possible += sum(asked.count(gold) >= LEAST for gold in set(asked))
            covered += len(cases)
    say(
        f"  proposals: {number / ORDERS:.0f}; all three one case {all_three / number:.3f}, two of three "
        f"{two / number:.3f}, questions in their place {right / members:.3f}, "
        f"cases with three questions proposed {covered / possible:.3f}"
    )


def _groups(table: NDArray[np.bool_], order: NDArray[np.int64]) -> list[list[int]]:
    """The first three of each proposal; whatever resembles one of them later joins it."""
    groups: list[list[int]] = []
    taken: set[int] = set()
    seen: list[int] = []
    for row in order.tolist():
        seen.append(row)
        if any(table[row, other] for other in taken):
            taken.add(row)
            continue
        near = [other for other in seen if table[row, other] and other not in taken]
        if len(near) >= LEAST:
            groups.append(near[:LEAST])
            taken.update(near)
    return groups


def main(_arguments: Sequence[str] = ()) -> None:
    libraries = [read_library(DATA, name) for name in LIBRARIES]
    both = [Encodings(E5Encoder(), CACHE / "fit-e5.npz"), Encodings(UseEncoder(), CACHE / "fit-use.npz")]
    for one in both:
        one.fill(libraries)
    workshop = Workshop(libraries)
    for encodings in (both, both[1:], []):
        kind = _kind(encodings)
        say(f"{kind} (same case from {BARS[kind].same_case}, likeness from {BARS[kind].alike})")
        seen = measure(workshop, encodings, libraries)
        pairs(seen)
        proposals(seen, BARS[kind])


if __name__ == "__main__":
    main()
