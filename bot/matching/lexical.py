"""Terms of a text and soft matching of a question's terms with the library's own words."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.text import fold, words

_STEMMER = snowballstemmer.stemmer("dutch")

STOPWORDS = frozenset(
    """de het een en van ik te dat die in is je op niet zijn met voor er aan om we wij als hebben dan of maar ook
    naar bij hoe wat wie waar kan mag moet ons onze nog al door uit over heb hij ze zij dit deze zo wel nu toch geen
    wordt worden werd was waren had hun haar mijn jullie iemand iets niets alles heel veel meer doen gaan gaat komt
    krijg krijgt krijgen kunnen willen wil zou zouden moeten mogen zal word ben bent tot tegen zonder want omdat
    daar hier dus even gewoon graag weet weten hebt heeft eigenlijk jij u uw ge gij mij me jou ervaring tip tips
    vraag hulp help iedereen anderen andere ander welke welk waarom wanneer hoeveel elke elk altijd nooit soms""".split()
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Dutch stem of one word, without accents."""
    return str(_STEMMER.stemWord(fold(word)))


def terms(text: str) -> list[str]:
    """The stems of a text's meaningful words, in order, repeats kept."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


def likeness(word: str, vocabulary: list[str], *, limit: int = 16) -> dict[str, float]:
    """Words of the vocabulary that could be meant by `word`, each with a likeness of 0 to 1.

    The same stem counts 1; a shared part of a compound (sleutel ~ sleutelbeheer) by its share of the longer
    word; a spelling within edit distance by its similarity.
    """
    found: dict[str, float] = {}
    if len(word) >= 4:
        for other in vocabulary:
            if other == word or len(other) < 4:
                continue
            short, long = (word, other) if len(word) < len(other) else (other, word)
            if long.startswith(short) or long.endswith(short):
                found[other] = 0.5 + 0.4 * len(short) / len(long)
        for other, similarity, _ in process.extract(
            word, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=limit
        ):
            found[other] = max(found.get(other, 0.0), float(similarity))
    if word in vocabulary:
        found[word] = 1.0
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit])
