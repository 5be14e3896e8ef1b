"""The bot as a process of its own, so that it can be killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.support.eventually import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


class BotProcess:
    """`python -m bot run`, to be started, killed and started again on the same database.

    `log` is all that it has said so far.
    """

    def __init__(self, config: Path, token: str) -> None:
        self._config = config
        self._token = token
        self._process: asyncio.subprocess.Process | None = None
        self.log = b""
        self._reading: asyncio.Task[None] | None = None

    async def start(self, **environment: str) -> None:
        """Start it; `CRASH_AT` and other variables as keywords."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--config",
            str(self._config),
            cwd=ROOT,
            env={**os.environ, "BUURVRAAG_TOKEN": self._token, **environment},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read(self._process.stderr))

    async def _read(self, stream: asyncio.StreamReader | None) -> None:
        while stream is not None and (line := await stream.readline()):
            self.log += line

    async def ended(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until it ends by itself (a crash point, a refusal); its exit code."""
        process = self._running()
        async with asyncio.timeout(seconds):
            code = await process.wait()
            if self._reading is not None:
                await self._reading
        return code

    async def kill(self) -> None:
        """kill -9."""
        if self.is_running:
            self._running().send_signal(signal.SIGKILL)
            await self.ended()

    async def stop(self, seconds: float = PATIENCE_SECONDS) -> int:
        """SIGTERM, as a service manager does; its exit code. TimeoutError when it takes longer."""
        self._running().send_signal(signal.SIGTERM)
        return await self.ended(seconds)

    def signal(self, number: signal.Signals) -> None:
        """Send any signal (SIGSTOP, SIGCONT)."""
        self._running().send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("The bot was not started")
        return self._process
