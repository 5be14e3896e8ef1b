"""What most bots do, to compare with: a loop over the chats, with python-telegram-bot's own rate limiter.

    plain_loop.py ADDRESS TOKEN CHATS TEXT PROGRESS [--resume]

`CHATS` is a file with an id on each line. `--resume` goes on after the number that PROGRESS holds, which is
written after each message; without it the loop begins at the beginning, as it does when nobody thought of it.
The limiter has its documented limits and tries again five times when Telegram asks for silence; by default it
never does, and such a message would be lost.
"""

import argparse
import asyncio
from pathlib import Path

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot


async def main(options: argparse.Namespace) -> None:
    """Send the text to every chat, one after another."""
    chats = [int(line) for line in options.chats.read_text(encoding="ascii").split()]
    done = int(options.progress.read_text(encoding="ascii") or 0) if options.resume else 0
    limiter = AIORateLimiter(
        overall_max_rate=30, overall_time_period=1, group_max_rate=20, group_time_period=60, max_retries=5
    )
    async with ExtBot(options.token, base_url=f"{options.address}/bot", rate_limiter=limiter) as bot:
        for number, chat in enumerate(chats):
            if number < done:
                continue
            try:
                await bot.send_message(chat, options.text)
            except TelegramError as error:
                print(f"{chat}: {error}", flush=True)
            options.progress.write_text(str(number + 1), encoding="ascii")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("chats", type=Path)
    parser.add_argument("text")
    parser.add_argument("progress", type=Path)
    parser.add_argument("--resume", action="store_true")
    asyncio.run(main(parser.parse_args()))
