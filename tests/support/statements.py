"""Statements are compiled once for a whole run of the tests, and not once for each test."""

from typing import Any

MOST = 10_000


class SharedStatements(dict[Any, Any]):
    """What SQLAlchemy compiled, for the engines of all databases of one kind (option `compiled_cache`).

    Each engine keeps this for itself, by its dialect. Nearly every test has an engine of its own: a fifth of
    its time went by in compiling what the test before it had compiled.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """What was compiled for any engine of the kind."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(_of_kind(key), compiled)


def _of_kind(key: Any) -> Any:
    dialect, *rest = key
    return (type(dialect), *rest)
