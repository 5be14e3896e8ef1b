"""An immutable snapshot of the library that ranks its cases for a question."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np

from bot.matching.cache import vector_key
from bot.matching.lexical import likeness, terms
from bot.matching.text import clean, guess_language, sentences
from bot.matching.types import Candidate, CaseText, Encoder, Match, Outcome, Role, VectorCache, Vectors, Why

logger = logging.getLogger(__name__)


class Index:
    """A library ready to be asked; build once, read from any thread."""

    def __init__(self, cases: Sequence[CaseText], encoder: Encoder | None, cache: VectorCache | None) -> None:
        self._cases = {case.id: case for case in cases}
        self._order = sorted(self._cases)
        self._encoder = encoder
        self._cache = cache
        self._questions: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._views = [_views(self._cases[case_id]) for case_id in self._order]
        self._terms = [[set(terms(view)) for view in views] for views in self._views]
        self._vocabulary = sorted({term for views in self._terms for view in views for term in view})
        self._df = dict.fromkeys(self._vocabulary, 0)
        for views in self._terms:
            for term in set().union(*views):
                self._df[term] += 1
        self._vectors = self._load_vectors()

    @classmethod
    def build(
        cls, cases: Iterable[CaseText], encoder: Encoder | None, *, vectors: VectorCache | None = None
    ) -> Self:
        """An index over these cases; of two with one id the last counts. Vectors come from the cache only."""
        return cls(list(cases), encoder, vectors)

    def __len__(self) -> int:
        return len(self._order)

    @property
    def missing(self) -> list[str]:
        """The texts that have no vector yet: encode them (role "passage"), put them in the cache, build again."""
        if self._encoder is None:
            return []
        texts = list(dict.fromkeys(view for views in self._views for view in views))
        keys = {vector_key(self._encoder.name, "passage", text): text for text in texts}
        known = self._cache.get(list(keys)) if self._cache else {}
        return [text for key, text in keys.items() if key not in known]

    def _load_vectors(self) -> list[Vectors] | None:
        if self._encoder is None or self._cache is None or not self._order:
            return None
        keys = [[vector_key(self._encoder.name, "passage", view) for view in views] for views in self._views]
        known = self._cache.get([key for row in keys for key in row])
        if not all(any(key in known for key in row) for row in keys):
            return None
        return [np.stack([known[key] for key in row if key in known]) for row in keys]

    def with_changes(self, upserts: Iterable[CaseText], removed_ids: Iterable[str]) -> Index:
        """A new index with these cases added or replaced and those removed."""
        cases = dict(self._cases)
        for case_id in removed_ids:
            cases.pop(case_id, None)
        cases.update({case.id: case for case in upserts})
        return Index(list(cases.values()), self._encoder, self._cache)

    def match(self, text: str, *, top: int = 5) -> Match:
        """Rank the cases for this question; never raises, any Unicode is fine."""
        try:
            return self._match(text, top)
        except Exception:
            logger.exception("Matching failed")
            return Match(Outcome.NONE, 0.0, (), "und")

    def _match(self, text: str, top: int) -> Match:
        question = clean(text)
        language = guess_language(question)
        asked = list(dict.fromkeys(terms(question)))
        if not question or not self._order:
            return Match(Outcome.NONE, 0.0, (), language)
        similar = [likeness(term, self._vocabulary) for term in asked]
        weights = np.array([np.log1p(len(self) / (1 + self._df.get(term, 0))) for term in asked])
        lexical = self._lexical(similar, weights)
        semantic = self._semantic(question)
        total = _z(lexical) if semantic is None else 0.7 * _z(lexical) * (language == "nl") + _z(semantic)
        order = sorted(range(len(total)), key=lambda row: (-total[row], self._order[row]))[:top]
        margin = float(total[order[0]] - total[order[1]]) if len(order) > 1 else 1.0
        confidence = float(1 / (1 + np.exp(-(0.9 * total[order[0]] + margin - 3.2))))
        outcome = Outcome.SURE if confidence > 0.8 else Outcome.UNSURE if confidence > 0.35 else Outcome.NONE
        found = tuple(
            Candidate(
                self._order[row],
                confidence * float(np.exp(min(0.0, total[row] - total[order[0]]))),
                self._why(row, similar),
            )
            for row in order
        )
        return Match(outcome, confidence, found, language)

    def _lexical(self, similar: list[dict[str, float]], weights: np.ndarray) -> np.ndarray:
        """For each case the share of the question's weight that its best text and its whole cover."""
        scores = np.zeros(len(self))
        if not similar:
            return scores
        total = float(weights.sum()) or 1.0
        for row, views in enumerate(self._terms):
            cover = np.array(
                [
                    [max((s for w, s in near.items() if w in view), default=0.0) for near in similar]
                    for view in views
                ]
            )
            scores[row] = (cover.max(axis=0) @ weights + 0.5 * (cover @ weights).max()) / total
        return scores

    def _semantic(self, question: str) -> np.ndarray | None:
        if self._vectors is None or self._encoder is None:
            return None
        asked = self.encode_question(question)
        return np.array([0.7 * (v @ asked[0]).max() + 0.3 * (v @ asked.T).max() for v in self._vectors])

    def encode_question(self, question: str) -> Vectors:
        """The vectors of a question (whole, then its first sentences), remembered by text."""
        with self._lock:
            if question in self._questions:
                self._questions.move_to_end(question)
                return self._questions[question]
        if self._encoder is None:
            return np.zeros((0, 1), dtype=np.float32)
        parts = sentences(question)
        role: Role = "query"
        vectors = self._encoder.encode([question, *(parts[:3] if len(parts) > 1 else [])], role)
        with self._lock:
            self._questions[question] = vectors
            while len(self._questions) > 512:
                self._questions.popitem(last=False)
        return vectors

    def _why(self, row: int, similar: list[dict[str, float]]) -> Why:
        best, hits = 0, set[str]()
        for number, view in enumerate(self._terms[row]):
            found = {word for near in similar for word in near if word in view}
            if len(found) > len(hits):
                best, hits = number, found
        sentence = self._views[row][best]
        spelled = tuple(word for word in dict.fromkeys(sentence.split()) if set(terms(word)) & hits)
        return Why(tuple(word.strip(".,:;!?()'\"") for word in spelled), sentence)


def _views(case: CaseText) -> list[str]:
    """The texts of a case that get a vector each."""
    return [
        case.title,
        case.dilemma,
        *sentences(case.context),
        *case.what_helped,
        *case.pitfalls,
        *case.phrasings,
    ]


def _z(scores: np.ndarray) -> np.ndarray:
    deviation = float(scores.std())
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
