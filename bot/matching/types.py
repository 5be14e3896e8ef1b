"""What goes into matching and what comes out: cases, outcomes, candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from bot.errors import BuurvraagError

Role = Literal["query", "passage"]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CaseText:
    """The parts of a stored case that matching reads; whatever else a case has is none of its business."""

    id: str
    title: str
    dilemma: str
    context: str = ""
    what_helped: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    theme: str = ""
    phrasings: tuple[str, ...] = ()

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CaseText:
        """Read one record of a library file (JSON lines); KeyError when id, title or dilemma is missing."""
        return cls(
            id=str(record["id"]),
            title=str(record["title"]),
            dilemma=str(record["dilemma"]),
            context=str(record.get("context") or ""),
            what_helped=_texts(record.get("what_helped")),
            pitfalls=_texts(record.get("pitfalls")),
            theme=str(record.get("theme") or ""),
            phrasings=_texts(record.get("phrasings")),
        )


def _texts(value: object) -> tuple[str, ...]:
    """One string or a list of strings as a tuple; empty ones are left out."""
    if value is None:
        return ()
    items = [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else [value]
    return tuple(str(item) for item in items if str(item).strip())


class Outcome(StrEnum):
    """How the answer is to be given: one case, a choice of three, or an honest 'nobody yet'."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Why:
    """The words and the sentence of the case that made the match; words may be empty (other language)."""

    words: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may answer the question; confidence is the calibrated probability that it is the one."""

    case_id: str
    confidence: float
    why: Why


@dataclass(frozen=True, slots=True)
class Match:
    """The ranked answer to one question; language is the guessed ISO 639-1 code ('und' if unknown)."""

    outcome: Outcome
    confidence: float
    candidates: tuple[Candidate, ...]
    language: str


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors in which likeness of meaning is the dot product."""

    @property
    def name(self) -> str:
        """Name and version of the model: part of every cache key."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """L2-normalised float32 vectors, one row a text."""


class VectorCache(Protocol):
    """Where encodings are kept, by key (see `bot.matching.cache.vector_key`)."""

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are known among these keys."""

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors."""


class MatchingError(BuurvraagError):
    """Something about matching is wrong."""


class EncoderUnavailable(MatchingError):  # noqa: N818 - says what is the matter, as the others do
    """The sentence encoder that was asked for is not installed."""
