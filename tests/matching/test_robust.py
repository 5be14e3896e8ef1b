"""Whatever a person types, matching answers: no exception, no unbounded work, the same answer twice."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.matching import CaseText, Outcome
from bot.matching.encoders import QUESTION_TOKENS, WHOLE_TOKENS, E5Encoder
from bot.matching.index import Index, question_texts
from bot.matching.text import MAX_TEXT, MAX_WORDS, clean, guess_language, sentences, words
from bot.matching.types import Encoder, Match

ANY_TEXT = st.text(alphabet=st.characters(), min_size=1, max_size=400)
RELAXED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
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
@example(text="ET0WE")  # two cases that differ in the sixth place
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


def test_the_real_encoders_take_odd_texts_and_give_unit_vectors(encoder: Encoder) -> None:
    vectors = np.concatenate([encoder.encode([text], "query") for text in ["", *ODD]])
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


SCRIPTS = {
    "nl": "Zo gaat het hier in de wijk, en niemand weet waarom. ",
    "ar": "ليس لدينا مكان نجتمع فيه ولا نعرف من نسأل. ",
    "zh": "我们没有地方聚会，也不知道该问谁。 ",
    "am": "የምንሰበሰብበት ቦታ የለንም። ",
    "emoji": "🔑🏠🎉😀",
    "digits": "1 2 3 4 5 6. 7 8 9! ",
    "noise": "x9Q!z7#kP2@mW5 ",
    "accents": "áéíóúñçàèìòù. ",
}


@pytest.mark.parametrize("text", [*ODD, *(text * 400 for text in SCRIPTS.values())])
def test_no_message_takes_more_tokens_than_there_is_time_for(e5: E5Encoder, text: str) -> None:
    texts = [part or "?" for part in question_texts(clean(text))]
    kept = e5.within(texts)
    assert e5.tokens(kept[0]) <= WHOLE_TOKENS
    assert sum(map(e5.tokens, kept)) <= QUESTION_TOKENS
    assert all(part.startswith(cut) for part, cut in zip(texts, kept, strict=False))


def test_the_parts_of_a_story_that_no_room_is_left_for_get_the_vector_of_the_whole(e5: E5Encoder) -> None:
    crowded = e5.encode([SCRIPTS["noise"] * 20, *[SCRIPTS["noise"] * 5] * 4], "query")
    assert crowded.shape == (5, 384)
    assert not np.allclose(crowded[1], crowded[0])
    assert np.array_equal(crowded[4], crowded[0])
