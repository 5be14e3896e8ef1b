"""What it costs to pass Telegram's free limit.

Bot API, `allow_paid_broadcast`: up to 1000 messages a second, for 0.1 Telegram Stars each; Telegram's FAQ for
bots: those within the free 30 a second stay free, and the bot needs a balance of 100,000 Stars and as many
monthly users. Nothing is paid unless a coordinator confirmed the price of that one broadcast.
"""

import math
from dataclasses import dataclass

# Messages a second, and tenths of a Star for one beyond these.
FREE_PER_SECOND = 30.0
TENTHS_PER_MESSAGE = 1


@dataclass(frozen=True, slots=True)
class Price:
    """In Stars: about how many, and how many at `most`; and how long it takes, paid and free, in minutes."""

    stars: int
    most: int
    minutes: int
    free_minutes: int


def price(number: int, *, paid_per_second: float, per_second: float) -> Price | None:
    """What `number` messages cost at the paid pace; None where paying gains nothing.

    While N messages leave at P a second, 30 · N / P are free and the others cost a tenth of a Star. At most
    all of them are paid for.
    """
    if number <= 0 or not per_second or paid_per_second <= max(per_second, FREE_PER_SECOND):
        return None
    minutes, free = (max(math.ceil(number / pace / 60), 1) for pace in (paid_per_second, per_second))
    if minutes >= free:
        return None
    charged = number * (1 - FREE_PER_SECOND / paid_per_second) * TENTHS_PER_MESSAGE
    return Price(math.ceil(charged / 10), math.ceil(number * TENTHS_PER_MESSAGE / 10), minutes, free)


@dataclass(frozen=True, slots=True)
class Paces:
    """Messages a second of the settings: the usual pace, and the paid one (0: nothing is ever paid)."""

    per_second: float
    paid_per_second: float = 0.0

    def price(self, number: int) -> Price | None:
        """What so many messages cost; None where paying is not offered."""
        return price(number, paid_per_second=self.paid_per_second, per_second=self.per_second)
