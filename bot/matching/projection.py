"""The learned turn of an encoder's vectors into the space in which questions and cases are compared.

Raw sentence vectors share one direction (their mean) and a few strong ones that say little. Taking the mean
off,
evening out the strengths by half, and a small correction learned from questions with their cases bring a
question
and its case together. Fitted by `python -m bot.matching.fit`; see docs/matching.md for what it brings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

import numpy as np

from bot.matching.types import Role, Vectors

FILE = "projection.npz"


class Projection(Protocol):
    """Turns vectors of one encoder; `size` is the number of dimensions that come out, `blocks` their
    borders.
    """

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Where each encoder's part of an outgoing vector begins and ends."""

    def apply(self, vectors: Vectors, role: Role) -> Vectors:
        """Rows of length 1 in each block."""


@dataclass(frozen=True, slots=True)
class LinearProjection:
    """For one encoder: take off the mean of its role, then multiply; a block of length 1 a row."""

    mean_query: Vectors
    mean_passage: Vectors
    query: Vectors
    passage: Vectors

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The one block."""
        return ((0, int(self.query.shape[1])),)

    def apply(self, vectors: Vectors, role: Role) -> Vectors:
        """Turn vectors of questions or of passages."""
        asked = role == "query"
        centred = vectors - (self.mean_query if asked else self.mean_passage)
        turned = centred @ (self.query if asked else self.passage)
        return unit(turned.astype(np.float32))


@dataclass(frozen=True, slots=True)
class PlainProjection:
    """For an encoder that nothing was fitted for: its vectors as they are."""

    size: int

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The one block."""
        return ((0, self.size),)

    def apply(self, vectors: Vectors, role: Role) -> Vectors:  # noqa: ARG002 - the same for both roles
        """The vectors themselves."""
        return vectors


@dataclass(frozen=True, slots=True)
class JointProjection:
    """For several encoders whose vectors stand side by side."""

    borders: tuple[int, ...]
    each: tuple[Projection, ...]

    @property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """One block an encoder."""
        found: list[tuple[int, int]] = []
        at = 0
        for one in self.each:
            size = one.blocks[-1][1]
            found.append((at, at + size))
            at += size
        return tuple(found)

    def apply(self, vectors: Vectors, role: Role) -> Vectors:
        """Turn each encoder's part by itself."""
        low = (0, *self.borders[:-1])
        parts = [
            one.apply(unit(vectors[:, start:end]), role)
            for one, start, end in zip(self.each, low, self.borders, strict=True)
        ]
        return np.concatenate(parts, axis=1)


@cache
def load_arrays() -> dict[str, Vectors]:
    """The fitted arrays by name; none when nothing was fitted yet."""
    file = resources.files("bot.matching").joinpath("data", FILE)
    if not file.is_file():
        return {}
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
        return {name: archive[name].astype(np.float32) for name in archive.files}


def load_projection(kinds: tuple[str, ...], sizes: tuple[int, ...]) -> Projection:
    """The fitted projection for these encoders ("e5", "use"), or their plain vectors when none was fitted."""
    stored = load_arrays()
    each = [_one(kind, size, stored) for kind, size in zip(kinds, sizes, strict=True)]
    return each[0] if len(each) == 1 else JointProjection(tuple(np.cumsum(sizes).tolist()), tuple(each))


def _one(kind: str, size: int, stored: dict[str, Vectors]) -> Projection:
    names = [f"{kind}_{part}" for part in ("mean_query", "mean_passage", "query", "passage")]
    if all(name in stored for name in names) and stored[names[0]].shape == (size,):
        return LinearProjection(*(stored[name] for name in names))
    return PlainProjection(size)


def unit(vectors: Vectors) -> Vectors:
    """Rows of length 1; a row without direction stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-9)
    return scaled
