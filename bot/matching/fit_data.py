"""The development libraries with their encodings, as fitting reads them. Development only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.matching.cache import FileVectorCache, encode_missing, vector_key
from bot.matching.encoders import encoder_kind
from bot.matching.entries import Part, passages
from bot.matching.fit_outside import Encoded
from bot.matching.fit_projection import Pairs
from bot.matching.index import question_texts
from bot.matching.text import clean
from bot.matching.types import CaseText, Encoder, Vectors

SENTENCE_WEIGHT = 0.3  # a single sentence of a story is a weaker example than a question
PHRASING_WEIGHT = 0.5


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
        for text in waiting:
            # One by one: the texts of one call are taken for one question, which is bounded as a whole.
            row = self.encoder.encode([text], "query")[0]
            self.cache.put({vector_key(self.encoder.name, "query", text): row})
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


def encoded(libraries: Iterable[Library], encodings: Sequence[Encodings]) -> dict[str, Encoded]:
    """The questions and the heads of the cases (in order of id) as these encoders have them."""
    if not encodings:
        return {}
    replay = Replay(encodings)
    found = {}
    for library in libraries:
        asked = [question_texts(clean(str(q["text"])))[0] for q in library.questions]
        cases = sorted(library.cases, key=lambda case: case.id)
        heads = [next(text for part, text in passages(case) if part is Part.HEAD) for case in cases]
        found[library.name] = Encoded(
            replay.encode(asked, "query"),
            np.array([bool(q["gold"]) for q in library.questions]),
            replay.encode(heads, "passage"),
        )
    return found


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
