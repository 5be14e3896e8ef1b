"""Fit the weights of matching: `python -m bot.matching.fit`.

Reads the development libraries, leaves each out in turn to see what holds for a library never seen, prints
that, and
writes data/weights.json and data/projection.npz. Needs scipy and scikit-learn, and both encoders.
Everything is
deterministic: the same data give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.matching.cache import FileVectorCache, encode_missing, vector_key
from bot.matching.case_vectors import case_vectors
from bot.matching.encoders import E5Encoder, UseEncoder, encoder_kind
from bot.matching.entries import passages
from bot.matching.features import feature_names, measure_vectors
from bot.matching.fit_projection import Pairs, fit_projection
from bot.matching.fit_ranking import (
    FLAGS,
    Ranked,
    Sample,
    fit_chance,
    fit_curve,
    fit_fusion,
    fit_subject,
    logistic_record,
    rank_samples,
    with_subjects,
)
from bot.matching.fit_report import Unseen, ablate, describe, draw
from bot.matching.index import Index, question_texts
from bot.matching.model import BLOCKS, FILE, Array
from bot.matching.projection import FILE as PROJECTION_FILE
from bot.matching.projection import JointProjection, LinearProjection, Projection
from bot.matching.text import clean
from bot.matching.types import CaseText, Encoder, Vectors

HERE = Path(__file__).parent
LIBRARIES = ("dev", "city", "village", "organisation", "flemish")
SENTENCE_WEIGHT = 0.3  # a single sentence of a story is a weaker example than a question
PHRASING_WEIGHT = 0.5
# Costs: a wrong "sure" misleads; an "unsure" asks for one more tap; a wrong "none" loses the answer.
SURE_RIGHT = 0.92
SURE_OF_OTHERS = 0.03
NONE_KEPT = 0.05


@dataclass(frozen=True, slots=True)
class Library:
    """One development library with its questions and, if any, its phrasings."""

    name: str
    cases: tuple[CaseText, ...]
    questions: tuple[Mapping[str, object], ...]
    phrasings: Mapping[str, Sequence[str]]


def read_library(folder: Path, name: str) -> Library:
    """Read NAME_library.jsonl, NAME_queries.jsonl and, if present, NAME_phrasings.jsonl."""
    cases = tuple(CaseText.from_record(record) for record in _records(folder / f"{name}_library.jsonl"))
    extra = folder / f"{name}_phrasings.jsonl"
    phrasings = {str(r["id"]): r["phrasings"] for r in _records(extra)} if extra.exists() else {}
    return Library(name, cases, tuple(_records(folder / f"{name}_queries.jsonl")), phrasings)


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Encodings:
    """All vectors of the libraries by one encoder, made once and kept in a file."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.encoder = encoder
        self.cache = FileVectorCache(path)

    def fill(self, libraries: Iterable[Library]) -> None:
        """Encode what is not known yet: passages of all cases, and of all questions what matching encodes."""
        known = list(libraries)
        texts = {text for library in known for case in library.cases for _, text in passages(case)}
        texts |= {clean(text) for library in known for said in library.phrasings.values() for text in said}
        missing = self._unknown(sorted(texts), "passage")
        for done in encode_missing(missing, self.encoder, self.cache):
            _say(f"\r{encoder_kind(self.encoder)}: {done}/{len(missing)} passages")
        asked = {
            part
            for library in known
            for q in library.questions
            for part in question_texts(clean(str(q["text"])))
        }
        asked |= texts & {clean(t) for library in known for said in library.phrasings.values() for t in said}
        waiting = self._unknown(sorted(asked), "query")
        for start in range(0, len(waiting), 32):
            part = waiting[start : start + 32]
            rows = self.encoder.encode(part, "query")
            self.cache.put(
                {vector_key(self.encoder.name, "query", t): r for t, r in zip(part, rows, strict=True)}
            )
        self.cache.save()

    def _unknown(self, texts: Sequence[str], role: str) -> list[str]:
        keys = [
            vector_key(self.encoder.name, "query" if role == "query" else "passage", text) for text in texts
        ]
        known = self.cache.get(keys)
        return [text for key, text in zip(keys, texts, strict=True) if key not in known]

    def query(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts as questions."""
        keys = [vector_key(self.encoder.name, "query", text) for text in texts]
        known = self.cache.get(keys)
        return np.stack([known[key] for key in keys])

    def passage(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts as passages."""
        keys = [vector_key(self.encoder.name, "passage", text) for text in texts]
        known = self.cache.get(keys)
        return np.stack([known[key] for key in keys])


class Replay:
    """An encoder that only looks up: the two parts of a joint one, or one alone."""

    def __init__(self, parts: Sequence[Encodings]) -> None:
        self._parts = tuple(parts)
        self.name = "+".join(part.encoder.name for part in parts)

    def encode(self, texts: Sequence[str], role: str) -> Vectors:
        """The known vectors side by side."""
        rows = [part.query(texts) if role == "query" else part.passage(texts) for part in self._parts]
        joined: Vectors = np.concatenate(rows, axis=1) / np.float32(np.sqrt(len(rows)))
        return joined

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """As a cache: nothing by key, the vectors are put in by `load`."""
        return {key: self._known[key] for key in keys if key in self._known}

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """As a cache: take these too."""
        self._known.update(vectors)

    def load(self, libraries: Iterable[Library]) -> None:
        """Make the passages of these libraries known by key."""
        texts = sorted(
            {text for library in libraries for case in library.cases for _, text in passages(case)}
        )
        rows = self.encode(texts, "passage")
        self._known = {vector_key(self.name, "passage", t): row for t, row in zip(texts, rows, strict=True)}

    _known: dict[str, Vectors]


def pairs(library: Library, encodings: Encodings) -> Pairs:
    """Questions and passages of one library for the projection."""
    texts = [[text for _, text in passages(case)] for case in library.cases]
    row = {case.id: number for number, case in enumerate(library.cases)}
    asked: list[tuple[str, int, float]] = []
    for question in library.questions:
        gold = question["gold"]
        if isinstance(gold, list) and gold:
            whole, *parts = question_texts(clean(str(question["text"])))
            asked.append((whole, row[str(gold[0])], 1.0))
            asked += [(part, row[str(gold[0])], SENTENCE_WEIGHT) for part in parts if len(part) > 25]
    for case_id, said in library.phrasings.items():
        asked += [(clean(text), row[case_id], PHRASING_WEIGHT) for text in said]
    return Pairs(
        passages=encodings.passage([text for said in texts for text in said]),
        first=np.cumsum([0, *(len(said) for said in texts)])[:-1],
        questions=encodings.query([text for text, _, _ in asked]),
        gold=np.array([at for _, at, _ in asked]),
        weights=np.array([weight for _, _, weight in asked], dtype=np.float32),
    )


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


def folds(libraries: Sequence[Library], encodings: Sequence[Encodings]) -> Folds:
    """Measure everything that leave-one-library-out needs."""
    names = [library.name for library in libraries]
    by_name = {library.name: library for library in libraries}
    by_words = {name: samples(by_name[name]) for name in names}
    if not encodings:
        return Folds(
            by_words, {(out, name): by_words[name] for out in names for name in names if out != name}
        )
    replay = Replay(encodings)
    replay.load(libraries)
    material = [{name: pairs(by_name[name], one) for name in names} for one in encodings]

    def measured(name: str, seen: Sequence[str]) -> list[Sample]:
        key = tuple(sorted(seen))
        if key not in projections:
            projections[key] = join([fit_projection([m[s] for s in key]) for m in material])
        return with_meaning(by_name[name], by_words[name], replay, projections[key])

    projections: dict[tuple[str, ...], Projection] = {}
    outer = {name: measured(name, [s for s in names if s != name]) for name in names}
    inner = {
        (out, name): measured(name, [s for s in names if s not in (out, name)])
        for out in names
        for name in names
        if out != name
    }
    return Folds(outer, inner)


def join(each: Sequence[LinearProjection]) -> Projection:
    """One projection for encoders side by side."""
    if len(each) == 1:
        return each[0]
    sizes = np.cumsum([len(one.mean_query) for one in each])
    return JointProjection(tuple(int(size) for size in sizes), tuple(each))


def fit_kind(
    kind: str,
    libraries: Sequence[Library],
    encodings: Sequence[Encodings],
    *,
    ablations: bool = False,
    diagram: Path | None = None,
) -> dict[str, object]:
    """Fit one kind of model; prints what leaving libraries out gives."""
    names = [library.name for library in libraries]
    found = folds(libraries, encodings)
    ranked: dict[str, list[Ranked]] = {}
    for out in names:
        train = [sample for name in names if name != out for sample in found.inner[out, name]]
        fusion = fit_fusion(train)
        ranked[out] = rank_samples(found.outer[out], fusion)
    fusion = fit_fusion([sample for name in names for sample in found.outer[name]])
    subjects = Subjects(libraries, encodings)
    right = _chances(ranked, subjects, first=True)
    some = _chances(ranked, subjects, first=False)
    everything = [
        one for name in names for one in with_subjects(ranked[name], subjects.of(name, without=(name,)))
    ]
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


class Subjects:
    """What kind of question each one is, judged by questions of other libraries; always 0 without
    encoders.
    """

    def __init__(self, libraries: Sequence[Library], encodings: Sequence[Encodings]) -> None:
        self._answerable = {lib.name: [bool(q["gold"]) for q in lib.questions] for lib in libraries}
        self._vectors: dict[str, Vectors] = {}
        if encodings:
            replay = Replay(encodings)
            for library in libraries:
                asked = [question_texts(clean(str(q["text"])))[0] for q in library.questions]
                self._vectors[library.name] = replay.encode(asked, "query")

    def fit(self, without: Sequence[str] = ()) -> Array:
        """The weights fitted on all libraries but these."""
        names = [name for name in self._vectors if name not in without]
        if not names:
            return np.zeros(0)
        answerable = [flag for name in names for flag in self._answerable[name]]
        return fit_subject(np.concatenate([self._vectors[name] for name in names]), answerable)

    def of(self, name: str, without: Sequence[str]) -> list[float]:
        """The log-odds of a library's questions by weights that were fitted without some libraries."""
        weights = self.fit(without)
        if not len(weights):
            return [0.0] * len(self._answerable[name])
        return [float(value) for value in self._vectors[name] @ weights[:-1] + weights[-1]]


def _chances(ranked: Mapping[str, list[Ranked]], subjects: Subjects, *, first: bool) -> list[float]:
    """For each question the predicted chance, by a regression on the other libraries."""
    found: list[float] = []
    for out in ranked:
        others = [
            one
            for name in ranked
            if name != out
            for one in with_subjects(ranked[name], subjects.of(name, without=(out, name)))
        ]
        hits = [one.place == 1 if first else one.place > 0 for one in others]
        fitted = fit_chance(others, hits)
        asked = with_subjects(ranked[out], subjects.of(out, without=(out,)))
        found += [fitted(one.signals) for one in asked]
    return found


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


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


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
    for kind in options.kinds:
        chosen = [encodings[block] for block in BLOCKS[kind]]
        models[kind] = fit_kind(kind, libraries, chosen, ablations=options.ablations, diagram=options.diagram)
    if options.dry:
        return
    fitted = {
        block: fit_projection([pairs(library, one) for library in libraries])
        for block, one in encodings.items()
    }
    arrays: dict[str, np.ndarray] = {}
    for block, turn in fitted.items():
        arrays[f"{block}_mean_query"], arrays[f"{block}_mean_passage"] = turn.mean_query, turn.mean_passage
        arrays[f"{block}_query"], arrays[f"{block}_passage"] = turn.query, turn.passage
    for kind in BLOCKS:
        chosen = [encodings[block] for block in BLOCKS[kind]]
        if chosen:
            arrays[f"subject_{kind}"] = Subjects(libraries, chosen).fit()
    _write(target, models, arrays)


def _write(target: Path, models: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> None:
    note = "Written by python -m bot.matching.fit; see docs/matching.md"
    text = json.dumps({"note": note, "models": models}, separators=(", ", ": "))
    # One list a line: short enough to read, and a change shows where it is.
    target.write_text(text.replace("], ", "],\n").replace("{", "{\n") + "\n", encoding="utf-8")
    halves = {name: array.astype(np.float16) for name, array in arrays.items()}
    with target.with_name(PROJECTION_FILE).open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **halves)


if __name__ == "__main__":
    main()
