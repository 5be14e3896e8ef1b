"""Fit the weights of matching: `python -m bot.matching.fit`.

Reads the development libraries, leaves each out in turn to see what holds for a library never seen, prints
that, and writes data/weights.json, data/projection.npz and data/background.npz. Needs scipy and scikit-learn,
and both encoders. Everything is deterministic: the same data give the same files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.matching.background import FILE as BACKGROUND_FILE
from bot.matching.background import pack_background
from bot.matching.case_vectors import case_vectors
from bot.matching.encoders import E5Encoder, UseEncoder
from bot.matching.features import feature_names, measure_vectors
from bot.matching.fit_data import Encodings, Library, Replay, encoded, pairs, read_library
from bot.matching.fit_outside import Outside, fit_subject, make_background
from bot.matching.fit_projection import Pairs, fit_projection
from bot.matching.fit_ranking import (
    FLAGS,
    Ranked,
    Sample,
    fit_chance,
    fit_curve,
    fit_fusion,
    logistic_record,
    rank_samples,
    with_outside,
)
from bot.matching.fit_report import Unseen, ablate, describe, draw
from bot.matching.index import Index, question_texts
from bot.matching.model import BLOCKS, FILE, Array, confidence, probability
from bot.matching.projection import FILE as PROJECTION_FILE
from bot.matching.projection import JointProjection, LinearProjection, Projection

HERE = Path(__file__).parent
LIBRARIES = ("dev", "city", "village", "organisation", "flemish")
# Costs: a wrong "sure" misleads; an "unsure" asks for one more tap; a wrong "none" loses the answer.
# The aims are 92 of 100 right and 3 of 100 others; questions by strangers are harder than those fitted on.
SURE_RIGHT = 0.935
SURE_OF_OTHERS = 0.025
NONE_KEPT = 0.05


def samples(library: Library) -> list[Sample]:
    """Every question of a library, measured by its words."""
    index = Index.build(library.cases, None)
    found = []
    for record in library.questions:
        question = index.read(str(record["text"]))
        ids, measured, _ = index.measure(question, None)
        gold = record["gold"]
        wanted = [str(case_id) for case_id in gold] if isinstance(gold, list) else []
        rows = tuple(ids.index(case_id) for case_id in wanted)
        found.append(Sample(library.name, str(record.get("kind", "")), question, measured, rows))
    return found


def with_meaning(
    library: Library, by_words: Sequence[Sample], replay: Replay, projection: Projection
) -> list[Sample]:
    """The same questions measured by their vectors too, under this projection."""
    held = case_vectors(library.cases, replay, replay, projection)
    cases = [held[case_id] for case_id in sorted(held)]
    found = []
    for sample in by_words:
        asked = projection.apply(replay.encode(question_texts(sample.question.text), "query"), "query")
        columns = np.stack(measure_vectors(asked, cases, projection.blocks), axis=1)
        found.append(replace(sample, measured=np.concatenate([sample.measured, columns], axis=1)))
    return found


@dataclass(frozen=True, slots=True)
class Folds:
    """Samples of each library under projections that never saw it, nor a second library left out."""

    outer: Mapping[str, list[Sample]]
    inner: Mapping[tuple[str, str], list[Sample]]  # (left out, measured)
    projections: Mapping[str, Projection]  # those that never saw the library; none without encoders


class Workshop:
    """What the kinds of model share: questions measured by words, and fitted projections."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        self.libraries = {library.name: library for library in libraries}
        self.by_words = {name: samples(library) for name, library in self.libraries.items()}
        self._projections: dict[tuple[str, tuple[str, ...]], LinearProjection] = {}
        self._pairs: dict[tuple[str, str], Pairs] = {}

    def projection(self, encodings: Sequence[Encodings], seen: Sequence[str]) -> Projection:
        """The projection of these encoders fitted on these libraries."""
        return join([self._one(encoding, tuple(sorted(seen))) for encoding in encodings])

    def _one(self, encoding: Encodings, seen: tuple[str, ...]) -> LinearProjection:
        kind = encoding.encoder.name
        if (kind, seen) not in self._projections:
            for name in seen:
                if (kind, name) not in self._pairs:
                    self._pairs[kind, name] = pairs(self.libraries[name], encoding)
            self._projections[kind, seen] = fit_projection([self._pairs[kind, name] for name in seen])
        return self._projections[kind, seen]


