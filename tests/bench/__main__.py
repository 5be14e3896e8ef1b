"""`make bench`: every measurement, or those that are named: `make bench ARGS="core --quick"`."""

import sys

from tests.bench import core, matching
from tests.bench.report import Report

PARTS = {"core": core.main, "matching": matching.main}


def main(arguments: list[str]) -> None:
    """Run the named parts; options go to each of them."""
    named = [argument for argument in arguments if argument in PARTS] or list(PARTS)
    options = [argument for argument in arguments if argument not in PARTS]
    report = Report()
    for name in named:
        PARTS[name](report, options)
    report.show()


if __name__ == "__main__":
    main(sys.argv[1:])
