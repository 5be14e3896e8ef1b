"""The methods of the Bot API that the playground models, by name.

A method takes the world and its checked parameters, changes the world, and returns its result as JSON. It
raises ApiError in Telegram's words. Nothing in it awaits: a call happens at once or not at all. (`getUpdates`
waits, and stands in `bot.playground.polling`.)
"""

from bot.playground.methods import (
    callbacks,
    chats,
    commands,
    deleting,
    editing,
    files,
    forwarding,
    profile,
    reacting,
    sending,
    topics,
    webhooks,
)
from bot.playground.methods.registry import METHODS, Handler

__all__ = [
    "METHODS",
    "Handler",
    "callbacks",
    "chats",
    "commands",
    "deleting",
    "editing",
    "files",
    "forwarding",
    "profile",
    "reacting",
    "sending",
    "topics",
    "webhooks",
]
