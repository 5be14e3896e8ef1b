"""An immutable snapshot of the library that ranks its cases for a question."""

from __future__ import annotations

import heapq
import logging
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.matching.cache import vector_key
from bot.matching.candidates import EXHAUSTIVE, Base
from bot.matching.encoders import encoder_kind, encoder_sizes
from bot.matching.entries import CaseVectors, Entry, make_entry, pack, passages
from bot.matching.features import Question, measure, read_question
from bot.matching.layout import Layout, Lookup, lay_out
from bot.matching.lexicon import is_smalltalk
from bot.matching.model import Model, Sample, load_models, signals
from bot.matching.projection import Projection, load_projection
from bot.matching.text import clean, guess_language, sentences
from bot.matching.types import Candidate, CaseText, Encoder, Match, Outcome, VectorCache, Vectors
from bot.matching.vocabulary import GramIndex, Speller, Vocabulary
from bot.matching.why import explain

logger = logging.getLogger(__name__)

SAMPLE = 80  # cases that stand for a large library when a feature is set against its mean
REMEMBERED = 512  # questions whose vectors are kept
WHOLE_CHARS = 300  # of a question encoded as one text, about 80 tokens
SENTENCES = 4  # of a story encoded by themselves
SENTENCE_CHARS = 300  # of those sentences together
EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies that all snapshots of one library share."""

    stems: Vocabulary
    spellings: Vocabulary

    def lookup(self, entries: Iterable[Entry]) -> Lookup:
        """What these cases need to be compared by their words."""
        held = list(entries)
        by_stem = _frequencies([entry.bag for entry in held], len(self.stems))
        by_spelling = _frequencies([entry.said for entry in held], len(self.spellings))
        return Lookup(
            Speller(self.stems, by_stem, len(held)), GramIndex(self.spellings, by_spelling, len(held))
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's vectors: projected (the whole, then the sentences of a story), and the whole as
    encoded.
    """

    vectors: Vectors
    whole: Vectors


