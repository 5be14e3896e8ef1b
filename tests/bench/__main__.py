"""`make bench`: every measurement, or those that are named: `make bench ARGS="core --quick"`.

Options go to all parts that are named, so name one when you give options.
"""

import sys
from collections.abc import Callable, Sequence

from tests.bench import (
    broadcasts,
    core,
    escalations,
    introductions,
    matching,
    matching_unseen,
    planning,
    resemblance,
    sessions,
)

PARTS: dict[str, Callable[[Sequence[str]], None]] = {
    "broadcasts": broadcasts.main,
    "core": core.main,
    "escalations": escalations.main,
    "matching": matching.main,
    "unseen": matching_unseen.main,
    "introductions": introductions.main,
    "planning": planning.main,
    "resemblance": resemblance.main,
    "sessions": sessions.main,
}


def main(arguments: list[str]) -> None:
    """Run the named parts, or all."""
    named = [argument for argument in arguments if argument in PARTS] or list(PARTS)
    options = [argument for argument in arguments if argument not in PARTS]
    for name in named:
        PARTS[name](options)


if __name__ == "__main__":
    main(sys.argv[1:])
