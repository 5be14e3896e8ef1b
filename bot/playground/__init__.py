"""A local Bot API in memory, to try and to test the bot without a token."""
