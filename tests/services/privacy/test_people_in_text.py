"""Names and details of health are found; a question about a house, a street or the weather is left alone."""

import json
from pathlib import Path

import pytest

from bot.services.privacy.people_in_text import health, names
from bot.services.privacy.personal_details import details_in

QUESTIONS = Path(__file__).parents[2] / "data" / "matching"


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in names(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mevrouw Jansen komt niet meer", ["Jansen"]),
        ("mevr. de Wit en dhr. A. van den Berg", ["de Wit", "A. van den Berg"]),
        ("mijn zoon Ahmed zit thuis", ["Ahmed"]),
        ("onze penningmeester Sitaram betaalt niet", ["Sitaram"]),
        ("Jan de Vries wil de sleutel niet geven", ["Jan de Vries"]),
        ("de sleutel is bij Fatma", ["Fatma"]),
        ("Fatma's dochter helpt mee", ["Fatma's"]),
        ("vraag het aan Özlem Yıldız-Kaya of aan Krzysztof", ["Özlem Yıldız-Kaya", "Krzysztof"]),
        ("een man die Verhoef heet, of heette Bakker", ["Bakker"]),
        ("Roos Meijer doet de kas", ["Roos Meijer"]),
        ("My neighbour Grace and Mrs. Okafor", ["Grace", "Okafor"]),
        ("Kees wil leden, Noor wil gewoon koffie", ["Kees", "Noor"]),
    ],
)
def test_a_name_is_found_whole(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wie krijgt de sleutel van het buurthuis De Linde in Utrecht?",
        "Gemeente Rotterdam en Stichting Welzijn Noord doen mee",
        "de Willem de Zwijgerlaan en de Anna Paulownastraat",
        "we huren van Stichting Anna en van buurthuis Fatima",
        "de Albert Heijn geeft wat over is",
        "Roos en tulp staan in de tuin, en de zon schijnt. Mark af!",
        "Een bewoner uit Almere belt de Wmo. Later kwam een vrijwilliger. Kunnen wij dat ook?",
        "De eerste dinsdag van September is er Ramadan",
        "MAG DE SLEUTEL MEE NAAR HUIS",
        "een vrijwilliger van het Rode Kruis",
        "mijn buurman van de Dorpsstraat",
    ],
)
def test_what_is_no_person_is_no_name(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Jansen is dement en staat elke dag voor de deur",
        "Joop zit overspannen thuis, wie neemt de kas over?",
        "onze vrijwilligster Samira is zwanger",
        "mijn buurman heeft schizofrenie en maakt lawaai",
        "Onze voorzitter is opgenomen. Wie tekent nu?",
        "my neighbour has dementia, who can visit her?",
        "Ahmed heeft ALS",
    ],
)
def test_somebodys_health_is_not_for_all_neighbours(text: str) -> None:
    assert details_in(text) == ("health",)


@pytest.mark.parametrize(
    "text",
    [
        "Wij willen een koffieochtend voor mensen met dementie",
        "Een bewoner met een depressie komt elke dag: wat doen we?",
        "Hoe helpen we jonge mantelzorgers van ouders met kanker?",
        "Mag een vrijwilliger medicijnen geven?",
        "Mevrouw Jansen wil een sleutel, als dat mag",
        "Mijn buurman wil een sleutel. Er is hier een groep voor verslaafden",
        "Piet geeft les in Add-ons en Excel",
    ],
)
def test_a_question_about_illness_in_general_may_be_asked_anywhere(text: str) -> None:
    assert details_in(text) == ()


def test_of_two_thousand_ordinary_questions_hardly_one_is_sent_to_private() -> None:
    texts = [
        json.loads(line)["text"]
        for path in sorted(QUESTIONS.glob("*_queries.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    alarms = [text for text in texts if any(health(text))]

    assert len(texts) > 2000
    assert len(alarms) <= 6, alarms


def test_a_place_is_where_the_words_stand() -> None:
    text = "Bel mevrouw de Wit, zij is ziek"

    assert [text[start:end] for start, end in health(text)] == ["ziek"]
    assert list(names(text)) == [(12, 18)]


@pytest.mark.parametrize(
    "text", ["A" * 4096, "Jan " * 1000, "mevr. " * 600, "Ab-" * 1300, "ziek. " * 600, "\ud800 X"]
)
def test_odd_texts_are_read_at_once(text: str) -> None:
    list(names(text))
    list(health(text))
