"""No window of time holds more messages than Telegram allows."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import GROUP_BURST, PRIVATE_BURST, Pace, Pacer, Rate
from models import ChatKind

EPSILON = 1e-6
CHATS = st.sampled_from([(1, ChatKind.PRIVATE), (2, ChatKind.PRIVATE), (-3, ChatKind.GROUP)])
IDLE = st.one_of(st.just(0.0), st.just(0.0), st.floats(min_value=0, max_value=5))
# Long stretches in one chat as well, or a minute would never be full.
STEPS = st.one_of(
    st.lists(st.tuples(CHATS, IDLE), min_size=1, max_size=150),
    st.lists(st.tuples(st.just((-3, ChatKind.GROUP)), IDLE), min_size=25, max_size=60),
)


def pacer(**limits: float) -> Pacer:
    defaults = {"per_second": 25.0, "per_private_chat_per_second": 1.0, "per_group_per_minute": 20.0}
    return Pacer(**(defaults | limits))


def leave_as_soon_as_allowed(
    pace: Pacer, steps: list[tuple[tuple[int, ChatKind], float]]
) -> list[tuple[float, int]]:
    """Offer messages after idle times; each leaves at the first instant at which it may."""
    now, left = 1000.0, []
    for (chat, kind), idle in steps:
        now += idle
        now += max(pace.overall.wait(now), pace.chat_wait(chat, kind, now))
        leave(pace.overall, now)
        pace.take(chat, kind, now)
        left.append((now, chat))
    return left


def leave(pace: Pace, now: float, took: float = 0.0) -> None:
    """A message leaves, and its answer comes."""
    pace.take(now)
    pace.answered(now, now + took)


def most_in_window(times: list[float], seconds: float) -> int:
    return max(sum(start <= time < start + seconds - EPSILON for time in times) for start in times)


@given(STEPS)
def test_no_window_holds_more_than_is_allowed(steps: list[tuple[tuple[int, ChatKind], float]]) -> None:
    left = leave_as_soon_as_allowed(pacer(), steps)
    by_chat: dict[int, list[float]] = defaultdict(list)
    for time, chat in left:
        by_chat[chat].append(time)

    assert most_in_window([time for time, _ in left], 1) <= 25
    for chat, times in by_chat.items():
        if chat < 0:
            assert most_in_window(times, 60) <= 20
        else:
            assert most_in_window(times, 10) <= 10 + PRIVATE_BURST


@given(STEPS, st.lists(st.integers(min_value=0, max_value=149), max_size=5))
def test_forgetting_what_is_at_rest_lets_nothing_extra_through(
    steps: list[tuple[tuple[int, ChatKind], float]], places: list[int]
) -> None:
    plain, forgetful = pacer(), pacer()
    now = 1000.0
    for place, ((chat, kind), idle) in enumerate(steps):
        now += idle
        if place in places:
            forgetful.forget(now)
        wait = plain.chat_wait(chat, kind, now)
        assert forgetful.chat_wait(chat, kind, now) == pytest.approx(wait)
        now += wait
        plain.take(chat, kind, now)
        forgetful.take(chat, kind, now)


def test_a_short_burst_passes_in_private_then_one_a_second() -> None:
    left = leave_as_soon_as_allowed(pacer(per_second=0), [((1, ChatKind.PRIVATE), 0.0)] * 6)

    assert [round(time - 1000, 3) for time, _ in left] == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_what_fits_a_minute_and_never_more_than_twenty() -> None:
    left = leave_as_soon_as_allowed(pacer(), [((-3, ChatKind.SUPERGROUP), 0.0)] * 60)
    times = [time for time, _ in left]

    assert 19 <= most_in_window(times, 60) <= 20
    assert times[GROUP_BURST - 1] - times[0] < 1


def test_one_chat_does_not_slow_another() -> None:
    pace = pacer(per_second=0)
    for _ in range(10):
        pace.take(1, ChatKind.PRIVATE, 1000.0)

    assert pace.chat_wait(1, ChatKind.PRIVATE, 1000.0) > 5
    assert pace.chat_wait(2, ChatKind.PRIVATE, 1000.0) == 0


def test_a_limit_of_zero_is_no_limit() -> None:
    off = pacer(per_second=0, per_private_chat_per_second=0, per_group_per_minute=0)
    steps = [((chat, kind), 0.0) for chat, kind in [(1, ChatKind.PRIVATE), (-3, ChatKind.GROUP)] * 50]

    assert {time for time, _ in leave_as_soon_as_allowed(off, steps)} == {1000.0}


def test_memory_does_not_grow_with_the_number_of_chats() -> None:
    rate = Rate(1.0)
    for chat in range(1000):
        rate.take(chat, 0.0)

    rate.forget(2.0)

    assert rate.wait(5, 2.0) == 0
    assert rate._next == {}


def paced(pace: Pace, seconds: float, limit: float, *, stalls: bool = False) -> tuple[list[float], int]:
    """Send for so long at a server that keeps `limit` a second; when messages arrived, and refusals."""
    now, refused = 0.0, 0
    arrived: list[float] = []
    while now < seconds:
        now += pace.wait(now) + (0.12 if stalls and len(arrived) % 50 == 49 else 0.001)
        leave(pace, now)
        recent = sum(at > now - 1 for at in arrived[-40:])
        if recent >= limit:
            refused += 1
            pace.slow_down(now)
            now += 1
        else:
            arrived.append(now)
    return arrived, refused


def test_a_steady_pace_uses_nearly_all_that_is_allowed_and_is_never_refused() -> None:
    arrived, refused = paced(Pace(30), 60, limit=30)

    assert refused == 0
    assert len(arrived) >= 0.97 * 30 * 60


def test_what_a_stall_holds_up_is_made_up_for_without_a_burst() -> None:
    arrived, refused = paced(Pace(30), 60, limit=30, stalls=True)

    assert refused == 0
    assert len(arrived) >= 0.96 * 30 * 60
    assert most_in_window(arrived, 0.1) <= 7


def test_a_beginning_is_no_burst() -> None:
    arrived, _ = paced(Pace(30), 2, limit=30)

    assert most_in_window(arrived, 0.2) <= 7


def test_a_limit_that_is_secretly_half_is_found_and_nearly_all_of_it_used() -> None:
    arrived, refused = paced(Pace(30), 600, limit=15)

    assert len(arrived) >= 0.93 * 15 * 600
    assert refused < 20


def test_one_refusal_that_was_chance_costs_little() -> None:
    pace = Pace(30)
    paced(pace, 10, limit=30)
    pace.slow_down(10)

    assert pace.rate(10) > 27
    assert pace.rate(10 + 150) == 30


def test_a_refusal_after_a_stall_does_not_take_the_stall_for_the_limit() -> None:
    pace, now = Pace(30), 0.0
    pace.slow_down(now)
    while now < 20:
        now += pace.wait(now)
        leave(pace, now)
    before = pace.rate(now)
    pace.slow_down(now + 0.8)

    assert pace.rate(now + 0.8) > 0.85 * before


@pytest.mark.parametrize("limit", [25, 20, 10, 5])
def test_any_other_limit_is_found_as_well(limit: int) -> None:
    arrived, refused = paced(Pace(30), 600, limit=limit)

    assert len(arrived) >= 0.87 * limit * 600
    assert refused < 30


def test_the_pace_climbs_back_when_the_limit_is_lifted() -> None:
    pace = Pace(30)
    paced(pace, 60, limit=15)
    assert pace.rate(60) < 20
    assert pace.rate(60 + 600) == 30


def test_a_call_that_was_held_up_on_its_way_brings_no_window_over_the_limit() -> None:
    pace, now = Pace(30), 0.0
    arrived: list[float] = []
    for number in range(600):
        now += pace.wait(now) + 0.001
        # Every twentieth is 60 ms late, and what leaves meanwhile is not.
        delay = 0.065 if number % 20 == 7 else 0.005
        arrived.append(now + delay)
        leave(pace, now, delay)

    assert most_in_window(sorted(arrived), 1) <= 30
    assert len(arrived) / (arrived[-1] - arrived[0]) > 0.96 * 30


DELAYS = st.one_of(st.just(0.0), st.just(0.0), st.floats(min_value=0, max_value=0.05), st.floats(0, 3))


@given(st.lists(st.tuples(DELAYS, DELAYS), min_size=60, max_size=200), st.sampled_from([30, 12, 5]))
def test_however_long_calls_are_on_their_way_no_second_sees_more_than_is_allowed(
    delays: list[tuple[float, float]], limit: int
) -> None:
    pace, now = Pace(limit), 100.0
    arrived: list[float] = []
    under_way: list[tuple[float, float]] = []
    # The first one tells how fast a call can be.
    for there, back in [(0.0, 0.0), *delays]:
        while True:
            for answer, left in [one for one in under_way if one[0] <= now]:
                under_way.remove((answer, left))
                pace.answered(left, answer)
            wait = pace.wait(now)
            if wait <= 0:
                break
            now += min([wait, *(answer - now for answer, _ in under_way)])
        pace.take(now)
        arrived.append(now + there + 0.001)
        under_way.append((now + there + back + 0.002, now))

    assert most_in_window(sorted(arrived), 1) <= limit


def test_what_hangs_takes_the_place_of_one_and_keeps_nobody_else() -> None:
    pace, now = Pace(30), 0.0
    leave(pace, now, 0.005)
    for _ in range(10):
        now += pace.wait(now)
        pace.take(now)
    began = now
    for _ in range(200):
        now += pace.wait(now)
        leave(pace, now, 0.005)

    assert 200 / (now - began) == pytest.approx(20 / 1.018, rel=0.06)


def test_a_message_that_did_not_leave_takes_no_place() -> None:
    pace, now = Pace(30), 0.0
    for _ in range(100):
        now += pace.wait(now)
        pace.take(now)
        pace.unused()

    assert pace.wait(now) < 0.05


def test_slow_but_steady_answers_cost_no_pace() -> None:
    pace, now = Pace(30), 0.0
    for _ in range(300):
        now += pace.wait(now) + 0.001
        leave(pace, now, 0.5)

    assert 300 / now > 0.97 * 30


def test_one_that_follows_another_brings_no_window_over_the_limit() -> None:
    times: list[float] = []
    now = 0.0
    for pace in (Pace(30), Pace(30)):
        pace.follow(now)
        for _ in range(100):
            now += pace.wait(now)
            leave(pace, now)
            times.append(now)

    assert most_in_window(times, 1) <= 30
    assert times[100] - times[99] < 0.1


def test_what_may_leave_soon_is_told_beforehand() -> None:
    pace = Pace(30)
    leave(pace, 100.0)

    assert pace.leaving(100.0, 0.02) == 0
    assert pace.leaving(100.0, 0.04) == 1
    assert pace.leaving(100.0, 0.3) == 8


def test_a_chat_that_is_held_gets_nothing_for_so_long_and_the_others_do() -> None:
    pace = pacer(per_second=0)

    pace.hold(-3, ChatKind.GROUP, 1000.0, 40.0)

    assert pace.chat_wait(-3, ChatKind.GROUP, 1000.0) == pytest.approx(40)
    assert pace.chat_wait(-3, ChatKind.GROUP, 1040.1) == 0
    assert pace.chat_wait(-4, ChatKind.GROUP, 1000.0) == 0


def test_the_pace_never_falls_to_nothing() -> None:
    pace = Pace(30)
    for second in range(100):
        pace.slow_down(float(second))

    assert pace.rate(100) >= 1
