"""Rows of unequal length one after another in one array, and how to pick some of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.signedinteger[Any]]


def starts(sizes: Places) -> Places:
    """Where each of these rows begins when they stand one after another."""
    found: Places = np.cumsum(sizes) - sizes
    return found


def bounds(sizes: Places | Sequence[int]) -> NDArray[np.int64]:
    """Where each row begins, and at the end where the last one ends."""
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def spread(start: Places, rows: Places) -> tuple[Places, Places]:
    """Which of the rows each of their values is of, and where those values stand; a row stands from
    `start[row]` to `start[row + 1]`.
    """
    low = start[rows]
    sizes = start[rows + 1] - low
    which = np.repeat(np.arange(len(rows)), sizes)
    return which, np.repeat(low - starts(sizes), sizes) + np.arange(len(which))


def changes(values: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Whether each value is another than the one before it; True for the first."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found
