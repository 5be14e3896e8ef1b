"""Collectives, by their contacts and by staff."""
