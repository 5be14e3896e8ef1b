"""Encodings of the library's texts: in memory while matching, in the database for the next start."""

import threading
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert_for
from bot.matching.types import Vectors
from bot.services.library.library import chunks
from models import TextVector


class VectorStore:
    """The vectors that this process uses, by key; a `VectorCache` that can be read from any thread.

    Kept as float16, two bytes a number: half the memory, and no case changes place for it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._vectors: dict[str, bytes] = {}
        self._unsaved: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._vectors)

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors that are known among these keys."""
        with self._lock:
            known = {key: self._vectors[key] for key in keys if key in self._vectors}
        return {key: np.frombuffer(raw, dtype=np.float16).astype(np.float32) for key, raw in known.items()}

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors, to be written to the database too."""
        raw = {key: vector.astype(np.float16).tobytes() for key, vector in vectors.items()}
        with self._lock:
            self._vectors |= raw
            self._unsaved |= raw

    def unknown(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that have no vector here, in their order."""
        with self._lock:
            return [key for key in keys if key not in self._vectors]

    def add_saved(self, rows: Mapping[str, bytes]) -> None:
        """Keep vectors that came from the database."""
        with self._lock:
            self._vectors |= rows

    def unsaved(self) -> dict[str, bytes]:
        """The vectors that are not in the database yet."""
        with self._lock:
            return dict(self._unsaved)

    def mark_saved(self, keys: Collection[str]) -> None:
        """Note that these were committed to the database."""
        with self._lock:
            for key in keys:
                self._unsaved.pop(key, None)

    def forget_saved(self) -> None:
        """Free the memory of what the database has: an index whose cases are complete keeps its own copy."""
        with self._lock:
            self._vectors = dict(self._unsaved)


async def read_vectors(session: AsyncSession, keys: Sequence[str]) -> dict[str, bytes]:
    """The stored vectors among these keys, as float16 bytes."""
    found: dict[str, bytes] = {}
    for part in chunks(keys):
        rows = await session.execute(
            select(TextVector.key, TextVector.vector).where(TextVector.key.in_(part))
        )
        found |= {row.key: row.vector for row in rows}
    return found


async def write_vectors(session: AsyncSession, encoder: str, vectors: Mapping[str, bytes]) -> None:
    """Store these vectors; those that another process stored meanwhile are left as they are."""
    insert = insert_for(session)
    rows = [{"key": key, "encoder": encoder, "vector": raw} for key, raw in sorted(vectors.items())]
    for part in chunks(rows):
        await session.execute(insert(TextVector).on_conflict_do_nothing(), list(part))


async def stored_keys(session: AsyncSession, encoder: str) -> set[str]:
    """The keys of all vectors that this encoder made."""
    return set(await session.scalars(select(TextVector.key).where(TextVector.encoder == encoder)))


async def keys_of_other_versions(session: AsyncSession, encoder: str) -> set[str]:
    """The keys of the vectors that other versions of this encoder made."""
    names = await session.scalars(select(TextVector.encoder).distinct())
    others = [name for name in names if name != encoder and _models(name) == _models(encoder)]
    return set(await session.scalars(select(TextVector.key).where(TextVector.encoder.in_(others))))


async def delete_vectors(session: AsyncSession, keys: Sequence[str]) -> None:
    """Remove these vectors."""
    for part in chunks(sorted(keys)):
        await session.execute(delete(TextVector).where(TextVector.key.in_(part)))


def _models(encoder: str) -> list[str]:
    """An encoder's models without their versions: its name is "model:version", joined by "+" when several."""
    return [part.partition(":")[0] for part in encoder.split("+")]
