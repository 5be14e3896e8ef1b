"""One case, read once: its words by text and its vectors, in compact arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.matching.lexicon import stem, stopwords
from bot.matching.text import clean, fold, sentences, words
from bot.matching.types import CaseText, Vectors
from bot.matching.vocabulary import Floats, Ints, Vocabulary


class Part(IntEnum):
    """The parts of a case, told apart because they do not weigh the same."""

    TITLE = 0
    HEAD = 1  # title and dilemma in one text
    DILEMMA = 2  # its single sentences, and the phrasings: each is a way of asking
    CONTEXT = 3
    HELPED = 4
    PITFALL = 5
    PHRASING = 6


HEAD_PARTS = (Part.TITLE, Part.DILEMMA)


def passages(case: CaseText) -> list[tuple[Part, str]]:
    """The texts of a case that get a vector each; single sentences, since a question touches one of them."""
    title, dilemma = clean(case.title), clean(case.dilemma)
    found = [(Part.TITLE, title), (Part.HEAD, f"{title}. {dilemma}")]
    found += [(Part.DILEMMA, text) for text in (*sentences(dilemma), *map(clean, case.phrasings))]
    found += [(Part.CONTEXT, text) for text in sentences(clean(case.context))]
    found += [(Part.HELPED, text) for text in map(clean, case.what_helped)]
    found += [(Part.PITFALL, text) for text in map(clean, case.pitfalls)]
    return [(part, text) for part, text in found if text.strip(" .")]


def readable(case: CaseText) -> list[tuple[Part, str]]:
    """The texts of a case whose words are compared, each apart, as an editor wrote them."""
    found = [(Part.TITLE, case.title), (Part.DILEMMA, case.dilemma)]
    found += [(Part.PHRASING, text) for text in case.phrasings]
    found += [(Part.CONTEXT, text) for text in sentences(case.context)]
    found += [(Part.HELPED, text) for text in case.what_helped]
    found += [(Part.PITFALL, text) for text in case.pitfalls]
    return found


@dataclass(frozen=True, slots=True)
class CaseVectors:
    """The vectors of a case in 8 bits; `scale` turns them back. `complete` is False while some are
    missing.
    """

    parts: NDArray[np.int8]
    rows: NDArray[np.int8]
    scale: float
    centre: Floats
    complete: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A case ready to be compared.

    `words` holds the distinct stems of each text, text after text; `sizes` how many each text has; `bag` are
    the distinct stems of the whole case. `said` are its distinct words as spelled, with how often in the
    whole
    case and how often in title and dilemma.
    """

    case: CaseText
    parts: NDArray[np.int8]
    words: Ints
    sizes: Ints
    bag: Ints
    said: Ints
    counts: Ints
    head_counts: Ints
    vectors: CaseVectors | None


def make_entry(
    case: CaseText, stems: Vocabulary, spellings: Vocabulary, vectors: CaseVectors | None
) -> Entry:
    """Read a case; its new words are added to both vocabularies."""
    texts = readable(case)
    spelled = [words(clean(text)) for _, text in texts]
    skipped = stopwords()
    told = [[stem(word) for word in row if word not in skipped] for row in spelled]
    pieces = _split(stems.numbers(word for row in told for word in row), told)
    distinct = [np.unique(piece) for piece in pieces]
    said = spellings.numbers(fold(word) for row in spelled for word in row)
    bag, place = np.unique(said, return_inverse=True)
    leading = np.repeat([part in HEAD_PARTS for part, _ in texts], [len(row) for row in spelled])
    return Entry(
        case=case,
        parts=np.array([part for part, _ in texts], dtype=np.int8),
        words=np.concatenate(distinct).astype(np.int32),
        sizes=np.array([len(piece) for piece in distinct], dtype=np.int32),
        bag=np.unique(np.concatenate(distinct)).astype(np.int32),
        said=bag.astype(np.int32),
        counts=np.bincount(place, minlength=len(bag)).astype(np.int32),
        head_counts=np.bincount(place[leading], minlength=len(bag)).astype(np.int32),
        vectors=vectors,
    )


def _split(flat: Ints, rows: list[list[str]]) -> list[Ints]:
    """One array for each row of a flattened list."""
    bounds = np.cumsum([0, *(len(row) for row in rows)])
    return [flat[low:high] for low, high in pairwise(bounds)]


def pack(parts: list[Part], rows: Vectors, *, complete: bool) -> CaseVectors:
    """Vectors of one case in 8 bits, and their mean direction for the search among all cases."""
    top = float(np.abs(rows).max()) or 1.0
    mean = rows.mean(axis=0)
    length = float(np.linalg.norm(mean)) or 1.0
    return CaseVectors(
        parts=np.array(parts, dtype=np.int8),
        rows=np.round(rows * (127.0 / top)).astype(np.int8),
        scale=top / 127.0,
        centre=(mean / length).astype(np.float32),
        complete=complete,
    )
