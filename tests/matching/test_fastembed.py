"""Fastembed as a second encoder behind the protocol, or what stands for it where it is not installed."""

from collections.abc import Iterable, Iterator
from importlib import util

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.matching import CaseText, EncoderUnavailable, Index, MemoryVectorCache, encode_missing, make_encoder
from bot.matching.encoders import MAX_CHARS, encoder_kind, encoder_sizes
from bot.matching.fastembed_encoder import FastembedEncoder
from bot.matching.types import Encoder
from tests.matching.conftest import TrigramEncoder


class FakeModel:
    """Answers as a model of fastembed does: one vector at a time, not of length 1."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._trigrams = TrigramEncoder()

    def query_embed(self, query: Iterable[str]) -> Iterator[NDArray[np.float32]]:
        return self._embed("query", query)

    def passage_embed(self, texts: Iterable[str]) -> Iterator[NDArray[np.float32]]:
        return self._embed("passage", texts)

    def _embed(self, role: str, texts: Iterable[str]) -> Iterator[NDArray[np.float32]]:
        for text in texts:
            self.asked.append((role, text))
            yield 3.0 * self._trigrams.encode([text], "query")[0]


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def encoder(model: FakeModel) -> Encoder:
    return FastembedEncoder(model, "fastembed-fake:1")


def test_vectors_are_of_length_one_and_in_order(encoder: Encoder) -> None:
    vectors = encoder.encode(["sleutel", "moestuin", "sleutel"], "query")
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.allclose(vectors[0], vectors[1])


def test_questions_and_passages_go_their_own_ways_clean_and_short(encoder: Encoder, model: FakeModel) -> None:
    encoder.encode(["\ud800\x00sleutel " * 500], "query")
    encoder.encode(["x"], "passage")
    (role, text), (other, _) = model.asked
    assert (role, other) == ("query", "passage")
    assert len(text) <= MAX_CHARS
    assert text.isprintable()


def test_nothing_to_encode_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([], "passage").shape == (0, 64)


def test_a_library_is_searched_with_it(encoder: Encoder, cases: list[CaseText]) -> None:
    assert encoder_kind(encoder) == "fastembed-fake"
    assert encoder_sizes(encoder) == (64,)
    cache = MemoryVectorCache()
    index = Index.build(cases, encoder, vectors=cache)
    for _ in encode_missing(index.missing, encoder, cache):
        pass
    full = index.with_changes([], [])
    assert full.missing == []
    found = [full.match(case.dilemma).candidates[0].case_id for case in cases]
    assert sum(one == case.id for one, case in zip(found, cases, strict=True)) >= len(cases) - 1


@pytest.mark.skipif(util.find_spec("fastembed") is not None, reason="fastembed is installed")
def test_without_the_package_it_says_what_to_install() -> None:
    with pytest.raises(EncoderUnavailable, match="pip install fastembed"):
        make_encoder("fastembed")


def test_a_model_that_is_already_there_brings_a_question_nearer_to_its_case() -> None:
    pytest.importorskip("fastembed")
    try:
        real = make_encoder("fastembed")
    except EncoderUnavailable as error:
        pytest.skip(str(error))
    assert real is not None
    asked = real.encode(["Who has the key of the building?"], "query")[0]
    near, far = real.encode(["Wie beheert de sleutel van het gebouw?", "De moestuin staat droog."], "passage")
    assert asked @ near > asked @ far