def folds(workshop: Workshop, encodings: Sequence[Encodings]) -> Folds:
    """Measure everything that leave-one-library-out needs."""
    names, by_words = list(workshop.libraries), workshop.by_words
    if not encodings:
        return Folds(
            by_words, {(out, name): by_words[name] for out in names for name in names if out != name}, {}
        )
    replay = Replay(encodings)
    replay.load(workshop.libraries.values())

    def measured(name: str, unseen: Sequence[str]) -> list[Sample]:
        projection = workshop.projection(encodings, [s for s in names if s not in unseen])
        return with_meaning(workshop.libraries[name], by_words[name], replay, projection)

    outer = {name: measured(name, (name,)) for name in names}
    inner = {(out, name): measured(name, (out, name)) for out in names for name in names if out != name}
    unseen = {name: workshop.projection(encodings, [s for s in names if s != name]) for name in names}
    return Folds(outer, inner, unseen)


def join(each: Sequence[LinearProjection]) -> Projection:
    """One projection for encoders side by side."""
    if len(each) == 1:
        return each[0]
    sizes = np.cumsum([len(one.mean_query) for one in each])
    return JointProjection(tuple(int(size) for size in sizes), tuple(each))


def fit_kind(
    kind: str,
    workshop: Workshop,
    encodings: Sequence[Encodings],
    *,
    ablations: bool = False,
    diagram: Path | None = None,
) -> dict[str, object]:
    """Fit one kind of model; prints what leaving libraries out gives."""
    names = list(workshop.libraries)
    found = folds(workshop, encodings)
    ranked: dict[str, list[Ranked]] = {}
    for out in names:
        train = [sample for name in names if name != out for sample in found.inner[out, name]]
        fusion = fit_fusion(train)
        ranked[out] = rank_samples(found.outer[out], fusion)
    fusion = fit_fusion([sample for name in names for sample in found.outer[name]])
    outside = Outside(encoded(workshop.libraries.values(), encodings), found.projections)
    odds_right, odds_some = odds(ranked, outside)
    right = [confidence(first, any_) for first, any_ in zip(odds_right, odds_some, strict=True)]
    some = [probability(any_) for any_ in odds_some]
    everything = [one for name in names for one in _completed(ranked, name, outside)]
    right_hits = [one.place == 1 for one in everything]
    some_hits = [one.place > 0 for one in everything]
    right_curve, some_curve = fit_curve(right, right_hits), fit_curve(some, some_hits)
    unseen = Unseen(ranked, np.array(right), np.array(some))
    held_right, held_some = unseen.calibrated()
    held_some = np.maximum(held_right, held_some)
    sure_from = _sure_from(held_right, held_some, right_hits, some_hits)
    none_below = _none_below(held_some, some_hits)
    print(describe(kind, unseen, sure_from, none_below), flush=True)
    if diagram is not None:
        draw(unseen, diagram)
    if ablations:
        print(ablate(feature_names(BLOCKS[kind]), found.outer, found.inner), flush=True)
    return {
        "features": list(feature_names(BLOCKS[kind])),
        "fusion": {
            flag: [round(float(weight), 4) for weight in row] for flag, row in zip(FLAGS, fusion, strict=True)
        },
        "right": logistic_record(fit_chance(everything, right_hits), right_curve),
        "some": logistic_record(fit_chance(everything, some_hits), some_curve),
        "sure_from": sure_from[0],
        "sure_some": sure_from[1],
        "none_below": none_below,
    }


def _completed(
    ranked: Mapping[str, list[Ranked]], name: str, outside: Outside, *, without: Sequence[str] = ()
) -> list[Ranked]:
    """The rankings of one library with their outside signals."""
    held = ranked[name]
    return with_outside(held, outside.of(name, [one.first for one in held], without))


def odds(ranked: Mapping[str, list[Ranked]], outside: Outside) -> tuple[list[float], list[float]]:
    """For each question the log-odds that the first case is right and that any is, by the other libraries."""
    right: list[float] = []
    some: list[float] = []
    for out in ranked:
        others = [
            one for name in ranked if name != out for one in _completed(ranked, name, outside, without=(out,))
        ]
        asked = _completed(ranked, out, outside)
        for found, hits in (
            (right, [one.place == 1 for one in others]),
            (some, [one.place > 0 for one in others]),
        ):
            fitted = fit_chance(others, hits)
            found += [fitted(one.signals) for one in asked]
    return right, some


