"""What is known of a question without its library."""

import numpy as np
import pytest

from bot.matching import CaseText, Index, Outcome
from bot.matching.background import PER_BLOCK, Background, head_of, load_background
from bot.matching.entries import Part
from bot.matching.fit_outside import Encoded, Outside
from bot.matching.model import BLOCKS, confidence, load_models
from bot.matching.projection import PlainProjection
from bot.matching.shelf import VectorRows

SIZE = 40
BLOCK = ((0, SIZE),)


def along(axis: int, other: int | None = None, lean: float = 0.0) -> np.ndarray:
    """A direction along one axis, leaning over to another."""
    row = np.zeros(SIZE, dtype=np.float32)
    row[axis] = np.sqrt(1 - lean**2)
    if other is not None:
        row[other] = lean
    return row


def background(*cases: np.ndarray) -> Background:
    """Thirty cases like nothing asked here, and these; questions with a case along 5, without along 6."""
    rest = [along(9 + number) for number in range(30)]
    questions = np.stack([*[along(5)] * 4, *[along(6)] * 4])
    return Background(np.stack([*rest, *cases]), questions, np.repeat([True, False], 4))


def test_a_case_elsewhere_that_is_nearer_tells_against_the_one_here() -> None:
    asked, own = along(0), along(0, 1, lean=0.8)
    alone = background().compare(asked, own, BLOCK)
    rivalled = background(along(0, 2, lean=0.1)).compare(asked, own, BLOCK)
    assert alone[0] == pytest.approx(0.6)
    assert rivalled[0] == pytest.approx(0.6 - np.sqrt(0.99), abs=1e-4)


def test_the_same_case_elsewhere_tells_nothing() -> None:
    own = along(0, 1, lean=0.3)
    assert background(own).compare(along(0), own, BLOCK)[0] > 0.9


def test_questions_without_a_case_elsewhere_tell() -> None:
    with_case = background().compare(along(5), None, BLOCK)
    without = background().compare(along(6), None, BLOCK)
    assert with_case[3:].tolist() == [1.0, 0.0, -1.0]
    assert without[3:].tolist() == [0.0, 1.0, 1.0]


def test_a_case_without_vectors_leaves_its_numbers_open() -> None:
    assert np.isnan(background().compare(along(0), None, BLOCK)[:3]).all()


def test_the_head_of_a_case_is_found_among_its_vectors() -> None:
    rows = VectorRows(
        start=np.array([0, 2, 3]),
        parts=np.array([Part.TITLE, Part.HEAD, Part.TITLE], dtype=np.int8),
        rows=np.array([[1, 2], [3, 4], [5, 6]], dtype=np.int8),
        scale=np.array([0.5, 1.0], dtype=np.float32),
        complete=np.array([True, False]),
    )
    head = head_of(rows, 0)
    assert head is not None
    assert head.tolist() == [1.5, 2.0]
    assert head_of(rows, 1) is None


def test_a_library_is_never_compared_with_itself_when_weights_are_fitted() -> None:
    rng = np.random.default_rng(1)

    def library() -> Encoded:
        return Encoded(
            rng.normal(size=(12, SIZE)).astype(np.float32),
            np.arange(12) % 3 > 0,
            rng.normal(size=(30, SIZE)).astype(np.float32),
        )

    libraries = {name: library() for name in ("a", "b", "c")}
    turned = dict.fromkeys(libraries, PlainProjection(SIZE))
    before = Outside(libraries, turned).of("a", range(12), ("b",))
    changed = {**libraries, "b": library()}
    assert np.array_equal(before, Outside(changed, turned).of("a", range(12), ("b",)))
    assert not np.array_equal(
        before, Outside({**libraries, "c": library()}, turned).of("a", range(12), ("b",))
    )


@pytest.mark.parametrize("kind", [kind for kind in BLOCKS if kind != "none"])
def test_each_choice_of_encoders_has_a_background(kind: str) -> None:
    held = load_models()[kind].background
    assert held is not None
    assert held.answerable.any()
    assert not held.answerable.all()
    lengths = np.linalg.norm(held.cases, axis=1) / np.sqrt(len(BLOCKS[kind]))
    assert lengths == pytest.approx(np.ones(len(lengths)), abs=0.02)


def test_words_alone_and_strange_encoders_have_none() -> None:
    assert load_models()["none"].background is None
    assert load_background(("another",)) is None
    strange = np.ones(7, dtype=np.float32)
    outside = load_models()["use"].outside(strange, strange, None, ((0, 7),))
    assert outside.shape == (PER_BLOCK + 1,)
    assert np.isnan(outside).all()


def test_the_confidence_rises_with_both_chances() -> None:
    assert confidence(1.0, 2.0) > confidence(0.5, 2.0)
    assert confidence(1.0, 2.0) > confidence(1.0, 1.0)


@pytest.mark.parametrize("word", ["gemeente", "Buurt?", "de bewoners", "hallo, een vraag over onze wijk"])
def test_a_word_that_fits_half_of_all_cases_asks_nothing(word: str) -> None:
    library = [
        CaseText("a", "De gemeente zegt niets terug", "Hoe krijgt onze buurt antwoord van de gemeente?"),
        CaseText("b", "Bewoners komen niet", "Hoe krijg je bewoners uit de wijk naar een avond?"),
    ]
    assert Index.build(library, None).match(word).outcome is Outcome.NONE
