"""What is paid for passes the free limit; nothing else does, and nothing is lost when Telegram refuses it."""

import time
from datetime import timedelta

from telegram.error import BadRequest, RetryAfter

from bot.delivery.pacing import Pacer
from models import MessageClass, OutboxState
from tests.support.office import Office

PAID = {"text": "paid", "allow_paid_broadcast": True}


def pacer() -> Pacer:
    """Slow for free, fast for who pays."""
    return Pacer(per_second=4, per_private_chat_per_second=0, per_group_per_minute=0, paid_per_second=200)


async def test_what_is_paid_for_goes_faster_and_what_is_not_does_not(office: Office) -> None:
    for number in range(40):
        await office.post(f"p{number}", chat=-1000 - number, message_class=MessageClass.NOTICE, payload=PAID)
    for number in range(8):
        await office.post(f"f{number}", chat=-2000 - number, message_class=MessageClass.NOTICE)
    began = time.monotonic()
    async with office.at_work(pacer()):
        for number in range(40):
            await office.until(f"p{number}", OutboxState.SENT)
        paid = time.monotonic() - began
        free = sum(text.startswith("f") for text in office.bot.texts)
        await office.until("f7", OutboxState.SENT)
    # For free the forty would take ten seconds; the eight, which nobody paid for, still take two.
    assert paid < 6
    assert free <= 4 * paid + 1
    assert time.monotonic() - began > 1.5


async def test_who_pays_and_goes_too_fast_slows_down_nobody_else(office: Office) -> None:
    await office.post("m", message_class=MessageClass.NOTICE, payload=PAID)
    office.bot.script.append(RetryAfter(30))
    async with office.at_work(pacer()):
        await office.attempted("m")
        now = time.monotonic()
        assert office.pacer.overall.rate(now) == 4
        assert office.pacer.paid.rate(now) < 200
        office.clock.advance(timedelta(seconds=31))
        await office.until("m", OutboxState.SENT)


async def test_what_telegram_will_not_be_paid_for_goes_for_free(office: Office) -> None:
    await office.post("m", message_class=MessageClass.NOTICE, payload=PAID)
    office.bot.script.append(BadRequest("BALANCE_TOO_LOW"))
    async with office.at_work(pacer()):
        await office.until("m", OutboxState.SENT)
    first, second = (call.params for call in office.bot.calls)
    assert first["allow_paid_broadcast"] is True
    assert second["allow_paid_broadcast"] is False
