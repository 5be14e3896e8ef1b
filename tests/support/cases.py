"""A small library for tests, written so that words alone find the right case."""

from datetime import UTC, datetime

from sqlalchemy import URL

from bot.db import Database
from models import Case, LibraryRevision

AT = datetime(2026, 1, 1, tzinfo=UTC)

KEY = "Wie krijgt de sleutel van het buurthuis?"
HOMEWORK = "Huiswerkhulp betalen uit het potje ontmoeting"
GARDEN = "De wethouder wil onze moestuin weg hebben"
STORIES = "Een lang verhaal over de verwarming"

_CASES: tuple[tuple[str, str, str, list[str], list[str]], ...] = (
    (
        "t1",
        KEY,
        "Wij beheren een buurthuis van de gemeente. Welke bewoners mogen een sleutel hebben?",
        ["We schreven een sleutelprotocol van één bladzijde.", "We spraken een maximum van zes sleutels af."],
        ["Sleutels uitlenen zonder dat het op de lijst staat."],
    ),
    (
        "t2",
        HOMEWORK,
        "Wij geven huiswerkbegeleiding. Mag dat betaald worden uit het budget voor ontmoeting?",
        ["We vroegen de ambtenaar om schriftelijk akkoord."],
        ["Eerst uitgeven en dan pas vragen."],
    ),
    (
        "t3",
        GARDEN,
        "De gemeente wil op de plek van onze moestuin gaan bouwen. Kunnen we dat tegenhouden?",
        ["We nodigden de raad uit om te komen kijken."],
        [],
    ),
    (
        "t4",
        STORIES,
        "De verwarming van onze zaal viel elke winter uit, en niemand wist wie de monteur mocht bellen. "
        * 12,
        ["We hingen een lijst met telefoonnummers op, met wie wanneer gebeld mag worden. " * 12] * 6,
        ["Wachten tot het vriest & dan pas <bellen>. " * 12] * 3,
    ),
)


async def seed_library(url: URL) -> None:
    """Migrate the database and put the small library in it."""
    db = Database(url)
    await db.migrate()
    async with db.begin() as session:
        for key, title, dilemma, helped, pitfalls in _CASES:
            session.add(
                Case(
                    key=key,
                    title=title,
                    dilemma=dilemma,
                    what_helped=helped,
                    pitfalls=pitfalls,
                    theme="beheer",
                    collective="Bewonersgroep De Proef (voorbeeld)",
                    place="een wijk in Utrecht",
                    year=2024,
                    changed_at=AT,
                )
            )
        await session.merge(LibraryRevision(id=1, number=1))
    await db.close()
