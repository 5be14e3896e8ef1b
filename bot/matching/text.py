"""Reading rough text: cleaning, words, sentences, language."""

from __future__ import annotations

import re
import unicodedata

# Telegram's own bound for a message; longer input is cut, so that work is bounded too.
MAX_TEXT = 4096
# Words of a question that are looked up; the rest of a very long message adds time, not meaning.
MAX_WORDS = 160
MAX_SENTENCES = 24
MAX_WORD = 40
LAST_LATIN = "\u024f"  # the letters of another script come after it

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"(?<=[.!?…؟。])\s+|\n+|(?<=[;:])\s+(?=\S{3})")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DROPPED = {"Cs", "Co", "Cn"}


def clean(text: str) -> str:
    """Text without control characters and lone surrogates, NFKC, single spaces, at most MAX_TEXT
    characters.
    """
    flat = " ".join(text[: MAX_TEXT * 2].split())
    if not flat.isprintable():
        flat = " ".join("".join(_kept(char) for char in flat).split())
    # Most text is as it should be; asking is cheaper than making it so.
    if not unicodedata.is_normalized("NFKC", flat):
        flat = " ".join(unicodedata.normalize("NFKC", flat).split())
    return flat[:MAX_TEXT].rstrip()


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return " "
    return "" if category in _DROPPED else char


def words(text: str) -> list[str]:
    """The words of a text in lower case, accents kept, at most MAX_WORDS; single letters and links
    left out.
    """
    plain = text.lower()
    if "://" in plain or "www." in plain:
        plain = _URL.sub(" ", plain)
    found = [word[:MAX_WORD] for word in _WORD.findall(plain) if len(word) > 1 or word.isdigit()]
    return found[:MAX_WORDS]


def fold(word: str) -> str:
    """A word without accents (café → cafe, kórus → korus)."""
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, at most MAX_SENTENCES; splits at ends, line breaks, and ; and :"""
    parts = [part.strip() for part in _SENTENCE_END.split(text)]
    return [part for part in parts if any(char.isalnum() for char in part)][:MAX_SENTENCES]


# A handful of the commonest words of each language: enough to tell them apart in a question of six words or
# more.
_COMMON: dict[str, frozenset[str]] = {
    code: frozenset(line.split())
    for code, line in {
        "nl": "de het een en van is dat niet wij we ik je hoe kan met voor onze ons zijn er mag op te om "
        "bij wie wat"
        " aan als maar naar dan nu al moet wil willen krijg krijgen geen nog deze die door mijn "
        "heeft hebben worden"
        " ge gij da ne uit over tot waar jullie iemand ook zo wel heb hun elke daar hier onder in of "
        "tegen zonder tips",
        "en": "the a and of is that not we i you how can with for our are there on to in by who what at "
        "if but then"
        " now must want get no still this these my has have be been from where someone also do does it they"
        " your here see good new",
        "de": "der die das ein eine und von ist dass nicht wir ich du wie kann mit für unser unsere uns "
        "sind es auf zu"
        " um bei wer was an wenn aber nach dann jetzt schon muss will kein keine noch diese haben "
        "werden dem den im",
        "fr": "le la les un une et de du des est que pas nous je tu vous comment peut avec pour notre nos"
        " sont il sur"
        " qui quoi si mais alors doit veut quand dans par au aux ce cette on ne plus elle ils leur",
        "tr": "bir ve bu da de ne için ile nasıl mı mi mu mü var yok biz ben çok daha ama gibi kim olarak"
        " bize bizim"
        " ki ya şu her kadar değil lazım mahallede sonra oldu etmek",
        "pl": "i w z na do nie to się jest jak że my ja czy co kto od po dla nam nas mamy ale tak już "
        "można przez"
        " jego gdzie przed mnie za o są było kiedy",
        "es": "el la los las un una y de que no nosotros yo cómo puede con para nuestro nuestra es son en"
        " por quién"
        " qué si pero se al del lo más muy",
        "it": "il lo la gli un una e di che non noi io come può con per nostro nostra è sono in chi cosa "
        "se ma si al"
        " del della più molto",
        "pt": "o a os as um uma e de que não nós eu como pode com para nosso nossa é são em por quem se "
        "mas do da"
        " mais muito",
    }.items()
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _listed in _COMMON.items():
    for _word in _listed:
        _LANGUAGES_OF.setdefault(_word, []).append(_code)
_LETTERS = {"tr": "ışğİ", "pl": "łąęśżźćń", "de": "ßäü", "fr": "çèêàùœ", "es": "ñ¿¡", "pt": "ãõ"}


def guess_language(text: str) -> str:
    """ISO 639-1 code of the likely language, by script, tell-tale letters and common words; 'und' when
    unclear.

    Anything in Latin script without clear signs counts as Dutch: key words ("postcoderoos") are Dutch here.
    """
    opening = text[:400].lower()
    letters = [char for char in opening if char.isalpha()]
    if not letters:
        return "und"
    by_script = _script_language(letters) if max(letters) > LAST_LATIN else None
    if by_script:
        return by_script
    found = _WORD.findall(opening)
    scores = dict.fromkeys(_COMMON, 0.0)
    for word in found:
        for code in _LANGUAGES_OF.get(word, ()):
            scores[code] += 1.0
    if not opening.isascii():
        for code, signs in _LETTERS.items():
            scores[code] += 0.8 * sum(letters.count(sign) for sign in signs)
    best = max(scores, key=lambda code: (scores[code], code == "nl"))
    # One word is no sign: a key word in Dutch ("biz", "in dorp") may be a common word elsewhere.
    if best != "nl" and scores[best] < scores["nl"] + max(1.5, 0.08 * len(found)):
        return "nl"
    return best


def _script_language(letters: list[str]) -> str | None:
    """The language that a non-Latin script points to, when most letters are in it."""
    cyrillic = sum("Ѐ" <= char <= "ӿ" for char in letters)
    arabic = sum("؀" <= char <= "ۿ" or "ﭐ" <= char <= "﻿" for char in letters)
    if cyrillic * 2 > len(letters):
        return "uk" if any(char in "іїєґ" for char in letters) else "ru"
    if arabic * 2 > len(letters):
        return "fa" if any(char in "پچژگ" for char in letters) else "ar"
    for low, high, code in (("Ͱ", "Ͽ", "el"), ("֐", "׿", "he"), ("ऀ", "ॿ", "hi"), ("ሀ", "፿", "ti")):
        if sum(low <= char <= high for char in letters) * 2 > len(letters):
            return code
    if sum(char > "⺀" for char in letters) * 2 > len(letters):
        return "zh"
    return None
