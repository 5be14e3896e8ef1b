"""Questions resemble each other by a case that both surely have, or by what they say."""

import numpy as np
import pytest

from bot.matching.resemblance import BARS, Bar, Question, bar_of, resembling
from bot.matching.types import Vectors

BAR = Bar(same_case=0.85, alike=0.4)
LIBRARY = [
    "Wie krijgt de sleutel van het buurthuis? Welke bewoners mogen een sleutel hebben?",
    "Huiswerkhulp betalen uit het potje ontmoeting. Mag dat van de gemeente?",
    "De gemeente wil op de plek van onze moestuin bouwen. Kunnen we dat tegenhouden?",
]


def meaning(*numbers: float) -> Vectors:
    vector = np.array(numbers, dtype=np.float32)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def test_questions_with_one_sure_case_resemble_each_other_whatever_they_say() -> None:
    table = resembling(
        [
            Question("wie doet de deur op slot", 7, 0.9),
            Question("sleutelbeheer", 7, 0.86),
            Question("sleutelbeheer avond", 8, 0.99),
            Question("iets heel anders", 7, 0.84),
        ],
        LIBRARY,
        BAR,
    )

    assert table[0, 1]
    assert not table[0, 2]
    # One chance that is not sure is not enough.
    assert not table[0, 3]


def test_nearly_the_same_words_are_the_same_question_without_any_case() -> None:
    table = resembling(
        [
            Question("Mogen wij een drone laten vliegen boven ons straatfeest?", None, 0.0),
            Question("mogen we een drone laten vliegen boven het straatfeest", None, 0.0),
            Question("Hoe houden we de kippen uit de moestuin?", None, 0.0),
        ],
        LIBRARY,
        BARS["none"],
    )

    assert table[0, 1]
    assert not table[0, 2]
    assert not table[1, 2]


def test_meaning_counts_as_much_as_words_where_both_are_known() -> None:
    near, also_near, far = meaning(1, 0.1), meaning(1, 0.2), meaning(-0.1, 1)
    table = resembling(
        [
            Question("scootmobiel opladen wie betaalt", None, 0.0, near),
            Question("stroom voor elektrische karretjes", None, 0.0, also_near),
            Question("scootmobiel opladen wie betaalt", None, 0.0, far),
            Question("stroom voor elektrische karretjes", None, 0.0),
        ],
        LIBRARY,
        BAR,
    )

    assert table[0, 1]
    assert not table[0, 3]
    # The same words with another meaning still are as near as half of it.
    assert table[0, 2]


def test_the_table_is_symmetric_and_everything_resembles_itself() -> None:
    questions = [Question(text, None, 0.0) for text in ("", "?", "sleutel", "\ud800 sleutel", "x" * 5_000)]
    table = resembling(questions, [], BARS["none"])

    assert (table == table.T).all()
    assert table.diagonal().all()
    assert resembling([], [], BARS["none"]).shape == (0, 0)


@pytest.mark.parametrize("kind", ["e5", "minilm", "e5+other"])
def test_an_encoder_that_was_not_measured_gets_a_strict_bar(kind: str) -> None:
    assert bar_of(kind) == BARS["use"]
