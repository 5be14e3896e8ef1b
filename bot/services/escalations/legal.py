"""Whether a question is a legal one: by a list of words, in bot/data/legal_words.txt.

A miss costs a warning, a false alarm a superfluous one: the list holds only words that seldom mean anything
else ("recht", "contract" and "boete" are not among them).
"""

import re
from functools import cache
from pathlib import Path

from bot.matching.text import fold

WORDS = Path(__file__).parents[2] / "data" / "legal_words.txt"


def legal_words(text: str) -> tuple[str, ...]:
    """The words of `text` that make it a legal question, folded, each once; empty when it is none."""
    return tuple(dict.fromkeys(_pattern().findall(fold(text.lower()))))


@cache
def _pattern() -> re.Pattern[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    terms = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return re.compile(rf"\b(?:{'|'.join(_term(term) for term in terms)})")


def _term(term: str) -> str:
    """A term as a pattern; where it ends a word ends, unless it ends in a star."""
    stem, ending = (term[:-1], r"\w*") if term.endswith("*") else (term, r"\b")
    return r"\s+".join(map(re.escape, stem.split())) + ending
