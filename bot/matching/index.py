"""An immutable snapshot of the library that ranks its cases for a question."""

from __future__ import annotations

import ctypes
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.background import head_of
from bot.matching.cache import vector_key
from bot.matching.candidates import EXHAUSTIVE
from bot.matching.case_vectors import fetch_vectors
from bot.matching.encoders import encoder_kind, encoder_sizes
from bot.matching.entries import passages
from bot.matching.features import Question, measure, read_question
from bot.matching.holdings import Holdings
from bot.matching.layout import Measures, gather, lay_out
from bot.matching.lexicon import is_smalltalk
from bot.matching.model import Model, Sample, load_models, signals
from bot.matching.projection import Projection, load_projection
from bot.matching.shelf import Shelf, Words, read_cases
from bot.matching.text import clean, guess_language, sentences
from bot.matching.types import Candidate, CaseText, Encoder, Match, Outcome, VectorCache, Vectors
from bot.matching.why import explain

logger = logging.getLogger(__name__)

REMEMBERED = 512  # questions whose vectors are kept
WHOLE_CHARS = 300  # of a question encoded as one text, about 80 tokens
SENTENCES = 4  # of a story encoded by themselves
SENTENCE_CHARS = 300  # of those sentences together
EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's vectors: projected (the whole, then the sentences of a story), and the whole as
    encoded.
    """

    vectors: Vectors
    whole: Vectors


@dataclass(frozen=True, slots=True)
class Measured:
    """The cases that a question is compared with (rows of the holdings), their features, and which of them
    stand for the library.
    """

    rows: NDArray[np.int64]
    features: NDArray[np.float32]
    sample: Sample


@dataclass(frozen=True, slots=True)
class Ranking:
    """The measured cases of one question: rows of the holdings, features, scores, and the places in order of
    score.
    """

    rows: NDArray[np.int64]
    measured: NDArray[np.float32]
    scores: NDArray[np.float64]
    order: tuple[int, ...]


class Index:
    """A library ready to be asked; build once, read from any thread.

    Vectors come from the cache only: `missing` says which texts have none yet. While no case has vectors,
    words
    alone rank, with weights fitted for that.
    """

    def __init__(
        self,
        holdings: Holdings,
        words: Words,
        encoder: Encoder | None,
        cache: VectorCache | None,
        projection: Projection | None,
    ) -> None:
        self._holdings = holdings
        self._words = words
        self._encoder = encoder
        self._cache = cache
        self._projection = projection
        self._blocks = projection.blocks if projection is not None else ()
        self._lookup = holdings.lookup(words)
        self._measures = Measures.of(holdings.main, self._lookup)
        # What no question changes is reckoned once, for all cases of a small library or a large one's sample.
        first = len(holdings.main)
        self._standing = holdings.sample() if holdings.base is not None else np.arange(first)
        self._known = self._standing[self._standing < first]
        self._layout = lay_out(holdings.main, self._measures, self._lookup.grams, self._known)
        beside = np.arange(len(holdings.beside))
        self._beside_rows = first + beside
        self._stands = np.zeros(first + len(beside), dtype=bool)
        self._stands[self._standing] = True
        self._beside = gather(holdings.beside, Measures.of(holdings.beside, self._lookup), beside)
        self._alive = None if bool(holdings.alive.all()) else holdings.alive
        self._questions: OrderedDict[str, Asked] = OrderedDict()
        self._lock = threading.Lock()
        having = holdings.with_vectors() if projection is not None else 0
        # With few exceptions, every case must be comparable by meaning before meaning may rank.
        self._by_meaning = having > 0 and having >= 0.9 * len(holdings)

    @classmethod
    def build(
        cls,
        cases: Iterable[CaseText],
        encoder: Encoder | None,
        *,
        vectors: VectorCache | None = None,
        projection: Projection | None = None,
    ) -> Index:
        """An index over these cases; of two with one id the last counts.

        `projection` is the fitted one of the encoder unless another is given, as fitting does.
        """
        if projection is None and encoder is not None:
            projection = load_projection(tuple(encoder_kind(encoder).split("+")), encoder_sizes(encoder))
        words = Words.empty()
        latest = list({case.id: case for case in cases}.values())
        shelf = _read(latest, words, encoder, vectors, projection)
        holdings = Holdings.of(shelf, _first_block(projection))
        return _settled(cls(holdings, words, encoder, vectors, projection))

    def __len__(self) -> int:
        return len(self._holdings)

    @property
    def missing(self) -> list[str]:
        """Texts without a vector, the most telling first: encode them as passages, then take
        `with_changes`.
        """
        if self._encoder is None:
            return []
        waiting = [
            (part, text)
            for shelf, rows in self._holdings.waiting()
            for row in rows.tolist()
            for part, text in passages(shelf.cases[row])
        ]
        texts = list(dict.fromkeys(text for _, text in sorted(waiting, key=lambda item: item[0])))
        keys = [vector_key(self._encoder.name, "passage", text) for text in texts]
        known = self._cache.get(keys) if self._cache is not None else {}
        return [text for key, text in zip(keys, texts, strict=True) if key not in known]

    def with_changes(self, upserts: Iterable[CaseText], removed_ids: Iterable[str]) -> Index:
        """A new index with these cases added or replaced and those removed; also takes up new vectors."""
        changed = {case.id: case for case in upserts}
        gone = set(removed_ids) - changed.keys()
        added = _read(list(changed.values()), self._words, self._encoder, self._cache, self._projection)
        filled = [
            self._filled(
                shelf, rows[[shelf.ids[row] not in changed and shelf.ids[row] not in gone for row in rows]]
            )
            for shelf, rows in self._holdings.waiting()
        ]
        holdings = self._holdings.changed([added, *filled], gone, _first_block(self._projection))
        index = Index(holdings, self._words, self._encoder, self._cache, self._projection)
        return _settled(index) if holdings.main is not self._holdings.main else index

    def _filled(self, shelf: Shelf, rows: NDArray[np.int64]) -> Shelf:
        """Those of these cases for which vectors came in, with them."""
        if self._encoder is None or self._cache is None or self._projection is None or not len(rows):
            return shelf.take(rows[:0])
        cases = [shelf.cases[row] for row in rows.tolist()]
        found = fetch_vectors(cases, self._encoder.name, self._cache, self._projection)
        more = np.flatnonzero(np.diff(found.start) > np.diff(shelf.vectors.start)[rows])
        return shelf.take(rows[more]).with_vectors(found.take(more))

    def match(self, text: str, *, top: int = 5) -> Match:
        """Rank the cases for this question; any Unicode is fine, and it never raises."""
        try:
            return self._match(clean(text), top)
        except Exception:
            # A question must never bring the bot down; the text itself stays out of the log.
            logger.exception("Matching failed")
            return Match(Outcome.NONE, 0.0, (), "und")

    def _match(self, text: str, top: int) -> Match:
        if not len(self._holdings) or is_smalltalk(text):
            return Match(Outcome.NONE, 0.0, (), guess_language(text))
        question = read_question(text, self._lookup.speller)
        asked = self.encode_question(text) if self._by_meaning else None
        model = self.model
        ranking = self.rank(question, asked, model)
        outside = self._outside(model, asked, ranking)
        told = signals(question, ranking.measured, ranking.scores, ranking.order, outside)
        right, some = model.probabilities(told)
        chances = _chances(ranking, right, some, top)
        first = ranking.order[:top]
        places = [self._holdings.place(int(ranking.rows[at])) for at in first]
        reasons = explain(places, question, asked.vectors if asked else None, self._words.stems.words)
        found = tuple(
            Candidate(shelf.ids[row], chance, reason)
            for (shelf, row), chance, reason in zip(places, chances, reasons, strict=True)
        )
        return Match(model.outcome(right, some), right, found, question.language)

    def _outside(self, model: Model, asked: Asked | None, ranking: Ranking) -> NDArray[np.float64]:
        """What is known of the question without this library; nothing while words alone rank."""
        if asked is None:
            return np.zeros(0)
        shelf, row = self._holdings.place(int(ranking.rows[ranking.order[0]]))
        return model.outside(asked.vectors[0], asked.whole, head_of(shelf.vectors, row), self._blocks)

    @property
    def model(self) -> Model:
        """The fitted weights that rank at present."""
        models = load_models()
        if not self._by_meaning:
            return models["none"]
        # Another encoder gets the weights of the one that trusts its vectors least.
        return models.get(encoder_kind(self._encoder), models["use"])

    def read(self, text: str) -> Question:
        """A question as this library's words let it be read."""
        return read_question(clean(text), self._lookup.speller)

    def measure(
        self, question: Question, asked: Asked | None
    ) -> tuple[tuple[str, ...], NDArray[np.float32], Sample]:
        """The ids of the cases worth measuring, their features, and which rows stand for the library."""
        found = self._measure(question, asked)
        places = map(self._holdings.place, found.rows.tolist())
        return tuple(shelf.ids[row] for shelf, row in places), found.features, found.sample

    def _measure(self, question: Question, asked: Asked | None) -> Measured:
        vectors = asked.vectors if asked else None
        holdings, base = self._holdings, self._holdings.base
        features = [measure(question, self._layout, self._lookup, vectors, self._blocks)]
        if base is None:
            return Measured(self._known, features[0], EVERY)
        rows = [self._known]
        block = _first_block(self._projection)
        coarse = vectors[:, slice(*block)] if vectors is not None and block is not None else None
        likely = base.search(question, coarse, self._alive)
        likely = likely[~self._stands[likely]]
        if len(likely):
            layout = gather(holdings.main, self._measures, likely)
            features.append(measure(question, layout, self._lookup, vectors, self._blocks))
            rows.append(likely)
        if len(self._beside_rows):
            features.append(measure(question, self._beside, self._lookup, vectors, self._blocks))
            rows.append(self._beside_rows)
        every = np.concatenate(rows)
        return Measured(every, np.concatenate(features), self._stands[every])

    def rank(self, question: Question, asked: Asked | None, model: Model) -> Ranking:
        """Order the cases for a question that is read and encoded; ties go by id (changed cases last)."""
        found = self._measure(question, asked)
        # Rounded, so that sums taken in another order cannot turn a tie.
        scores = np.round(model.scores(question, found.features, found.sample), 5)
        order = np.lexsort((found.rows, -scores)).tolist()
        return Ranking(found.rows, found.features, scores, tuple(order))

    def encode_question(self, text: str) -> Asked:
        """The vectors of a clean question, remembered by a hash of it; ValueError without an encoder."""
        if self._encoder is None or self._projection is None:
            raise ValueError("This index has no encoder")
        key = vector_key(self._encoder.name, "query", text)
        with self._lock:
            known = self._questions.get(key)
            if known is not None:
                self._questions.move_to_end(key)
                return known
        encoded = self._encoder.encode(question_texts(text), "query")
        asked = Asked(self._projection.apply(encoded, "query"), encoded[0])
        with self._lock:
            self._questions[key] = asked
            while len(self._questions) > REMEMBERED:
                self._questions.popitem(last=False)
        return asked


