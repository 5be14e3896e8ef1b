"""Posting updates to the bot's webhook, as Telegram does."""

import asyncio
import json
import time

import httpx

from bot.playground.api import BotApi
from bot.playground.core import Webhook
from bot.playground.faults import FaultKind
from bot.playground.updates import QueuedUpdate

LONGEST_DELAY = 60.0
ANSWER_SECONDS = 60.0


class WebhookPump:
    """Delivers queued updates while a webhook is set.

    Updates with the same key go one after the other, others side by side up to `max_connections`. What is not
    accepted with a 2xx is tried again: at once, then after 2, 4, 8... seconds times `backoff` (real time), or
    when the answer's `Retry-After` says.
    """

    def __init__(self, api: BotApi, *, backoff: float = 1.0) -> None:
        self._api = api
        self._world = api.world
        self._backoff = backoff
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        # Most worlds never see a webhook, and a client takes time to make.
        while not self._world.webhook.url:
            await self._world.updates.waiter()
        async with httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_SECONDS), trust_env=False) as client:
            try:
                await self._keep_delivering(client)
            finally:
                for task in self._busy.values():
                    task.cancel()
                await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _keep_delivering(self, client: httpx.AsyncClient) -> None:
        while True:
            waiter = self._world.updates.waiter()
            if self._world.webhook.url:
                self._begin_deliveries(client)
            await asyncio.wait([waiter, *self._busy.values()], return_when=asyncio.FIRST_COMPLETED)
            self._busy = {key: task for key, task in self._busy.items() if not task.done()}

    def _begin_deliveries(self, client: httpx.AsyncClient) -> None:
        webhook = self._world.webhook
        for update in self._world.updates.waiting:
            if len(self._busy) >= webhook.max_connections:
                return
            if update.key not in self._busy:
                self._busy[update.key] = asyncio.create_task(self._deliver(client, webhook, update))

    async def _deliver(self, client: httpx.AsyncClient, webhook: Webhook, update: QueuedUpdate) -> None:
        failures = 0
        while self._world.webhook is webhook and update in self._world.updates.waiting:
            retry_after = await self._post(client, webhook, update)
            if retry_after is None:
                return
            delay = retry_after or (
                0.0 if not failures else min(2.0**failures, LONGEST_DELAY) * self._backoff
            )
            failures += 1
            await self._sleep(delay, webhook)

    async def _post(self, client: httpx.AsyncClient, webhook: Webhook, update: QueuedUpdate) -> float | None:
        """None when the update was accepted; else the seconds that the bot asked to wait, or 0."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        faults = self._world.faults
        try:
            response = await client.post(webhook.url, content=update.body, headers=headers)
            if faults.strike_updates(FaultKind.DROP_UPDATES):
                raise httpx.ReadTimeout("the answer was lost")
        except httpx.HTTPError as error:
            self._note_error(webhook, _describe(error))
            return 0.0
        self._world.updates.delivered += 1
        if not response.is_success:
            reason = f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            self._note_error(webhook, reason)
            return _seconds(response.headers.get("retry-after"))
        if faults.strike_updates(FaultKind.WEBHOOK_TWICE):
            await self._post_again(client, webhook, update, headers)
        if update in self._world.updates.waiting:
            self._world.updates.remove(update)
        await self._carry_out(response)
        self._world.changed()
        return None

    async def _post_again(
        self, client: httpx.AsyncClient, webhook: Webhook, update: QueuedUpdate, headers: dict[str, str]
    ) -> None:
        try:
            await client.post(webhook.url, content=update.body, headers=headers)
        except httpx.HTTPError as error:
            self._note_error(webhook, _describe(error))

    async def _carry_out(self, response: httpx.Response) -> None:
        """A bot may answer a webhook with a call; it never learns what became of it."""
        try:
            call = json.loads(response.content)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self._api.call(call.pop("method"), call)

    def _note_error(self, webhook: Webhook, message: str) -> None:
        webhook.last_error_date = self._world.now()
        webhook.last_error_message = message

    async def _sleep(self, seconds: float, webhook: Webhook) -> None:
        """Wait, but stop when another webhook is set."""
        deadline = time.monotonic() + seconds
        while self._world.webhook is webhook and (left := deadline - time.monotonic()) > 0:
            await asyncio.wait([self._world.updates.waiter()], timeout=left)


def _describe(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectError):
        return "Connection refused"
    if isinstance(error, httpx.TimeoutException):
        return "Read timeout expired"
    return "Webhook connection closed"


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isdecimal() else 0.0
