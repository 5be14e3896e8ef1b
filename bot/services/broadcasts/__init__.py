"""Broadcasts: what a coordinator writes once and many groups or people get."""
