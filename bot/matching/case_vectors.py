"""The vectors of cases: taken from the cache, turned into the space of comparison, and put in 8 bits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.cache import vector_key
from bot.matching.entries import CaseVectors, Part, passages
from bot.matching.projection import Projection
from bot.matching.ragged import bounds
from bot.matching.shelf import VectorRows
from bot.matching.types import CaseText, Encoder, VectorCache, Vectors

CHUNK = 256  # cases whose vectors are held as floats at one time


def case_vectors(
    cases: Sequence[CaseText],
    encoder: Encoder | None,
    cache: VectorCache | None,
    projection: Projection | None,
) -> dict[str, CaseVectors]:
    """The projected vectors of these cases by id, as far as the cache has them."""
    if encoder is None or cache is None or projection is None:
        return {}
    found = fetch_vectors(cases, encoder.name, cache, projection)
    return {
        case.id: CaseVectors(
            found.parts[low:high], found.rows[low:high], float(found.scale[row]), bool(found.complete[row])
        )
        for row, case in enumerate(cases)
        if (low := int(found.start[row])) < (high := int(found.start[row + 1]))
    }


def fetch_vectors(
    cases: Sequence[CaseText], encoder_name: str, cache: VectorCache, projection: Projection
) -> VectorRows:
    """The projected vectors of these cases, in their order, as far as the cache has them."""
    buffer = _Buffer(projection.blocks[-1][1], len(cases))
    for at in range(0, len(cases), CHUNK):
        _fetch_some(cases[at : at + CHUNK], encoder_name, cache, projection, buffer)
    return buffer.finished()


def _fetch_some(
    cases: Sequence[CaseText],
    encoder_name: str,
    cache: VectorCache,
    projection: Projection,
    buffer: _Buffer,
) -> None:
    texts = [passages(case) for case in cases]
    keys = [[vector_key(encoder_name, "passage", text) for _, text in said] for said in texts]
    known = cache.get(list(dict.fromkeys(key for row in keys for key in row)))
    place = {key: number for number, key in enumerate(known)}
    turned = projection.apply(np.stack(list(known.values())), "passage") if known else None
    for said, row in zip(texts, keys, strict=True):
        held = [(part, place[key]) for (part, _), key in zip(said, row, strict=True) if key in place]
        vectors = turned[[at for _, at in held]] if turned is not None and held else None
        buffer.add([part for part, _ in held], vectors, complete=len(held) == len(row))


class _Buffer:
    """Rows that come case by case, in one array that grows in its place: it may be half of all memory."""

    def __init__(self, size: int, cases: int) -> None:
        self._rows = np.empty((max(64, 8 * cases), size), dtype=np.int8)
        self._used = 0
        self._parts: list[int] = []
        self._sizes: list[int] = []
        self._scale = np.ones(cases, dtype=np.float32)
        self._complete = np.zeros(cases, dtype=bool)

    def add(self, parts: Sequence[Part], vectors: Vectors | None, *, complete: bool) -> None:
        """The next case; `vectors` is None when it has none."""
        case = len(self._sizes)
        self._sizes.append(len(parts))
        self._complete[case] = complete
        if vectors is None:
            return
        top = float(np.abs(vectors).max()) or 1.0
        self._parts += parts
        self._scale[case] = top / 127.0
        end = self._used + len(parts)
        if end > len(self._rows):
            self._rows.resize((end + len(self._rows) // 4, self._rows.shape[1]), refcheck=False)
        np.rint(vectors * (127.0 / top), out=self._rows[self._used : end], casting="unsafe")
        self._used = end

    def finished(self) -> VectorRows:
        """All of them."""
        self._rows.resize((self._used, self._rows.shape[1]), refcheck=False)
        parts: NDArray[np.int8] = np.array(self._parts, dtype=np.int8)
        return VectorRows(bounds(self._sizes), parts, self._rows, self._scale, self._complete)
