"""The one tree of exceptions. What is wrong is said in a sentence that an administrator can act on.

The command line prints the message of any of these without a traceback, and ends with `exit_code`.
"""

import inspect
from collections.abc import Sequence
from typing import ClassVar


class BuurvraagError(Exception):
    """Buurvraag cannot go on."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str | None = None) -> None:
        """Take `message`, or else the docstring of the class."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))


class ProblemsError(BuurvraagError):
    """Several things are wrong at once."""

    def __init__(self, problems: Sequence[str] = ()) -> None:
        """Take the problems, one line each."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class ConfigError(ProblemsError):
    """The configuration cannot be used."""


class LibraryError(ProblemsError):
    """The file with cases cannot be used."""


class CollectiveError(BuurvraagError):
    """A collective cannot become what was asked."""


class CaseworkError(BuurvraagError):
    """A case cannot become what was asked."""


class DatabaseError(BuurvraagError):
    """The database cannot be used."""


class DatabaseUnreachableError(DatabaseError):
    """The database does not answer: check database.url, and that the database runs."""


class DatabaseInUseError(DatabaseError):
    """Another Buurvraag already uses this SQLite file: stop it first, or use PostgreSQL for several."""


class SchemaTooNewError(DatabaseError):
    """The database was made by a newer version of Buurvraag: install that version, or restore a backup."""


class TelegramEdgeError(BuurvraagError):
    """Telegram does not let the bot work."""


class TokenRefusedError(TelegramEdgeError):
    """Telegram refuses the token: ask @BotFather for the present one and set BUURVRAAG_TOKEN to it."""


class WebhookIsSetError(TelegramEdgeError):
    """A webhook is set, so polling would get nothing: set telegram.mode to "webhook", or remove it."""


class BackupError(BuurvraagError):
    """The backup was not made."""
