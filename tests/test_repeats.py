"""A relay that may have arrived before shows so, whatever it is made of."""

from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.outbox import Sendable
from bot.repeats import mark_repeat
from models import ChatKind, MessageClass
from tests.support.factories import NOW


def relay(method: str, **params: Any) -> Sendable:
    return Sendable(
        id=12,
        key="relayed:1",
        chat_id=1,
        telegram_id=7,
        chat_kind=ChatKind.PRIVATE,
        method=method,
        params=params,
        message_class=MessageClass.RELAY,
        attempts=2,
        uncertain=1,
        lease_until=NOW,
        target_key=None,
    )


@pytest.mark.parametrize(
    ("method", "name"), [("sendMessage", "text"), ("copyMessage", "caption"), ("editMessageText", "text")]
)
def test_words_carry_the_number(method: str, name: str) -> None:
    marked = mark_repeat(relay(method, **{name: "Een ganzenplan."}), "nl")
    assert marked[name] == "Een ganzenplan.\n\n(Misschien kreeg je dit al. Nummer 12)"


def test_the_number_comes_in_the_language_of_the_reader() -> None:
    message = replace(relay("sendMessage", text="A plan."), language="en")
    assert "12" in mark_repeat(message, "nl")["text"]
    assert "Misschien" not in mark_repeat(message, "nl")["text"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("copyMessage", {"message_id": 5}),
        ("sendMessage", {"text": "x" * 4090}),
        ("copyMessage", {"caption": "y" * 1020}),
    ],
)
def test_what_has_no_words_or_no_room_for_more_carries_it_on_a_button(
    method: str, params: dict[str, Any]
) -> None:
    rows = [[{"text": "Dit hielp", "callback_data": "eb:1:h"}]]
    marked = mark_repeat(relay(method, reply_markup={"inline_keyboard": rows}, **params), "nl")

    assert marked["reply_markup"]["inline_keyboard"][0] == rows[0]
    assert "Nummer 12" in marked["reply_markup"]["inline_keyboard"][1][0]["text"]
    assert {name: marked[name] for name in params} == params


def test_a_topic_carries_it_in_its_name_within_the_limit() -> None:
    marked = mark_repeat(relay("createForumTopic", name="n" * 128), "nl")
    assert marked["name"].endswith(" (12)")
    assert len(marked["name"]) == 128


def test_what_shows_nothing_stays_as_it_is() -> None:
    message = relay("deleteMessage", message_id=5)
    assert mark_repeat(message, "nl") == message.params
