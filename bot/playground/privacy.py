"""What the bot gets to see of a group (Telegram's privacy mode)."""

import re

from bot.playground.state import Bot, Message

_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,64}(?:@([A-Za-z0-9_]{3,32}))?(?![\w/<>@])")


def bot_sees(bot: Bot, message: Message) -> bool:
    """Whether this message of somebody else becomes an update.

    With privacy mode on, a bot that is no administrator sees in a group: service messages, commands that are
    not for another bot, answers to its own messages, and what was written through it. The mode counts as it
    was when the bot came into the group.
    """
    chat = message.chat
    if chat.is_private:
        return True
    member = chat.member(bot.id)
    if not member.is_present:
        return False
    if chat.type == "channel":
        return member.is_admin
    if message.service or member.is_admin or chat.bot_sees_all or message.via_bot:
        return True
    # Only what was answered by hand counts, not the topic that a message stands in.
    answered = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    return (answered is not None and answered.from_bot) or _is_command_for(bot, message.text)


def _is_command_for(bot: Bot, text: str) -> bool:
    command = _COMMAND.match(text)
    return command is not None and (not command[1] or command[1].lower() == bot.username.lower())
