"""What people read of introductions: in both languages, within limits, and never more than they may."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.messages import Card, utf16_length
from bot.services.introductions import cards, drafts
from bot.services.introductions.cards import MAX_TOLD
from bot.services.introductions.peers import Found, Peer
from bot.services.introductions.reach import Contact
from bot.services.introductions.states import ApproachEvent
from handlers.introductions.answers import AFTERWARDS, ASKER, PEER, STAFF
from handlers.introductions.introductions import DRAFT
from models import (
    Approach,
    ApproachState,
    Case,
    Collective,
    Conversation,
    Introduction,
    IntroductionState,
    Reach,
    Told,
    Via,
)
from tests.support.factories import NOW

BIG = 10**14
LONG = "sleutel & <b>deur</b> " * 200
PATTERNS = (PEER, ASKER, STAFF, AFTERWARDS, DRAFT)
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


def rows(**fields: Any) -> tuple[Introduction, Approach]:
    """A request and who is asked for it, in memory, with everything as long as it can be."""
    given = {
        "id": BIG,
        "reference": "ABC234",
        "text": LONG[:MAX_TOLD],
        "name": "N" * 60,
        "reach": Reach.EMAIL,
        "reach_value": "e" * 254,
        "collective_name": "C" * 120,
        "told": Told.AS_ASKED,
        "language": "nl",
        "state": IntroductionState.ASKING,
        "approaches": [],
    }
    introduction = Introduction(**(given | fields))
    approach = Approach(
        id=BIG,
        via=Via.TELEGRAM,
        state=ApproachState.ASKER_YES,
        laters=0,
        later_until=NOW + timedelta(days=3),
        collective=Collective(name="G" * 120, place="P" * 80, email="post@voorbeeld.example"),
    )
    return introduction, approach


def conversation(kind: str, step: str, **data: Any) -> Conversation:
    """A conversation in memory, at a step."""
    given = {
        "rev": 999_999_999,
        "dilemma": 1,
        "case": 1,
        "approach": BIG,
        "asked": LONG[:MAX_TOLD],
        "text": LONG[:MAX_TOLD],
        "groups": [[1, "G" * 60], [2, "Andere groep"]],
        "collective": [None, "C" * 120],
        "name": "N" * 60,
        "username": "u" * 32,
        "reach": "email",
        "value": "e" * 254,
        "remember": True,
    }
    return Conversation(person_id=1, kind=kind, step=step, data=given | data)


def all_cards(language: str) -> list[Card]:
    """Every card there is, each as long as it can be."""
    introduction, approach = rows()
    case = Case(title=LONG)
    about = cards.about(introduction, case, language)
    who = cards.collective_name(approach.collective, with_place=True)
    found_by_staff = Approach(collective=None)
    contact = Contact("N" * 60, Reach.EMAIL, "e" * 254)
    link = contact.link(language, BIG)
    near = Peer(Via.TELEGRAM, approach.collective, case, None)
    mail, staff = Peer(Via.STAFF, approach.collective, case, None), Peer(Via.STAFF, None, None, None)
    asking = conversation(drafts.ASKING, "preview")
    found = [
        cards.ask(introduction, approach, about, language, deputy=True),
        cards.reminder(approach, about, language),
        cards.pauses(approach, language),
        *(cards.answered(event, approach, who, language, UTC) for event in ApproachEvent),
        cards.waiting_for_asker(approach, who, language),
        *(cards.over_for_peer(about, language, expired=expired) for expired in (True, False)),
        *(cards.requested(introduction, asked, language) for asked in (approach, found_by_staff, None)),
        *(cards.next_peer(introduction, approach, who, peer, language) for peer in (near, mail, staff)),
        cards.asker_reminder(introduction, approach, language),
        cards.no_room(introduction, who, language),
        cards.nobody(who, language),
        cards.silent(language),
        cards.agreed(language),
        cards.withdrawn(language),
        *(cards.by_mail(introduction, name, language) for name in (who, "")),
        *(
            cards.contact_card(introduction, contact, link, who, language, to_peer=to_peer)
            for to_peer in (True, False)
        ),
        cards.forgotten("ABC234", about, language),
        cards.staff_task(introduction, approach, about, language),
        cards.staff_task(introduction, approach, about, language, waiting=True),
        cards.staff_contact(introduction, link, who, who, language),
        *(drafts.preview(asking, Found(peer, may_wait=True), language) for peer in (near, mail, staff, None)),
        drafts.peer_preview(conversation(drafts.ANSWERING, "preview"), who, language),
        *(
            drafts.step_card(conversation(drafts.ASKING, step), language, contact)
            for step in ("text", "write", "collective", "reach", "phone", "email", "name")
        ),
        drafts.step_card(conversation(drafts.ANSWERING, "reach"), language, None),
    ]
    approach.collective = None
    return [*found, cards.staff_task(introduction, approach, about, language)]


@LANGUAGES
def test_every_card_fits_telegram_and_every_button_can_be_read_back(language: str) -> None:
    for card in all_cards(language):
        text = html.unescape(re.sub(r"</?(?:b|i|a|code|blockquote)(?: [^>]*)?>", "", card.text))
        assert 0 < utf16_length(text) <= 4096
        card.payload()
        for button in (button for row in card.rows for button in row):
            assert button.copy or any(pattern.match(button.data or "") for pattern in PATTERNS), button
            assert len(str(button.as_json().get("copy_text", {}).get("text", ""))) <= 256


@LANGUAGES
def test_user_text_never_becomes_markup(language: str) -> None:
    for card in all_cards(language):
        assert "<b>deur</b>" not in card.text


@LANGUAGES
def test_what_a_peer_reads_before_both_said_yes_holds_nothing_of_the_asker(language: str) -> None:
    introduction, approach = rows(name="Anna", reach_value="06 12345678", collective_name="Tuinclub")
    asked = cards.ask(introduction, approach, "Geval", language, deputy=True)
    task = cards.staff_task(introduction, approach, "Geval", language)
    for card in (asked, task):
        for secret in ("Anna", "06 12345678", "Tuinclub", "ABC234" if card is asked else "Anna"):
            assert secret not in card.text


def test_after_two_laters_there_is_no_third() -> None:
    introduction, approach = rows()

    def offers_later() -> bool:
        card = cards.ask(introduction, approach, "Geval", "nl", deputy=False)
        return any(button.label == "Later" for row in card.rows for button in row)

    assert offers_later()
    approach.laters = 2
    assert not offers_later()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Wie mag een sleutel hebben? Wij zijn met zes.", "Wie mag een sleutel hebben?"),
        ("Wie mag een sleutel hebben?", ""),
        ("Een lang verhaal zonder punt", ""),
        (
            "Ja. Wij zoeken een regeling voor de sleutel. Al jaren.",
            "Ja. Wij zoeken een regeling voor de sleutel.",
        ),
    ],
)
def test_a_summary_is_the_first_sentence_that_says_something(text: str, first: str) -> None:
    assert drafts.summary(text) == first


def test_on_telegram_the_link_is_to_the_person_and_not_to_a_name_that_can_change_hands() -> None:
    contact = Contact("Henk", Reach.TELEGRAM, "henk_voorbeeld")

    assert contact.link("nl", 77) == '<a href="tg://user?id=77">Telegram, @henk_voorbeeld</a>'
    assert "tg://user?id=77" in Contact("Henk", Reach.TELEGRAM, "").link("nl", 77)


def test_a_day_is_that_of_the_reader_also_just_after_midnight() -> None:
    _, approach = rows()
    approach.later_until = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)

    card = cards.answered(ApproachEvent.PEER_WAITS, approach, "x", "nl", ZoneInfo("Europe/Amsterdam"))

    assert "27 november" in card.text
