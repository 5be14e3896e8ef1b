"""The people and chats of the demo. Nobody of them is real: all names say "(voorbeeld)"."""

import secrets
from typing import Any

from bot.clock import Clock
from bot.playground.core import DEFAULT_TOKEN, Suggestion
from bot.playground.limits import RateLimiter
from bot.playground.state import Status
from bot.playground.world import World

FATMA, JOOP, LOES, HENK, MARIJKE, SANNE, DAAN, KEES, RIA = range(1001, 1010)

COORDINATOR_IDS = (MARIJKE,)
STAFF_IDS = (SANNE, DAAN)

GROUP_ID = -1001000000001
STAFF_CHAT_ID = -1001000000002

# Who speaks for which collective of the examples, and whether as its contact person or as the deputy.
CONTACTS = (
    (HENK, "Bewonerscollectief De Open Klink (voorbeeld)", "contact"),
    (KEES, "Bewonerscollectief De Open Klink (voorbeeld)", "deputy"),
    (RIA, "Buurtgroep Leer & Lach (voorbeeld)", "contact"),
)


# About which the neighbourhood's group wants to hear.
GROUP_THEMES = ("gebouw-en-beheer", "invloed-en-begroting")

# The session that is planned already when the demo starts.
EXAMPLE_SESSION: dict[str, Any] = {
    "title": "Invloed op de begroting (voorbeeld)",
    "theme": "invloed-en-begroting",
    "host": "Marijke (voorbeeld)",
    "link": "https://bellen.voorbeeld.nl/begroting",
    "places": 40,
    "description": "Elk najaar stelt de gemeente haar begroting vast. Maar wanneer kun je als bewoner nog "
    "iets veranderen, en bij wie moet je zijn?\n\n"
    "Drie bewonersgroepen vertellen hoe zij het deden. Daarna is er tijd voor jullie eigen vragen.",
}


def demo_world(clock: Clock | None = None, *, limits: bool = True, token: str | None = None) -> World:
    """A neighbourhood group, somebody alone, contact persons, a coordinator and a staff group with topics.

    The ids are fixed, so that settings can name the staff chat and the coordinators. `limits` turns on
    Telegram's limits on sending. Without `token` there is a new one each time, that nobody else knows.
    """
    token = token or f"{DEFAULT_TOKEN.partition(':')[0]}:AA{secrets.token_urlsafe(26)[:33]}"
    world = World(clock, token=token, limiter=RateLimiter() if limits else None, keep=5_000)
    fatma = world.person(
        "Fatma (voorbeeld)",
        person_id=FATMA,
        language="tr",
        role="resident",
        about="Bewoner van Buurt De Linde, schrijft het liefst Turks",
    )
    joop = world.person(
        "Joop (voorbeeld)",
        person_id=JOOP,
        role="resident",
        about="Bewoner van Buurt De Linde, maakte de groep",
    )
    world.person(
        "Loes (voorbeeld)",
        person_id=LOES,
        role="resident",
        about="Bewoner, vraagt liever alleen",
        started=True,
    )
    world.person(
        "Henk (voorbeeld)",
        person_id=HENK,
        role="contact",
        about="Contactpersoon van Bewonerscollectief De Open Klink (voorbeeld)",
        started=True,
    )
    world.person(
        "Kees (voorbeeld)",
        person_id=KEES,
        role="contact",
        about="Plaatsvervanger bij Bewonerscollectief De Open Klink (voorbeeld)",
        started=True,
    )
    world.person(
        "Ria (voorbeeld)",
        person_id=RIA,
        role="contact",
        about="Contactpersoon van Buurtgroep Leer & Lach (voorbeeld)",
        started=True,
    )
    marijke = world.person(
        "Marijke (voorbeeld)",
        person_id=MARIJKE,
        role="coordinator",
        about="Coördinator: plant sessies en nodigt uit",
        started=True,
    )
    sanne = world.person(
        "Sanne (voorbeeld)",
        person_id=SANNE,
        username="sanne_voorbeeld",
        role="staff",
        about="Medewerker",
        started=True,
    )
    daan = world.person(
        "Daan (voorbeeld)",
        person_id=DAAN,
        username="daan_voorbeeld",
        role="staff",
        about="Medewerker",
        started=True,
    )
    world.group(
        "Buurt De Linde (voorbeeld)",
        [joop, fatma, marijke],
        supergroup=True,
        chat_id=GROUP_ID,
        quiet=True,
    )
    staff = world.group(
        "Medewerkers (voorbeeld)",
        [sanne, daan],
        forum=True,
        topics=["Afspraken"],
        bot=Status.ADMINISTRATOR,
        chat_id=STAFF_CHAT_ID,
        quiet=True,
    )
    world.set_member(sanne, staff, daan.id, Status.ADMINISTRATOR)
    world.suggestions = [
        Suggestion(
            "/dilemma Wie mag er een sleutel hebben van onze ontmoetingsplek? De gemeente aarzelt.",
            "nl",
            "De sleutel",
            JOOP,
            GROUP_ID,
        ),
        Suggestion(
            "Wij geven huiswerkhulp aan kinderen. Kunnen we dat betalen uit het budget 'ontmoeting'?",
            "nl",
            "Huiswerkhulp",
            LOES,
            LOES,
        ),
        Suggestion(
            "/dilemma Çatımız akıyor ve belediye onarımın bizim işimiz olduğunu söylüyor. Doğru mu?",
            "tr",
            "Een lekkend dak, in het Turks",
            FATMA,
            GROUP_ID,
        ),
        Suggestion("/sessies", "nl", "De sessies die komen", LOES, LOES),
        Suggestion("/collectief", "nl", "Als contactpersoon: jouw collectief", HENK, HENK),
        Suggestion("/collectief", "nl", "Als medewerker: de collectieven", SANNE, STAFF_CHAT_ID),
    ]
    return world
