"""Personal details in a question, so that it is not answered where neighbours read along.

Only what has a fixed form is found here: numbers, addresses with a house number, e-mail. Each rule checks
what can be checked (the eleven test of a BSN, the check digits of an IBAN), because a false alarm sends
somebody to private for nothing.
"""

import re
from collections.abc import Callable

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_PHONE = re.compile(
    r"(?<![\w])(?:\+31|0031|\+32|0032|0)[\s.-]?(?:\(0\)[\s.-]?)?[1-9](?:[\s.-]?\d){7,8}(?!\w)"
)
_NUMBER = re.compile(r"(?<![\w.,-])\d(?:[. ]?\d){7,8}(?![\w])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_POSTCODE = re.compile(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b")
_STREET = re.compile(
    r"\b[A-ZÀ-Ý][\w'’-]*(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg|pad|lei|plantsoen|markt|dijk)"
    r" \d{1,4} ?[a-zA-Z]?(?!\w|\s*(?:uur|euro|jaar|keer|mensen|bewoners|huizen|procent|%))"
)


def details_in(text: str) -> tuple[str, ...]:
    """The kinds of personal details in `text`: phone, email, address, bsn, iban."""
    return tuple(kind for kind, found in _RULES.items() if found(text))


def _is_bsn(digits: str) -> bool:
    """The eleven test for a burgerservicenummer (Besluit bsn): weights 9 to 2, and -1 for the last digit."""
    padded = digits.zfill(9)
    total = sum(
        int(digit) * weight for digit, weight in zip(padded, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    return total % 11 == 0 and int(padded) > 0


def _has_bsn(text: str) -> bool:
    return any(_is_bsn(re.sub(r"\D", "", number)) for number in _NUMBER.findall(text))


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
    "bsn": _has_bsn,
    "iban": _has_iban,
}
