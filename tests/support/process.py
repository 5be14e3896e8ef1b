"""The bot as a process of its own, so that it can be killed."""

import asyncio
import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.support.eventually import PATIENCE_SECONDS, eventually

ROOT = Path(__file__).parents[2]

# Loading everything takes longer than most tests: a server of the standard library does it once, and every
# bot begins as its copy. What is started is what `python -m bot` starts.
_BOTS = multiprocessing.get_context("forkserver")
_BOTS.set_forkserver_preload(["bot.__main__", "bot.app", __name__])


class BotProcess:
    """`python -m bot run`, to be started, killed and started again on the same database.

    `log` is all that it has said so far.
    """

    def __init__(self, config: Path, token: str) -> None:
        self._config = config
        self._token = token
        self._process: ForkServerProcess | None = None
        handle, name = tempfile.mkstemp(prefix="log-", dir=config.parent)
        os.close(handle)
        self._log = Path(name)

    @property
    def log(self) -> bytes:
        """What all its runs have said."""
        return self._log.read_bytes()

    async def start(self, **environment: str) -> None:
        """Start it; `CRASH_AT` and other variables as keywords."""
        given = {"BUURVRAAG_TOKEN": self._token, **environment}
        # A daemon is ended with the tests, should one leave it running.
        process = _BOTS.Process(target=_run, args=(str(self._config), str(self._log), given), daemon=True)
        await asyncio.to_thread(process.start)
        self._process = process

    async def ended(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until it ends by itself (a crash point, a refusal); its exit code, or minus the signal."""
        process = self._running()
        await eventually(lambda: process.exitcode is not None, seconds=seconds)
        return process.exitcode if process.exitcode is not None else -1

    async def kill(self) -> None:
        """kill -9."""
        if self.is_running:
            self.signal(signal.SIGKILL)
            await self.ended()

    async def stop(self, seconds: float = PATIENCE_SECONDS) -> int:
        """SIGTERM, as a service manager does; its exit code. TimeoutError when it takes longer."""
        self.signal(signal.SIGTERM)
        return await self.ended(seconds)

    def signal(self, number: signal.Signals) -> None:
        """Send any signal (SIGSTOP, SIGCONT)."""
        process = self._running()
        if process.exitcode is None and process.pid is not None:
            os.kill(process.pid, number)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.exitcode is None

    def _running(self) -> ForkServerProcess:
        if self._process is None:
            raise RuntimeError("The bot was not started")
        return self._process


def _run(config: str, log: str, environment: dict[str, str]) -> None:
    """What runs in the process."""
    from bot import crash
    from bot.cli.app import main

    os.chdir(ROOT)
    os.environ.update(environment)
    # It reads its variable when it is loaded, which was long ago.
    importlib.reload(crash)
    said = os.open(log, os.O_WRONLY | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(said, stream.fileno())
    main(["run", "--config", config])