def question_texts(text: str) -> list[str]:
    """What is encoded of a clean question: its beginning as a whole, and its first sentences if it has
    several.
    """
    found = [text[:WHOLE_CHARS]]
    room = SENTENCE_CHARS
    parts = sentences(text)
    if len(parts) > 1:
        for part in parts[:SENTENCES]:
            if room <= 0:
                break
            found.append(part[:room])
            room -= len(part)
    return found


def _settled(index: Index) -> Index:
    """Give back to the system what laying out a large library took: glibc keeps up to 100 MB of it."""
    if len(index) > EXHAUSTIVE:
        with suppress(OSError, TypeError, AttributeError):  # another system, or another C library
            ctypes.CDLL(None).malloc_trim(0)
    return index


def _first_block(projection: Projection | None) -> tuple[int, int] | None:
    return projection.blocks[0] if projection is not None else None


def _read(
    cases: list[CaseText],
    words: Words,
    encoder: Encoder | None,
    cache: VectorCache | None,
    projection: Projection | None,
) -> Shelf:
    """Cases as a shelf, with the vectors that the cache has."""
    shelf = read_cases(cases, words, projection.blocks[-1][1] if projection is not None else 1)
    if encoder is None or cache is None or projection is None or not cases:
        return shelf
    return shelf.with_vectors(fetch_vectors(shelf.cases, encoder.name, cache, projection))


def _chances(ranking: Ranking, right: float, some: float, top: int) -> list[float]:
    """The probability of each of the first cases: the first has `right`, the others share what is left of
    `some`.
    """
    order = ranking.order
    rest = (
        np.exp(ranking.scores[list(order[1:])] - ranking.scores[order[0]]) if len(order) > 1 else np.zeros(0)
    )
    total = float(rest.sum())
    left = max(0.0, some - right)
    others = [min(right, left * float(share) / total) if total > 0 else 0.0 for share in rest[: top - 1]]
    return [right, *others][: len(order)]
