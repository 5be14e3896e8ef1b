"""Cases and an encoder for the tests of the library."""

import threading
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.types import Role, Vectors
from bot.services.library import library
from models import Case

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class WordEncoder:
    """A small encoder: every word has its own direction. It remembers what it encoded, and may be slow."""

    def __init__(self, version: str = "1") -> None:
        self.name = f"words:{version}"
        self.passages: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.stops_each_time = False
        self.broken = False

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Rows of length 1."""
        if role == "passage":
            self.may_go_on.wait(10)
            if self.stops_each_time:
                self.may_go_on.clear()
            if self.broken:
                raise RuntimeError("the model fell over")
            self.passages += texts
        matrix = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                matrix[row, zlib.crc32(word.encode("utf-8", "surrogatepass")) % 64] += 1
        rows: Vectors = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        return rows


async def add_case(
    session: AsyncSession,
    key: str = "v1",
    title: str = "Wie heeft de sleutel?",
    dilemma: str = "Wie mag de deur van het buurthuis open en dicht doen?",
    theme: str = "gebouw",
) -> Case:
    """A case in the database, as an editor would add it."""
    await library.lock(session)
    case = Case(key=key, title=title, dilemma=dilemma, theme=theme, changed_at=NOON)
    session.add(case)
    await session.flush()
    await library.raise_revision(session)
    return case