def _sure_from(
    right: Array, some: Array, right_hits: Sequence[bool], some_hits: Sequence[bool]
) -> tuple[float, float]:
    """The chances of `right` and `some` from which most questions are answered surely, within the costs."""
    hit, others = np.array(right_hits), ~np.array(some_hits)
    best, most = (0.98, 0.98), 0
    for least_right in np.arange(0.5, 0.99, 0.02):
        for least_some in np.arange(0.5, 0.99, 0.02):
            sure = (right >= least_right) & (some >= least_some)
            if sure.sum() > most and hit[sure].mean() >= SURE_RIGHT and sure[others].mean() <= SURE_OF_OTHERS:
                best, most = (round(float(least_right), 2), round(float(least_some), 2)), int(sure.sum())
    return best


def _none_below(chances: Array, hits: Sequence[bool]) -> float:
    """The highest chance below which at most NONE_KEPT of the questions with a case fall."""
    with_case = chances[np.array(hits)]
    return round(float(np.quantile(with_case, NONE_KEPT)), 3)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit all kinds and write the files."""
    parser = argparse.ArgumentParser(description="Fit the weights of matching on the development libraries.")
    parser.add_argument("--data", type=Path, default=HERE.parents[1] / "tests" / "data" / "matching")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "buurvraag")
    parser.add_argument("--kinds", nargs="*", default=list(BLOCKS), choices=list(BLOCKS))
    parser.add_argument("--dry", action="store_true", help="only print what leaving libraries out gives")
    parser.add_argument(
        "--ablations", action="store_true", help="also print it without each family of features"
    )
    parser.add_argument("--diagram", type=Path, help="draw the reliability diagram of the last kind (PNG)")
    options = parser.parse_args(arguments)
    libraries = [read_library(options.data, name) for name in LIBRARIES]
    encodings = {
        "e5": Encodings(E5Encoder(), options.cache / "fit-e5.npz"),
        "use": Encodings(UseEncoder(), options.cache / "fit-use.npz"),
    }
    for one in encodings.values():
        one.fill(libraries)
    target = HERE / "data" / FILE
    models = json.loads(target.read_text(encoding="utf-8"))["models"] if target.exists() else {}
    workshop = Workshop(libraries)
    for kind in options.kinds:
        chosen = [encodings[block] for block in BLOCKS[kind]]
        models[kind] = fit_kind(kind, workshop, chosen, ablations=options.ablations, diagram=options.diagram)
    if options.dry:
        return
    _write(target, models, *fitted_arrays(workshop, encodings))


def fitted_arrays(
    workshop: Workshop, encodings: Mapping[str, Encodings]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The arrays of the projection and of the background, fitted on all libraries."""
    arrays: dict[str, np.ndarray] = {}
    backgrounds = {}
    libraries = workshop.libraries.values()
    for block, one in encodings.items():
        turn = fit_projection([pairs(library, one) for library in libraries])
        arrays[f"{block}_mean_query"], arrays[f"{block}_mean_passage"] = turn.mean_query, turn.mean_passage
        arrays[f"{block}_query"], arrays[f"{block}_passage"] = turn.query, turn.passage
        backgrounds[block] = make_background(list(encoded(libraries, [one]).values()), turn)
    for kind, blocks in BLOCKS.items():
        if blocks:
            held = encoded(libraries, [encodings[block] for block in blocks])
            arrays[f"subject_{kind}"] = fit_subject(list(held.values()))
    return arrays, dict(pack_background(backgrounds))


def _write(
    target: Path,
    models: Mapping[str, object],
    projection: Mapping[str, np.ndarray],
    background: Mapping[str, np.ndarray],
) -> None:
    note = "Written by python -m bot.matching.fit; see docs/matching.md"
    text = json.dumps({"note": note, "models": models}, separators=(", ", ": "))
    # One list a line: short enough to read, and a change shows where it is.
    target.write_text(text.replace("], ", "],\n").replace("{", "{\n") + "\n", encoding="utf-8")
    halves = {name: array.astype(np.float16) for name, array in projection.items()}
    for name, arrays in ((PROJECTION_FILE, halves), (BACKGROUND_FILE, background)):
        with target.with_name(name).open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
