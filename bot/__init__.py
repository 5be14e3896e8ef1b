"""Buurvraag: residents' collectives with the same dilemma find each other, on Telegram."""

__version__ = "0.1.0"
