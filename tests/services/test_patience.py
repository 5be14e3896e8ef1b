"""One person gets so many answers in a minute, whoever else asks."""

from datetime import timedelta

from bot.services import patience
from bot.services.patience import Patience
from tests.support.factories import NOW

SECOND = timedelta(seconds=1)


def test_so_many_in_any_minute_and_no_more() -> None:
    limit = Patience(3)

    allowed = [limit.take(7, at=NOW + number * 10 * SECOND) for number in range(10)]

    # At 0, 10 and 20 s; then again once each of these is a minute ago.
    assert allowed == [True, True, True, False, False, False, True, True, True, False]


def test_one_person_does_not_use_up_anothers() -> None:
    limit = Patience(1)

    assert limit.take(7, at=NOW)
    assert limit.is_spent(7, at=NOW)
    assert limit.take(8, at=NOW)


def test_looking_counts_nothing() -> None:
    limit = Patience(1)

    assert not any(limit.is_spent(7, at=NOW) for _ in range(5))
    assert limit.take(7, at=NOW)


def test_without_a_limit_everything_passes() -> None:
    limit = Patience(0)

    assert all(limit.take(7, at=NOW) for _ in range(1000))


def test_who_is_at_rest_is_forgotten_and_who_is_not_is_kept() -> None:
    limit = Patience(1)
    for person in range(patience.REMEMBERED):
        limit.take(person, at=NOW)

    limit.take(-1, at=NOW + 61 * SECOND)
    limit.take(-2, at=NOW + 62 * SECOND)

    assert len(limit._taken) == 2
    assert limit.is_spent(-1, at=NOW + 62 * SECOND)
