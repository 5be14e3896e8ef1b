"""Keys and stores for encodings, so that a text is encoded once."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.matching.types import Encoder, Role, VectorCache, Vectors


def vector_key(encoder_name: str, role: Role, text: str) -> str:
    """SHA-256 over the encoder's name, the role and the text; changes when any of the three does."""
    # A text may hold a lone surrogate (Telegram forwards what a client sends); it must have a key all the
    # same.
    material = "\x00".join((encoder_name, role, text)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(material).hexdigest()


def encode_missing(
    texts: Sequence[str], encoder: Encoder, cache: VectorCache, *, batch: int = 32
) -> Iterator[int]:
    """Encode passages into the cache, a batch at a time; yields how many are done after each batch.

    Meant for a worker thread: stop iterating whenever the process has to stop, what is done stays done.
    """
    for start in range(0, len(texts), batch):
        part = list(texts[start : start + batch])
        vectors = encoder.encode(part, "passage")
        cache.put(
            {vector_key(encoder.name, "passage", text): row for text, row in zip(part, vectors, strict=True)}
        )
        yield start + len(part)


class MemoryVectorCache:
    """Encodings in memory, for tests and short-lived processes."""

    def __init__(self) -> None:
        self._vectors: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The known vectors among these keys."""
        with self._lock:
            return {key: self._vectors[key] for key in keys if key in self._vectors}

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors."""
        with self._lock:
            self._vectors.update(vectors)


class FileVectorCache:
    """Encodings in one NumPy archive a dimension, for the command line; `save` writes them.

    A file that cannot be read (cut off, older layout) is taken as empty: everything in it can be made again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._memory = MemoryVectorCache()
        self._known: dict[str, Vectors] = {}
        self._dirty = False
        if path.exists():
            self._load()

    def _load(self) -> None:
        try:
            with np.load(self._path, allow_pickle=False) as archive:
                for name in archive.files:
                    if name.startswith("keys"):
                        rows = archive["rows" + name[4:]].astype(np.float32)
                        self._known.update(zip(archive[name].tolist(), rows, strict=True))
        except (OSError, ValueError, KeyError, EOFError):
            self._known = {}
        self._memory.put(self._known)

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The known vectors among these keys."""
        return self._memory.get(keys)

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep these vectors until `save`."""
        self._known.update(vectors)
        self._memory.put(vectors)
        self._dirty = self._dirty or bool(vectors)

    def save(self) -> None:
        """Write what is new, whole or not at all (a rename), as float16."""
        if not self._dirty:
            return
        by_size: dict[int, list[str]] = {}
        for key, vector in self._known.items():
            by_size.setdefault(len(vector), []).append(key)
        arrays: dict[str, np.ndarray] = {}
        for size, keys in by_size.items():
            arrays[f"keys{size}"] = np.array(keys)
            arrays[f"rows{size}"] = np.stack([self._known[key] for key in keys]).astype(np.float16)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        part.replace(self._path)
        self._dirty = False
