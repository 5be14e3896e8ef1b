"""The bot as a process of its own, so that it can be killed."""

import asyncio
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class BotProcess:
    """`python -m bot run`, to be started, killed and started again on the same database."""

    def __init__(self, config: Path, token: str) -> None:
        self._config = config
        self._token = token
        self._process: asyncio.subprocess.Process | None = None
        self.log = b""

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

    async def ended(self, seconds: float = 20.0) -> int:
        """Wait until it ends by itself (a crash point, a refusal); its exit code."""
        process = self._running()
        _, error = await asyncio.wait_for(process.communicate(), seconds)
        self.log += error
        return process.returncode if process.returncode is not None else -1

    async def kill(self) -> None:
        """kill -9."""
        if self.is_running:
            self._running().send_signal(signal.SIGKILL)
            await self.ended()

    async def stop(self, seconds: float = 10.0) -> int:
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
