"""What a resident sees, for every outcome and everything that can be pressed."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest

from bot.messages import Card, utf16_length
from bot.services import answers, dilemmas
from handlers.presses import ANSWER, LIFT, LINKED
from models import Candidate, Case, Chat, ChatKind, Dilemma, Outcome
from tests.support.factories import NOW

LATER = NOW + timedelta(seconds=1)


def case(number: int, **fields: Any) -> Case:
    given = {
        "id": number,
        "key": f"k{number}",
        "title": f"Titel {number}",
        "dilemma": f"Vraag {number}?",
        "context": "",
        "what_helped": [f"Hulp {number}a", f"Hulp {number}b"],
        "pitfalls": [f"Valkuil {number}"],
        "collective": "De Proef (voorbeeld)",
        "place": "Utrecht",
        "year": 2024,
        "checked_on": date(2026, 2, 3),
    }
    return Case(**(given | fields))


def dilemma(
    outcome: Outcome,
    *confidences: float,
    kind: ChatKind = ChatKind.GROUP,
    text: str = "Wie krijgt de sleutel?",
) -> Dilemma:
    """A dilemma in memory, with a case for each confidence."""
    return Dilemma(
        id=1,
        token="geheim-token",
        text=text,
        outcome=outcome,
        asked_at=NOW,
        chat=Chat(id=1, telegram_id=-100, kind=kind),
        candidates=[
            Candidate(
                case_id=number,
                case=case(number),
                rank=number,
                confidence=confidence,
                why_words=["sleutel"] if number == 1 else [],
                why_sentence="Wie heeft de sleutel?",
            )
            for number, confidence in enumerate(confidences, start=1)
        ],
    )


def pressable(card: Card) -> list[str]:
    return [button.data or button.url or "" for row in card.rows for button in row]


SURE, UNSURE, NONE = Outcome.SURE, Outcome.UNSURE, Outcome.NONE


@pytest.mark.parametrize(
    ("outcome", "confidences", "refused", "says", "buttons"),
    [
        (SURE, (0.9,), (), "Andere bewoners hadden dit ook", ["d:1:w:1:1", "d:1:i:1", "d:1:k:1", "d:1:n:1"]),
        (SURE, (0.9, 0.1), (), "Titel 1", ["d:1:w:1:1", "d:1:o", "d:1:i:1", "d:1:k:1", "d:1:n:1"]),
        (SURE, (0.9, 0.1, 0.1), (1,), "Dan misschien", ["d:1:c:2", "d:1:c:3", "d:1:z:2"]),
        (SURE, (0.9, 0.01), (1,), "nog niemand", ["d:1:g", "d:1:p", "d:1:x", "d:1:o"]),
        (SURE, (0.9,), (1,), "nog niemand", ["d:1:g", "d:1:p", "d:1:x"]),
        (UNSURE, (0.3, 0.2, 0.1, 0.1), (), "niet zeker", ["d:1:c:1", "d:1:c:2", "d:1:c:3", "d:1:z:1"]),
        (UNSURE, (0.3, 0.2, 0.1, 0.1), (1, 2, 3), "Dan misschien", ["d:1:c:4", "d:1:z:4"]),
        (UNSURE, (0.3, 0.2), (1, 2), "nog niemand", ["d:1:g", "d:1:p", "d:1:x"]),
        (UNSURE, (0.01,), (), "nog niemand", ["d:1:g", "d:1:p", "d:1:x", "d:1:o"]),
        (NONE, (), (), "nog niet van andere bewoners", ["d:1:g", "d:1:p", "d:1:x"]),
        (NONE, (0.02,), (), "nog niet van andere bewoners", ["d:1:g", "d:1:p", "d:1:x", "d:1:o"]),
    ],
)
def test_the_answer_follows_from_the_outcome_and_from_what_was_refused(
    outcome: Outcome, confidences: tuple[float, ...], refused: tuple[int, ...], says: str, buttons: list[str]
) -> None:
    asked = dilemma(outcome, *confidences)
    dilemmas.refuse(asked, set(refused), at=NOW)

    card = answers.answer(asked, "nl")

    assert says in card.text
    assert pressable(card) == buttons


def test_a_sure_answer_has_the_case_in_short_with_why_and_source() -> None:
    text = answers.answer(dilemma(SURE, 0.9, 0.1), "nl").text

    for part in (
        "Gevonden op deze woorden: sleutel",
        "Vraag 1?",
        "• Hulp 1a",
        "• Valkuil 1",
        "3 februari 2026",
        "Utrecht",
    ):
        assert part in text
    assert "Titel 2" not in text


def test_a_choice_says_of_each_title_why_it_is_there() -> None:
    text = answers.answer(dilemma(UNSURE, 0.3, 0.2), "nl").text

    assert "1. <b>Titel 1</b>\n<i>Gevonden op deze woorden: sleutel</i>" in text
    assert "2. <b>Titel 2</b>\n<i>Dit lijkt op jouw vraag: „Wie heeft de sleutel?”</i>" in text


def test_what_was_chosen_is_shown_and_the_last_choice_counts() -> None:
    asked = dilemma(UNSURE, 0.3, 0.2)
    dilemmas.choose(asked, 1, at=NOW)
    dilemmas.choose(asked, 2, at=LATER)

    assert "Vraag 2?" in answers.answer(asked, "nl").text
    assert answers.shown(asked) is asked.candidates[1]


def test_what_was_chosen_and_then_refused_is_not_shown_again() -> None:
    asked = dilemma(UNSURE, 0.3)
    dilemmas.choose(asked, 1, at=NOW)
    dilemmas.refuse(asked, {1}, at=LATER)

    assert answers.shown(asked) is None
    assert "nog niemand" in answers.answer(asked, "nl").text


def test_a_retired_case_is_never_shown_and_counts_as_nobodys_refusal() -> None:
    asked = dilemma(SURE, 0.9, 0.2)
    asked.candidates[1].case.retired_at = NOW
    assert "Andere bewoners hadden dit ook" in answers.answer(asked, "nl").text
    assert "d:1:o" not in pressable(answers.answer(asked, "nl"))

    asked = dilemma(SURE, 0.9, 0.2)
    asked.candidates[0].case.retired_at = NOW
    card = answers.answer(asked, "nl")
    assert "niet zeker" in card.text
    assert "Titel 1" not in card.text
    assert answers.shown(asked) is None


def test_a_wish_for_staff_can_be_taken_back_and_then_all_is_as_before() -> None:
    asked = dilemma(NONE)
    dilemmas.wish_for_staff(asked, at=NOW)
    assert pressable(answers.answer(asked, "nl")) == ["d:1:u"]

    dilemmas.no_staff(asked)
    assert pressable(answers.answer(asked, "nl")) == ["d:1:g", "d:1:p", "d:1:x"]


def test_the_other_cases_are_one_press_away_without_the_one_shown() -> None:
    card = answers.others(dilemma(SURE, 0.9, 0.1, 0.1, 0.1), "nl")

    assert pressable(card) == ["d:1:c:2", "d:1:c:3", "d:1:s"]


def test_other_titles_are_in_the_text_in_full_because_a_phone_cuts_buttons_short() -> None:
    asked = dilemma(SURE, 0.9, 0.2)
    title = "Een titel die veel te lang is voor een knop op een telefoon, en toch gelezen moet kunnen worden"
    asked.candidates[1].case = case(2, title=title)

    assert title in answers.others(asked, "nl").text


def test_without_a_case_in_view_the_other_cases_are_called_what_comes_near() -> None:
    assert "in de buurt" in answers.others(dilemma(NONE, 0.01), "nl").text


@pytest.mark.parametrize(
    ("language", "confidences", "heading", "button"),
    [
        ("nl", [0.3], "Bedoel je dit?", "Nee, dit is het niet"),
        ("nl", [0.3, 0.2], "Is het één van deze vragen?", "Geen van deze"),
        ("en", [0.3], "Do you mean this?", "No, this is not it"),
        ("en", [0.3, 0.2], "Is it one of these questions?", "None of these"),
    ],
)
def test_a_choice_of_one_is_not_spoken_of_as_of_many(
    language: str, confidences: list[float], heading: str, button: str
) -> None:
    card = answers.answer(dilemma(UNSURE, *confidences), language)

    assert heading in card.text
    assert card.rows[-1][0].label == button


def test_a_title_that_made_the_match_is_named_as_the_reason() -> None:
    asked = dilemma(SURE, 0.9)
    asked.candidates[0].why_words, asked.candidates[0].why_sentence = [], "Titel 1"

    assert "De titel lijkt op jouw vraag" in answers.answer(asked, "nl").text


def test_geen_van_deze_refuses_what_was_on_offer() -> None:
    asked = dilemma(UNSURE, 0.3, 0.2, 0.1, 0.1, 0.01)

    assert answers.on_offer(asked) == {1, 2, 3}
    dilemmas.refuse(asked, answers.on_offer(asked), at=NOW)
    assert answers.on_offer(asked) == {4}


DETAILS = "Mag Jan op 06-12345678 de sleutel van Dorpsstraat 12?"


def test_personal_details_in_a_group_are_never_answered_there() -> None:
    card = answers.answer_for_group(dilemma(SURE, 0.9, text=DETAILS), "nl", "buurtbot")

    assert "een telefoonnummer, een adres" in card.text
    for secret in ("06-12345678", "Dorpsstraat", "Titel 1", "Vraag 1?"):
        assert secret not in card.text
    assert pressable(card) == ["https://t.me/buurtbot?start=d-geheim-token"]


def test_personal_details_in_private_are_answered() -> None:
    asked = dilemma(SURE, 0.9, text=DETAILS, kind=ChatKind.PRIVATE)

    assert "Vraag 1?" in answers.answer_for_group(asked, "nl", "buurtbot").text


def test_a_neighbour_reads_what_was_found_and_not_what_was_asked() -> None:
    card = answers.for_neighbour(dilemma(SURE, 0.9, text="Mijn eigen woorden"), "nl")

    assert "Vraag 1?" in card.text
    assert "eigen woorden" not in card.text
    assert pressable(card) == ["n:geheim-token:1"]
    assert "nog geen andere" in answers.for_neighbour(dilemma(NONE), "nl").text


def test_a_neighbour_reads_the_case_that_the_group_saw_and_all_of_it() -> None:
    asked = dilemma(UNSURE, 0.3, 0.2)
    dilemmas.choose(asked, 2, at=NOW)
    asked.candidates[1].case = case(2, context=LONG)
    card = answers.for_neighbour(asked, "nl", 2)

    assert "Bladzijde 2 van" in card.text
    assert pressable(card) == ["n:geheim-token:2:1", "n:geheim-token:2:3", "n:geheim-token:2"]


def test_a_neighbour_sees_nothing_of_a_question_with_personal_details() -> None:
    card = answers.for_neighbour(dilemma(SURE, 0.9, text=DETAILS), "nl")

    assert "Titel 1" not in card.text
    assert "Vraag 1?" not in card.text
    assert pressable(card) == []


LONG = "Een lang verhaal over <de> sleutel & de deur. " * 300


@pytest.mark.parametrize("page", [-5, 0, 1, 2, 3, 99])
def test_a_long_case_is_paged_and_any_page_number_shows_one(page: int) -> None:
    asked = dilemma(SURE, 0.9)
    asked.candidates[0].case = case(1, context=LONG, what_helped=[LONG])
    sheets = answers.case_pages(asked.candidates[0].case, "nl")
    card = answers.whole(asked, asked.candidates[0], page, "nl")
    shown = min(max(page, 1), len(sheets))

    assert len(sheets) > 3
    assert f"Bladzijde {shown} van {len(sheets)}" in card.text
    turns = {data for data in pressable(card) if data.startswith("d:1:w:")}
    assert turns == {f"d:1:w:1:{to}" for to in (shown - 1, shown + 1) if 1 <= to <= len(sheets)}


def test_a_short_case_is_one_page_with_all_its_parts() -> None:
    (sheet,) = answers.case_pages(case(1, context="Zo zat het."), "nl")

    for part in ("Titel 1", "Vraag 1?", "Zo zat het.", "Hulp 1b", "Valkuil 1", "2024"):
        assert part in sheet
    assert "Bladzijde" not in sheet


@pytest.mark.parametrize("language", ["nl", "en"])
def test_cards_of_the_longest_case_fit_and_their_buttons_can_be_read_back(language: str) -> None:
    asked = dilemma(SURE, *[0.9] * 4)
    asked.id = 10**14
    for candidate in asked.candidates:
        candidate.case = case(
            10**14 + candidate.rank, title=LONG, dilemma=LONG, what_helped=[LONG] * 9, pitfalls=[LONG] * 9
        )
        candidate.case_id = candidate.case.id
        candidate.why_words, candidate.why_sentence = [], LONG
    cards = [
        answers.answer(asked, language),
        answers.others(asked, language),
        answers.for_neighbour(asked, language),
        answers.whole(asked, asked.candidates[0], 2, language),
    ]
    asked.outcome = UNSURE
    cards.append(answers.answer(asked, language))

    for card in cards:
        assert utf16_length(html.unescape(re.sub(r"</?[bi]>", "", card.text))) <= 4096
        assert card.payload()["reply_markup"]["inline_keyboard"]
        assert all(ANSWER.match(data) or LINKED.match(data) for data in pressable(card))
        assert all(utf16_length(button.label) <= 60 for row in card.rows for button in row)


def test_the_question_to_a_writer_does_not_repeat_the_message() -> None:
    asked = dilemma(UNSURE, text="Mijn eigen woorden")
    card = answers.proposal(asked, "nl")

    assert "eigen woorden" not in card.text
    assert all(LIFT.match(data) for data in pressable(card))
