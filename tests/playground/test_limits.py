"""The limits on sending, exactly as configured."""

from datetime import timedelta

from bot.playground import World
from bot.playground.api import BotApi
from bot.playground.limits import Limits, RateLimiter


def accepted(limiter: RateLimiter, chats: list[int], at: list[float]) -> list[int]:
    """How many seconds each message would have to wait."""
    return [limiter.retry_after(chat, now) for chat, now in zip(chats, at, strict=True)]


def test_overall_as_many_as_fit_in_a_second() -> None:
    limiter = RateLimiter(Limits(overall=3, private_burst=9))

    assert accepted(limiter, [1, 2, 3, 4], [0.0, 0.2, 0.4, 0.6]) == [0, 0, 0, 1]
    assert accepted(limiter, [5, 6], [1.05, 1.1]) == [0, 1]


def test_one_private_chat_takes_a_burst_and_then_one_a_second() -> None:
    limiter = RateLimiter(Limits(private_burst=2))

    assert accepted(limiter, [1] * 5, [0.0, 0.0, 0.0, 1.0, 1.5]) == [0, 0, 1, 0, 1]


def test_one_group_takes_twenty_a_minute() -> None:
    limiter = RateLimiter()
    times = [float(number) for number in range(20)]

    assert accepted(limiter, [-1] * 20, times) == [0] * 20
    assert limiter.retry_after(-1, 20.0) == 40
    assert limiter.retry_after(-2, 20.0) == 0
    assert limiter.retry_after(-1, 60.5) == 0


def test_what_was_refused_does_not_count() -> None:
    limiter = RateLimiter(Limits(group=1, group_seconds=10))
    limiter.retry_after(-1, 0.0)

    for now in (1.0, 5.0, 9.0):
        assert limiter.retry_after(-1, now) > 0
    assert limiter.retry_after(-1, 10.5) == 0


def test_an_album_counts_all_its_files() -> None:
    limiter = RateLimiter(Limits(group=4))

    assert limiter.retry_after(-1, 0.0, count=3) == 0
    assert limiter.retry_after(-1, 0.0, count=2) == 60


async def test_who_sends_too_fast_is_told_when_to_come_back_and_the_clock_counts() -> None:
    world = World(limiter=RateLimiter(Limits(private_burst=1)))
    anna = world.person("Anna (voorbeeld)", started=True)
    api = BotApi(world)
    sending = {"chat_id": anna.id, "text": "a"}

    first = await api.call("sendMessage", dict(sending))
    second = await api.call("sendMessage", dict(sending))
    wrong = await api.call("sendMessage", {"chat_id": anna.id, "text": " "})
    world.advance(timedelta(seconds=2))
    third = await api.call("sendMessage", dict(sending))

    assert [answer.status for answer in (first, second, wrong, third)] == [200, 429, 400, 200]
    assert b'"retry_after": 1' in second.body
    assert b"Too Many Requests: retry after 1" in second.body
    assert len(world.bot_messages(anna)) == 2
    assert world.requests.rate()["peak_per_second_chat"] == 1
