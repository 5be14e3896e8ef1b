"""Names as people write them, made comparable."""

import unicodedata

MAX_MATCHING = 120


def matching_name(name: str) -> str:
    """A name without case, accents, punctuation and extra spaces, by which two spellings are the same.

    Empty for a name without letters and digits, which matches nothing. At most `MAX_MATCHING` characters.
    """
    spread = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in spread if unicodedata.category(sign) != "Mn")
    words = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFC", bare))
    return " ".join(words.split())[:MAX_MATCHING].strip()


def same_place(one: str, other: str) -> bool:
    """Whether two places can be the same: all words of one stand in the other, or one of them is unknown."""
    words, others = set(matching_name(one).split()), set(matching_name(other).split())
    return words <= others or others <= words
