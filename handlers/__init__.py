"""The Telegram edge: unpack an update, call one service, answer."""
