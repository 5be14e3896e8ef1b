"""Personal details are found, and ordinary questions are left in peace."""

import pytest

from bot.services.privacy.personal_details import details_in, find


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("bel Jan op 06-12345678", ("phone",)),
        ("bel 0612345678 of 06 12 34 56 78", ("phone",)),
        ("haar nummer is +31 6 12345678", ("phone",)),
        ("haar nummer is +31 (0)6 12345678", ("phone",)),
        ("0031 20 123 45 67", ("phone",)),
        ("020-1234567 is van de beheerder", ("phone",)),
        ("+32 470 12 34 56", ("phone",)),
        ("mail mij op jan.de-vries+buurt@voorbeeld.nl", ("email",)),
        ("zij woont Dorpsstraat 12", ("address",)),
        ("zij woont Dorpsstraat 12b, drie hoog", ("address",)),
        ("Sint-Jansplein 4 in Gent", ("address",)),
        ("op 3512 JE 14", ("address",)),
        ("op 3512JE", ("address",)),
        ("haar bsn is 111222333", ("bsn",)),
        ("bsn: 111.222.333", ("bsn",)),
        ("111 222 333 staat op de brief", ("bsn",)),
        ("1112.22.333", ("bsn",)),
        ("bsn 10000008", ("bsn",)),
        ("maak het over naar NL91 ABNA 0417 1643 00", ("iban",)),
        ("nl91abna0417164300", ("iban",)),
        ("BE68 5390 0754 7034", ("iban",)),
        ("Dorpsstraat 12, 06-12345678, jan@voorbeeld.nl", ("phone", "email", "address")),
    ],
)
def test_what_points_at_a_person_is_found(text: str, kinds: tuple[str, ...]) -> None:
    assert details_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wie krijgt de sleutel van het buurthuis?",
        "We zijn open van 8 tot 17 uur, op 3 dagen",
        "open 09.30-12.30 en 13.30-17.00 uur",
        "op 01-02-2027 19.30 uur in het buurthuis",
        "van 09-12-2027 tot 10-12-2027",
        "op 03/05/2027 10:00",
        "in 2026 2027 en 2024 2025",
        "het seizoen 2026-2027",
        "sinds 1998 met 25 vrijwilligers",
        "subsidie van 12.500 euro, begroting 125.000,00",
        "€ 111.222.333 voor de hele stad",
        "een fonds van 111 222 333 euro",
        "in 2027 EU geld aanvragen",
        "RSIN 111222333 van onze stichting",
        "KvK 10000008",
        "kvk-nummer 12345678",
        "100.000 bewoners en 1.000.000 euro",
        "123456789",
        "NL00 ABNA 1417 1643 00",
        "op de Nieuwmarkt 10 jaar geleden",
        "het Kerkplein 2026 wordt verbouwd",
        "onze dorpsstraat is afgesloten",
        "op het plein 3 bankjes",
        "de buslijn 12 rijdt niet, bel 14 020 of 112",
        "de verhouding 1 2 3 4 5 6 7 8 9",
        "paragraaf 3.1.4.1.5.9.2",
        "@bewonersgroep en #moestuin",
        "WMO 2015 en artikel 213",
    ],
)
def test_an_ordinary_question_raises_no_alarm(text: str) -> None:
    assert details_in(text) == ()


@pytest.mark.parametrize("last", range(10))
def test_of_ten_numbers_that_differ_in_the_last_digit_one_is_a_bsn(last: int) -> None:
    assert (details_in(f"nummer 11122233{last}") == ("bsn",)) == (last == 3)


@pytest.mark.parametrize("text", ["0" * 4000, "1 " * 2000, "a@" * 2000, "Aa" * 2000, "NL91 " * 800])
def test_a_strange_text_costs_no_time(text: str) -> None:
    assert "email" not in details_in(text)


def test_details_are_found_where_they_stand() -> None:
    text = (
        "Bel Jan op 06-12345678 of mail jan@voorbeeld.nl. Hij woont op Dorpsstraat 12, 3512 AB Utrecht; "
        "bsn 111222333, rekening NL91 ABNA 0417 1643 00."
    )

    found = [(one.kind, text[one.start : one.end]) for one in find(text)]

    assert found == [
        ("name", "Jan"),
        ("phone", "06-12345678"),
        ("email", "jan@voorbeeld.nl"),
        ("address", "Dorpsstraat 12"),
        ("address", "3512 AB"),
        ("bsn", "111222333"),
        ("iban", "NL91 ABNA 0417 1643 00"),
    ]


def test_where_two_kinds_overlap_the_longer_is_found() -> None:
    assert [one.kind for one in find("Maak het over op nl91abna0417164300 graag")] == ["iban"]


@pytest.mark.parametrize("text", ["", "Wie mag de sleutel?", "Bel 112", "ẞ" * 30 + " nl91 abna 0417 1643 00"])
def test_what_is_found_is_of_the_kinds_that_are_told(text: str) -> None:
    assert {one.kind for one in find(text)} == set(details_in(text))
