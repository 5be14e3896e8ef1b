"""Text to ranked cases with a confidence; knows neither Telegram nor the database."""

from bot.matching.cache import FileVectorCache, MemoryVectorCache, encode_missing, vector_key
from bot.matching.encoders import EncoderKind, make_encoder
from bot.matching.index import Index
from bot.matching.types import (
    Candidate,
    CaseText,
    Encoder,
    EncoderUnavailable,
    Match,
    MatchingError,
    Outcome,
    VectorCache,
    Why,
)

__all__ = [
    "Candidate",
    "CaseText",
    "Encoder",
    "EncoderKind",
    "EncoderUnavailable",
    "FileVectorCache",
    "Index",
    "Match",
    "MatchingError",
    "MemoryVectorCache",
    "Outcome",
    "VectorCache",
    "Why",
    "encode_missing",
    "make_encoder",
    "vector_key",
]
