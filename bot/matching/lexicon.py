"""What is known about words beforehand: stems, stopwords, small talk and the synonyms that editors
maintain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

import snowballstemmer

from bot.matching.text import fold, words

# How much of a word's weight a synonym ("=") and a neighbour in meaning ("~") are worth; see
# docs/matching.md.
SAME = 0.7
RELATED = 0.4
LONGEST_PHRASE = 4

_STEMMER = snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Dutch stem of one word, without accents."""
    return str(_STEMMER.stemWord(fold(word))) or word


def _lines(name: str) -> Iterator[str]:
    """The lines of a word list beside this module that are not empty or comments."""
    text = resources.files("bot.matching").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def stopwords() -> frozenset[str]:
    """Words that say nothing about a subject, as they are spelled."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def smalltalk() -> frozenset[str]:
    """Words of which greetings, thanks and chatter are made, as they are spelled and without accents."""
    listed = {word for line in _lines("smalltalk.txt") for word in line.split()}
    return frozenset(listed | {fold(word) for word in listed})


def terms(text: str) -> list[str]:
    """The stems of a text's meaningful words, in order, repeats kept."""
    skipped = stopwords()
    return [stem(word) for word in words(text) if word not in skipped]


def is_smalltalk(text: str) -> bool:
    """Whether nothing but greetings, stopwords, digits and links is left of a message."""
    said = words(text)
    empty = smalltalk() | stopwords()
    return all(word in empty or fold(word) in empty or word.isdigit() for word in said)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """For each stem, and each phrase of stems, the stems that mean the same or are about the same."""

    of_word: Mapping[str, Mapping[str, float]]
    of_phrase: Mapping[tuple[str, ...], Mapping[str, float]]

    def phrases_of(self, stems: Sequence[str]) -> list[tuple[str, ...]]:
        """The listed phrases of two to four words that occur in a text of these stems, each once."""
        spans = (
            tuple(stems[at : at + length])
            for length in range(2, LONGEST_PHRASE + 1)
            for at in range(len(stems) - length + 1)
        )
        return list(dict.fromkeys(span for span in spans if span in self.of_phrase))


@cache
def synonyms() -> Synonyms:
    """The synonyms of data/synonyms.tsv; ValueError names a line that is not 'sign TAB words'."""
    of_word: dict[str, dict[str, float]] = {}
    of_phrase: dict[tuple[str, ...], dict[str, float]] = {}
    for line in _lines("synonyms.tsv"):
        sign, tab, rest = line.partition("\t")
        if sign not in ("=", "~") or not tab:
            raise ValueError(f"synonyms.tsv: {line[:40]!r} is not '=' or '~', a tab, and words")
        worth = SAME if sign == "=" else RELATED
        entries = [tuple(stem(word) for word in words(entry)) for entry in rest.split(",")]
        single = [entry[0] for entry in entries if len(entry) == 1]
        for entry in entries:
            if not entry:
                continue
            known = of_word.setdefault(entry[0], {}) if len(entry) == 1 else of_phrase.setdefault(entry, {})
            for other in single:
                if (other,) != entry:
                    known[other] = max(known.get(other, 0.0), worth)
    return Synonyms(MappingProxyType(of_word), MappingProxyType(of_phrase))
