"""Paying Telegram for speed: only where the settings allow it, after the price, with a press of its own."""

import pytest
from sqlalchemy import select, update

import models
from bot.services.broadcasts.paying import Price, price
from models import Broadcast, OutboxContent
from tests.support.broadcasts import SEND, check, groups, invitations, only_broadcast, write
from tests.support.town import Town, data_of, labels

PAID = pytest.mark.parametrize("more_config", ["paid"], indirect=True)


@pytest.mark.parametrize(
    ("number", "paid", "usual", "expected"),
    [
        # 10,000 at 500 a second take 20 seconds, in which 600 would have been free.
        (10_000, 500, 30, Price(stars=940, most=1000, minutes=1, free_minutes=6)),
        (10_000, 0, 30, None),
        (10_000, 30, 30, None),
        (10_000, 500, 0, None),
        (20, 500, 30, None),
        (0, 500, 30, None),
    ],
)
def test_a_price_is_what_goes_beyond_the_free_limit(
    number: int, paid: float, usual: float, expected: Price | None
) -> None:
    assert price(number, paid_per_second=paid, per_second=usual) == expected


async def test_nobody_is_offered_to_pay_unless_the_settings_say_so(town: Town) -> None:
    chats = await groups(town, 2)
    last_look = await check(town, await write(town))
    assert "Sneller, tegen betaling" not in labels(last_look)
    broadcast = await only_broadcast(town)
    await town.press(town.office.coordinator, last_look, data=f"b:{broadcast.id}:pa:{broadcast.version}:2")
    assert not (await only_broadcast(town)).is_paid
    assert await invitations(town, chats) == [0, 0]


@PAID
async def test_the_price_is_confirmed_by_itself_before_anything_is_sent(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats = await groups(town, 2)
    who = town.office.coordinator
    # As if it were many: two go in no time.
    monkeypatch.setattr(
        "bot.services.broadcasts.paying.price", lambda *_args, **_more: Price(940, 1000, 1, 6)
    )
    last_look = await check(town, await write(town))
    await town.press(who, last_look, "Sneller, tegen betaling")
    assert "ongeveer 940 Telegram-sterren" in last_look.text
    assert "nooit meer dan 1.000" in last_look.text
    pay = data_of(last_look, "Ja, betaal")
    await town.press(who, last_look, "Terug")
    assert not (await only_broadcast(town)).is_paid
    await town.press(who, last_look, data=pay)
    assert (await only_broadcast(town)).is_paid
    assert await invitations(town, chats) == [0, 0]
    # A price that was agreed to is one of that version.
    await town.press(who, last_look, data=pay)
    await town.press(who, last_look, "Terug")
    last_look = await check(town, last_look)
    assert "ongeveer 940 sterren" in last_look.text
    await town.press(who, last_look, SEND)
    assert await invitations(town, chats) == [1, 1]
    contents = await town.rows(select(OutboxContent.payload))
    assert [one["allow_paid_broadcast"] for one in contents if "text" in one] == [True, True]


@PAID
async def test_what_the_settings_no_longer_allow_is_not_paid_for(town: Town) -> None:
    chats = await groups(town, 2)
    draft = await write(town)
    async with town.db.begin() as session:
        await session.execute(update(Broadcast).values(is_paid=True))
    last_look = await check(town, draft)
    await town.press(town.office.coordinator, last_look, SEND)
    assert "veranderd" in last_look.text
    assert await invitations(town, chats) == [0, 0]
    assert await town.rows(select(models.Broadcast.is_paid)) == [False]
