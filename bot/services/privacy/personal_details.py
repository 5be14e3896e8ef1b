"""Personal details in a question, so that it is not answered where neighbours read along.

What has a fixed form is found here: numbers, addresses with a house number, e-mail; names, and what is said
of somebody's health, in people_in_text. A name by itself is no reason to be silent. Each rule checks what can
be checked (the eleven test of a BSN, the check digits of an IBAN), because a false alarm sends somebody to
private for nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.services.privacy.people_in_text import health, names

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
# "01-02-2027 19.30" has as many digits as a phone number.
_DATE = r"(?!\d{1,2}[-./\s]\d{1,2}[-./\s](?:19|20)\d\d(?!\d))"
_PHONE = re.compile(
    r"(?<![\w])(?<!\d[-./])"
    + _DATE
    + r"(?:\+31|0031|\+32|0032|0)[\s.-]?(?:\(0\)[\s.-]?)?[1-9](?:[\s.-]?\d){7,8}(?!\w)"
)
# Nine digits, in one piece or as people group them; with eight only when it is called a BSN, because a number
# of the chamber of commerce has eight as well. Two years side by side ("2026 2027") are no number.
_NINE = re.compile(r"(?<![\w.,-])(?:\d{9}|\d{3}([. ])\d{3}\1\d{3}|\d{4}([. ])\d\d\2\d{3})(?![\w]|[.,]\d)")
_EIGHT = re.compile(r"\b(?:bsn|burgerservicenummer|sofinummer)\W{1,4}(?:is\s)?(\d{8})(?!\w)", re.IGNORECASE)
# Money, and the nine digits by which the tax office knows a foundation: they pass the eleven test, too.
_NO_BSN_BEFORE = re.compile(r"(?:€|\b(?:euro|eur|rsin|fiscaal nummer))\W{0,3}$", re.IGNORECASE)
_NO_BSN_AFTER = re.compile(r"\s?(?:€|euro\b|eur\b)", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
# "2027 EU" is a year and an abbreviation; Telegram's people write a postal code with or without a space.
_IBAN_IN_ANY_CASE = re.compile(_IBAN.pattern, re.IGNORECASE)
_POSTCODE = re.compile(r"\b[1-9]\d{3}(?! (?:EU|NL|BE|VN|KM|KG|KW|TV|IT|AI|OV)\b) ?(?!SA|SD|SS)[A-Z]{2}\b")
_STREET = re.compile(
    r"\b[A-ZÀ-Ý][\w'’-]*(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg|pad|lei|plantsoen|markt|dijk)"
    r" (?!(?:19|20)\d\d\b)\d{1,4} ?[a-zA-Z]?(?!\w|\s*(?:uur|euro|jaar|keer|mensen|bewoners|huizen|procent|%))"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A personal detail: its kind, and from where to where it stands in the text."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """The personal details in `text`, by their place; of two that overlap the longer one."""
    found = [Found(kind, start, end) for kind, places in _PLACES.items() for start, end in places(text)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def details_in(text: str) -> tuple[str, ...]:
    """The kinds of details that neighbours need not read: phone, email, address, bsn, iban, health."""
    # The digits of an account number look like a phone number.
    rest = _IBAN.sub(" ", text.upper()) if _has_iban(text) else text
    return tuple(kind for kind, found in _RULES.items() if found(text if kind != "phone" else rest))


def _is_bsn(digits: str) -> bool:
    """The eleven test for a burgerservicenummer (Besluit bsn): weights 9 to 2, and -1 for the last digit."""
    padded = digits.zfill(9)
    total = sum(
        int(digit) * weight for digit, weight in zip(padded, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    return total % 11 == 0 and int(padded) > 0


def _bsns(text: str) -> Iterator[tuple[int, int]]:
    for match in _EIGHT.finditer(text):
        if _is_bsn(match[1]):
            yield match.span(1)
    for match in _NINE.finditer(text):
        if (
            _is_bsn(re.sub(r"\D", "", match[0]))
            and not _NO_BSN_BEFORE.search(text[: match.start()])
            and not _NO_BSN_AFTER.match(text[match.end() :])
        ):
            yield match.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN_IN_ANY_CASE.finditer(text):
        if _is_iban(match[0].replace(" ", "").upper()):
            yield match.span()


def _spans(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for pattern in patterns for match in pattern.finditer(text))


def _has_iban(text: str) -> bool:
    return any(_is_iban(match.replace(" ", "")) for match in _IBAN.findall(text.upper()))


def _is_iban(compact: str) -> bool:
    """The check of ISO 7064 MOD 97-10."""
    moved = compact[4:] + compact[:4]
    return len(compact) >= 15 and int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


_RULES: dict[str, Callable[[str], bool]] = {
    "phone": lambda text: _PHONE.search(text) is not None,
    "email": lambda text: _EMAIL.search(text) is not None,
    "address": lambda text: _POSTCODE.search(text) is not None or _STREET.search(text) is not None,
    "bsn": lambda text: any(_bsns(text)),
    "iban": _has_iban,
    "health": lambda text: any(health(text)),
}
_PLACES: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    "phone": _spans(_PHONE),
    "email": _spans(_EMAIL),
    "address": _spans(_POSTCODE, _STREET),
    "bsn": _bsns,
    "iban": _ibans,
    "name": names,
    "health": health,
}
