"""Dates, times and repeats as people write them, in Dutch."""
