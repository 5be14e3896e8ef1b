"""Whether a text is about somebody: names, and details of somebody's health.

A reader of names for Dutch (deduce) was tried first: it finds more, but its look-up tables take 1.1 GB of
memory and half a minute to load. Here a name is what follows "mevrouw" or "mijn zoon", or begins with a
given name; family names alone, and names in small letters, are not found. The lists are in bot/data.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"

Place = tuple[int, int]

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_SENTENCE = re.compile(r"[.!?\n;]+(?=\s|$)")
_SPACE = re.compile(r"\.? ")
_STREET = re.compile(r"(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg|park|dijk|markt)$")
_POSSESSIVE = re.compile(r"['’]?s$")
_MOST_WORDS = 6

# Illnesses, states and treatments that are somebody's own affair. Beginnings of words, and whole words.
_HEALTH = re.compile(
    r"""(?<!\w)(?:
    (?:dement|alzheimer|parkinson|depressi|burn-?out|psychot|psychose|psychiatr|schizofre|bipola|borderline|autis
      |verslaa|verslav|alcoholist|alcoholverslav|drugsverslaa|drankproble|kanker|tumor|chemo|uitzaai|diabet
      |suikerziekt|hartinfarct|hartaanval|hartpati|beroerte|herseninfarct|hersenbloeding|niet-aangeboren
      |epilep|zwanger|miskra|abortus|su[iï]cid|zelfmoord|zelfdoding|anorexia|boulimia|eetstoorn|angststoorn
      |dwangstoorn|paniekstoorn|terminaal|palliatie|doodziek|ernstig[ ]ziek|langdurig[ ]ziek|chronisch[ ]ziek
      |verstandelijk[ ]beperk|verstandelijke[ ]beperk|licht[ ]verstandelijk|zwakbegaafd|incontinent
      |overspannen|schizophren|cancer|pregnan|miscarr|addict|alcoholic
      |mentally[ ]ill|terminally[ ]ill|seriously[ ]ill
      )[\w-]*
    |(?:adhd|add|ptss|ptsd|hiv|aids|copd|als|nah|lvb|ggz-pati[eë]nt|rolstoelpati[eë]nt|ziek|opgenomen|medicijnen
      |medicatie|in[ ]de[ ]war|verward|suicid(?:e|al)|autism|epilepsy|diagnose|diagnosed|stroke)
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# Words of the list above that are everyday words in other writing.
_EVERYDAY = frozenset({"als", "add", "stroke"})


def names(text: str) -> Iterator[Place]:
    """Where names of people stand in a text, from the beginning."""
    words = list(_WORD.finditer(text))
    free_from = 0
    for place in range(len(words)):
        if place < free_from:
            continue
        found = _name_at(text, words, place)
        if found is not None:
            first, last = found
            free_from = last + 1
            yield words[first].start(), words[last].end()


def health(text: str) -> Iterator[Place]:
    """Where details of health stand: with a name in the text, or "mijn buurman" in the same sentence."""
    found = [match.span() for match in _HEALTH.finditer(text) if _is_health(match[0])]
    if not found:
        return
    if next(names(text), None) is not None:
        yield from found
        return
    for start, end in found:
        if _is_of_somebody(_sentence_around(text, start)):
            yield start, end


def _is_health(word: str) -> bool:
    # ALS is an illness, "als" means if; the same for ADD.
    return word.lower() not in _EVERYDAY or word.isupper()


def _sentence_around(text: str, place: int) -> str:
    begin = max((mark.end() for mark in _SENTENCE.finditer(text, 0, place)), default=0)
    following = _SENTENCE.search(text, place)
    return text[begin : following.start() if following else len(text)]


def _is_of_somebody(sentence: str) -> bool:
    """Whether a sentence names one person by what they are to somebody: "mijn buurman", "onze voorzitter"."""
    words = [match[0].lower() for match in _WORD.finditer(sentence)]
    own, relations = _words("own"), _words("relations")
    return any(first in own and second in relations for first, second in pairwise(words))


def _name_at(text: str, words: Sequence[re.Match[str]], place: int) -> tuple[int, int] | None:
    """The first and last word of a name whose first capital is this word; None when it begins none."""
    word = words[place][0]
    if not _is_capital(word) or word.lower() in _words("no-name"):
        return None
    last = _rest(text, words, place)
    whole = text[words[place].start() : words[last].end()].lower()
    if _STREET.search(whole) or whole in _words("nobody"):
        return None
    first = _first_particle(text, words, place)
    beside, before = _beside(text, words, place), _beside(text, words, first)
    if before in _words("places") or beside in _words("places"):
        return None
    if before in _words("titles"):
        return first, last
    if beside in _words("called") or beside in _words("relations"):
        return place, last
    given, doubtful = _given_names()
    written = {word, _POSSESSIVE.sub("", word)}
    is_name = written & given or (last > place and written & doubtful)
    return (place, last) if is_name else None


def _is_capital(word: str) -> bool:
    return word[0].isupper() and len(word) > 1 and (not word.isupper() or len(word) > 4)


def _first_particle(text: str, words: Sequence[re.Match[str]], place: int) -> int:
    """Where a family name begins: at its particles and the initials before it ("A. de Wit")."""
    while place > 0 and _SPACE.fullmatch(text, words[place - 1].end(), words[place].start()):
        word = words[place - 1][0]
        if word.lower() not in _words("particles") and not (len(word) == 1 and word.isupper()):
            break
        place -= 1
    return place


def _beside(text: str, words: Sequence[re.Match[str]], place: int) -> str:
    """The word right before, in small letters; empty when a sentence or a comma lies between."""
    if place == 0:
        return ""
    before = words[place - 1][0].lower()
    between = text[words[place - 1].end() : words[place].start()]
    # The point of "mevr." is no end of a sentence.
    return before if between == " " or (between == ". " and before in _words("shortened")) else ""


def _rest(text: str, words: Sequence[re.Match[str]], place: int) -> int:
    """The last word of what looks like one name from here on: capitals, with particles between."""
    last = place
    for at in range(place + 1, min(place + _MOST_WORDS, len(words))):
        between, before, word = text[words[at - 1].end() : words[at].start()], words[at - 1][0], words[at][0]
        if between != " " and not (between == ". " and len(before) == 1):
            break
        if _is_capital(word) and word.lower() not in _words("no-name"):
            last = at
        elif word.lower() not in _words("particles") and not (len(word) == 1 and word.isupper()):
            break
    return last


@lru_cache
def _given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Given names; and those that are everyday words or places, too."""
    listed, doubtful = _lines("given_names.txt").split("?")
    return frozenset(listed.split()) - frozenset(doubtful.split()), frozenset(doubtful.split())


@lru_cache
def _words(kind: str) -> frozenset[str]:
    """The words of a kind, in small letters."""
    part = _lines("people_words.txt").partition(f"[{kind}]")[2].partition("[")[0]
    return frozenset(word.replace("~", " ") for word in part.partition("\n")[2].split())


def _lines(name: str) -> str:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
