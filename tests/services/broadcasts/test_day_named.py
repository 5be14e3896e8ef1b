"""Whether an invitation says on which day its session is."""

from datetime import date

import pytest

from bot.services.broadcasts.day_named import names_day

DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Kom op 3 december!",
        "Donderdag praten we over de sleutel",
        "We zijn er op 3 en 10 december.",
        "Op 3 dec. om 19:30",
        "Zet 3-12 in je agenda",
        "03/12 is het zover",
        "Kom morgenavond",
        "Join us on December 3",
        "Join us on the 3rd of December",
    ],
)
def test_a_day_is_named_in_many_ways(text: str) -> None:
    assert names_day(text, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Kom praten over de sleutel",
        "Kom op 2 december!",
        "Kom op 13 december!",
        "Vrijdag praten we over de sleutel",
        "Er zijn 3 plaatsen.",
        "Om 3 uur. In december is er meer.",
    ],
)
def test_another_day_or_none_is_not_this_one(text: str) -> None:
    assert not names_day(text, DAY)
