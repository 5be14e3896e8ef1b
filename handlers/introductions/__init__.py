"""Introductions, by who asks and who is asked."""
