"""Whether a text says on which day something is, in any of the languages of the bot."""

import re
from datetime import date

from babel.dates import get_day_names, get_month_names

from bot.texts import LANGUAGES

_NEAR = frozenset(
    ["vandaag", "vanavond", "vanmiddag", "morgen", "morgenavond", "today", "tonight", "tomorrow"]
)
# "3 en 10 december" names both days.
_BETWEEN = r"[^.!?\n]{0,30}?"


def names_day(text: str, day: date) -> bool:
    """Whether a text names this day: "3 december", "december 3", "3-12", its weekday, or "morgen"."""
    plain = text.casefold()
    words = set(re.findall(r"\w+", plain))
    weekdays = {get_day_names("wide", locale=language)[day.weekday()].casefold() for language in LANGUAGES}
    if words & (weekdays | _NEAR):
        return True
    months = {
        re.escape(get_month_names(width, locale=language)[day.month].casefold().rstrip("."))
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
    }
    number, month = rf"\b0?{day.day}(?:e|ste|de|st|nd|rd|th)?\b", rf"\b(?:{'|'.join(sorted(months))})\b"
    in_digits = rf"\b0?{day.day}\s?[-/.]\s?0?{day.month}\b"
    return re.search(rf"{number}{_BETWEEN}{month}|{month}\.?\s+{number}|{in_digits}", plain) is not None
