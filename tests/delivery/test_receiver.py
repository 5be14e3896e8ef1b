"""An update is stored before Telegram may forget it, and nothing that Telegram says stops the receiver."""

import asyncio
from typing import Any, cast

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.delivery import receiver
from bot.delivery.receiver import Poller, webhook_app
from bot.delivery.telegram_bot import TelegramBot
from tests.support.fake_bot import FakeBot

SECRET = "goed-geheim"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 5}}}


class Store:
    """Keeps what it is given, or fails as often as a test wants."""

    def __init__(self, failures: int = 0) -> None:
        self.batches: list[list[int]] = []
        self.failures = failures

    async def __call__(self, updates: list[dict[str, Any]]) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("...", {}, Exception("away"))
        self.batches.append([raw["update_id"] for raw in updates])


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "FIRST_BACKOFF", 0.001)
    monkeypatch.setattr(receiver, "MAX_BACKOFF", 0.002)


async def poll(script: list[Any], store: Store) -> list[int | None]:
    """Poll until the script is done; the offset of every call, the last one after it included."""
    bot = FakeBot()
    done = asyncio.Event()
    replies = iter(script)

    def decide(_call: Any) -> Any:
        reply = next(replies, None)
        if reply is None:
            done.set()
            return NetworkError("the script is over")
        return reply

    bot.decide = decide
    task = asyncio.create_task(Poller(cast(TelegramBot, bot), store).run())
    await asyncio.wait({task, asyncio.ensure_future(done.wait())}, timeout=60, return_when="FIRST_COMPLETED")
    calls = [call.params.get("offset") for call in bot.calls]
    assert not task.done(), task.exception()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return calls


async def test_the_offset_moves_only_after_the_store() -> None:
    store = Store(failures=2)

    offsets = await poll([[update(3), update(4)]] * 3 + [[update(5)]], store)

    assert offsets[:5] == [None, None, None, 5, 6]
    assert store.batches == [[3, 4], [5]]


@pytest.mark.parametrize(
    "error", [Conflict("two pollers"), NetworkError("Bad Gateway"), RetryAfter(0), RecursionError()]
)
async def test_an_error_of_telegram_is_waited_out(error: Exception) -> None:
    store = Store()

    assert (await poll([error, error, [update(1)]], store))[:4] == [None, None, None, 2]
    assert store.batches == [[1]]


@pytest.mark.parametrize("poison", [None, 7, "update", {}, {"update_id": "9"}, {"update_id": 2**70}])
async def test_what_is_no_update_does_not_stop_the_others(poison: Any) -> None:
    store = Store()

    assert (await poll([[update(1), poison, update(2)]], store))[:2] == [None, 3]
    assert store.batches == [[1, 2]]


@pytest.mark.parametrize("answer", [[{}], [None], True, {"message_id": 1}, "x"])
async def test_an_answer_without_any_update_is_waited_out(answer: Any) -> None:
    store = Store()

    assert (await poll([answer, [update(1)]], store))[:3] == [None, None, 2]
    assert store.batches == [[1]]


def client(store: Store, *, healthy: bool = True) -> httpx.AsyncClient:
    async def health() -> bool:
        return healthy

    web = httpx.ASGITransport(webhook_app(store, SECRET, health))
    return httpx.AsyncClient(transport=web, base_url="http://test")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 1}', 200),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b'{"update_id": "1"}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 1180591620717411303424}', 400),
        (b'{"update_id": 1, "x": "' + b"x" * receiver.MAX_BODY_BYTES + b'"}', 413),
    ],
)
async def test_only_an_update_gets_200(body: bytes, status: int) -> None:
    store = Store()

    response = await client(store).post("/telegram", content=body, headers=HEADERS)

    assert response.status_code == status
    assert store.batches == ([[1]] if status == 200 else [])


@pytest.mark.parametrize("secret", [None, "", "goed-geheim ", "Goed-geheim", "é"])
async def test_without_the_secret_nothing_is_taken(secret: str | None) -> None:
    store = Store()
    headers = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode())]

    response = await client(store).post("/telegram", json=update(1), headers=headers)

    assert response.status_code == 403
    assert store.batches == []


async def test_what_cannot_be_stored_is_not_acknowledged_and_may_come_again() -> None:
    store = Store(failures=1)
    web = client(store)

    assert (await web.post("/telegram", json=update(1), headers=HEADERS)).status_code == 503
    assert (await web.post("/telegram", json=update(1), headers=HEADERS)).status_code == 200
    assert store.batches == [[1]]


@pytest.mark.parametrize(("healthy", "status"), [(True, 200), (False, 503)])
async def test_health_is_that_of_the_database(*, healthy: bool, status: int) -> None:
    assert (await client(Store(), healthy=healthy).get("/health")).status_code == status
