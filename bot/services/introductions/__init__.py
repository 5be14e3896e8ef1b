"""Introductions: two collectives meet when both said yes."""