@dataclass(frozen=True, slots=True)
class Ranking:
    """The measured cases of one question: ids in order, features, scores, and the rows in order of score."""

    ids: tuple[str, ...]
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
        entries: Mapping[str, Entry],
        words: Words,
        encoder: Encoder | None,
        cache: VectorCache | None,
        projection: Projection | None,
        base: Base | None = None,
    ) -> None:
        self._entries = dict(entries)
        self._words = words
        self._encoder = encoder
        self._cache = cache
        self._projection = projection
        self._lookup = words.lookup(self._entries.values())
        self._questions: OrderedDict[str, Asked] = OrderedDict()
        self._lock = threading.Lock()
        self._set_base(base)
        # A small library is measured as a whole, so all that no question changes is reckoned once.
        self._ids = tuple(sorted(self._entries)) if self._base is None else ()
        self._layout: Layout | None = None
        if self._ids:
            ordered = [self._entries[case_id] for case_id in self._ids]
            self._layout = lay_out(ordered, self._lookup, with_grams=True)
        self._sample = tuple(sorted(heapq.nsmallest(SAMPLE, self._entries, key=_scatter)))
        having = sum(entry.vectors is not None for entry in self._entries.values())
        # With few exceptions, every case must be comparable by meaning before meaning may rank.
        self._by_meaning = self._projection is not None and having > 0 and having >= 0.9 * len(self._entries)

    def _set_base(self, base: Base | None) -> None:
        """Keep the layout of an earlier snapshot while few cases changed since, else lay out anew."""
        block = self._projection.blocks[0] if self._projection else None
        if base is None and len(self._entries) > EXHAUSTIVE:
            base = Base.build(self._entries, block)
        self._base = base
        self._alive = np.zeros(0, dtype=bool)
        self._fresh: tuple[str, ...] = ()
        if base is not None:
            laid_out = base.entries
            self._alive = np.array([self._entries.get(i) is laid_out[n] for n, i in enumerate(base.ids)])
            same = {i for i, alive in zip(base.ids, self._alive, strict=True) if alive}
            self._fresh = tuple(case_id for case_id in self._entries if case_id not in same)

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
        words = Words(Vocabulary(), Vocabulary())
        latest = {case.id: case for case in cases}
        found = case_vectors(list(latest.values()), encoder, vectors, projection)
        entries = {
            case_id: make_entry(case, words.stems, words.spellings, found.get(case_id))
            for case_id, case in latest.items()
        }
        return cls(entries, words, encoder, vectors, projection)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def missing(self) -> list[str]:
        """Texts without a vector, the most telling first: encode them as passages, then take
        `with_changes`.
        """
        if self._encoder is None:
            return []
        waiting = [
            (part, text)
            for entry in self._entries.values()
            if entry.vectors is None or not entry.vectors.complete
            for part, text in passages(entry.case)
        ]
        texts = list(dict.fromkeys(text for _, text in sorted(waiting, key=lambda item: item[0])))
        keys = [vector_key(self._encoder.name, "passage", text) for text in texts]
        known = self._cache.get(keys) if self._cache is not None else {}
        return [text for key, text in zip(keys, texts, strict=True) if key not in known]

    def with_changes(self, upserts: Iterable[CaseText], removed_ids: Iterable[str]) -> Index:
        """A new index with these cases added or replaced and those removed; also takes up new vectors."""
        entries = dict(self._entries)
        for case_id in removed_ids:
            entries.pop(case_id, None)
        changed = {case.id: case for case in upserts}
        waiting = {
            case_id: entry
            for case_id, entry in entries.items()
            if case_id not in changed and (entry.vectors is None or not entry.vectors.complete)
        }
        wanted = [*changed.values(), *(entry.case for entry in waiting.values())]
        found = case_vectors(wanted, self._encoder, self._cache, self._projection)
        for case_id, entry in waiting.items():
            if case_id in found and not _as_full(found[case_id], entry.vectors):
                changed[case_id] = entry.case
                entries[case_id] = replace(entry, vectors=found[case_id])
        for case_id, case in changed.items():
            if case_id not in waiting:
                words = self._words
                entries[case_id] = make_entry(case, words.stems, words.spellings, found.get(case_id))
        base = self._reusable(entries, changed)
        return Index(entries, self._words, self._encoder, self._cache, self._projection, base)

    def _reusable(self, entries: Mapping[str, Entry], changed: Mapping[str, CaseText]) -> Base | None:
        """The present layout, when it still serves: few cases are new or other than when it was made."""
        if self._base is None or len(entries) <= EXHAUSTIVE:
            return None
        fresh = set(self._fresh) | set(changed)
        return self._base if len(fresh) <= max(32, len(entries) // 200) else None

    def match(self, text: str, *, top: int = 5) -> Match:
        """Rank the cases for this question; any Unicode is fine, and it never raises."""
        try:
            return self._match(clean(text), top)
        except Exception:
            # A question must never bring the bot down; the text itself stays out of the log.
            logger.exception("Matching failed")
            return Match(Outcome.NONE, 0.0, (), "und")

    def _match(self, text: str, top: int) -> Match:
        if not self._entries or is_smalltalk(text):
            return Match(Outcome.NONE, 0.0, (), guess_language(text))
        question = read_question(text, self._lookup.speller)
        asked = self.encode_question(text) if self._by_meaning else None
        model = self.model
        ranking = self.rank(question, asked, model)
        subject = model.subject_of(asked.whole if asked else None)
        told = signals(question, ranking.measured, ranking.scores, ranking.order, subject)
        right, some = model.probabilities(told)
        chances = _chances(ranking, right, some, top)
        first = ranking.order[:top]
        reasons = explain(
            [self._entries[ranking.ids[row]] for row in first],
            question,
            asked.vectors if asked else None,
            self._words.stems.words,
        )
        found = tuple(
            Candidate(ranking.ids[row], chance, reason)
            for row, chance, reason in zip(first, chances, reasons, strict=True)
        )
        return Match(model.outcome(right, some), right, found, question.language)

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
        """The cases worth measuring, their features, and which rows stand for the library as a whole."""
        ids, sample = self._candidates(question, asked)
        layout = self._layout
        if layout is None:
            layout = lay_out([self._entries[case_id] for case_id in ids], self._lookup, with_grams=False)
        blocks = self._projection.blocks if self._projection is not None else ()
        return ids, measure(question, layout, self._lookup, asked.vectors if asked else None, blocks), sample

    def rank(self, question: Question, asked: Asked | None, model: Model) -> Ranking:
        """Order the cases for a question that is read and encoded; ties go by id."""
        ids, measured, sample = self.measure(question, asked)
        scores = model.scores(question, measured, sample)
        # Rounded, so that sums taken in another order cannot turn a tie; the ids are in order already.
        order = np.argsort(-np.round(scores, 5), kind="stable").tolist()
        return Ranking(ids, measured, scores, tuple(order))

    def _candidates(self, question: Question, asked: Asked | None) -> tuple[tuple[str, ...], Sample]:
        if self._base is None:
            return self._ids, EVERY
        likely = self._base.search(question, self._coarse(asked), self._alive)
        standing = set(self._sample)
        ids = tuple(sorted(standing.union(likely, self._fresh)))
        return ids, np.array([case_id in standing for case_id in ids])

    def _coarse(self, asked: Asked | None) -> Vectors | None:
        if asked is None or self._projection is None:
            return None
        low, high = self._projection.blocks[0]
        return asked.vectors[:, low:high]

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


def _as_full(found: CaseVectors, held: CaseVectors | None) -> bool:
    """Whether no vector came in for a case that was waiting for some."""
    return held is not None and len(found.rows) == len(held.rows)


def case_vectors(
    cases: Sequence[CaseText],
    encoder: Encoder | None,
    cache: VectorCache | None,
    projection: Projection | None,
) -> dict[str, CaseVectors]:
    """The projected vectors of these cases, as far as the cache has them."""
    if encoder is None or cache is None or projection is None:
        return {}
    found: dict[str, CaseVectors] = {}
    for start in range(0, len(cases), 256):
        part = cases[start : start + 256]
        texts = [passages(case) for case in part]
        keys = [[vector_key(encoder.name, "passage", text) for _, text in said] for said in texts]
        known = cache.get(list({key for row in keys for key in row}))
        if not known:
            continue
        rows = [known[key] for row in keys for key in row if key in known]
        projected = projection.apply(np.stack(rows), "passage")
        at = 0
        for case, said, row in zip(part, texts, keys, strict=True):
            kinds = [kind for (kind, _), key in zip(said, row, strict=True) if key in known]
            if kinds:
                mine = projected[at : at + len(kinds)]
                found[case.id] = pack(kinds, mine, complete=len(kinds) == len(row))
            at += len(kinds)
    return found


def _frequencies(bags: Sequence[NDArray[np.int32]], size: int) -> NDArray[np.int32]:
    """In how many cases each word occurs."""
    flat = np.concatenate(bags) if bags else np.zeros(0, np.int32)
    return np.bincount(flat, minlength=size).astype(np.int32)


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


def _scatter(case_id: str) -> tuple[int, str]:
    """An order of ids that has nothing to do with their content, and is the same in every process."""
    return zlib.crc32(case_id.encode("utf-8", "surrogatepass")), case_id
