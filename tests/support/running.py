"""How the tests configure a bot on the local Bot API."""

import secrets
import socket
from pathlib import Path

# Below what systems give out by themselves (Linux: from 32768), so that nobody is given it meanwhile.
PORTS = range(20_000, 32_000)


def write_config(
    folder: Path, api_url: str, database_url: str, *, extra: str = "", questions_per_minute: int = 0
) -> Path:
    """A configuration for a bot on the local Bot API, without limits and with words only.

    `extra` is added at the end: more sections, in TOML.
    """
    path = folder / "config.toml"
    path.write_text(
        f"""
[general]
questions_per_minute = {questions_per_minute}
[telegram]
api_url = "{api_url}"
[database]
url = "{database_url}"
[matching]
encoder = "none"
[sending]
messages_per_second = 0
per_private_chat_per_second = 0
per_group_per_minute = 0
{extra}
""",
        encoding="utf-8",
    )
    return path


def unused_port() -> int:
    """A port of the loopback address that nobody listens on, for who has to name one before it is opened."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
