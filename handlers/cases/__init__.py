"""The library in the hands of staff."""
