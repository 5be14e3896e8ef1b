"""Counting as Telegram counts: in UTF-16 code units."""


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, begin: int, end: int) -> str:
    """The part of a text between two offsets in UTF-16 code units."""
    if text.isascii():
        return text[begin:end]
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")
