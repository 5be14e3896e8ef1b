"""A call of the Bot API from its parameters to its answer: checks, faults, the method itself, the record."""

import asyncio
import json
import time
from dataclasses import dataclass, field

from bot.playground.checks import Signature, signatures
from bot.playground.errors import ApiError, NotFoundError
from bot.playground.faults import ERRORS, GATEWAY, Fault, FaultKind
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods import METHODS, Handler
from bot.playground.requests import RequestRecord
from bot.playground.state import Status
from bot.playground.world import World

LONGEST_POLL = 50
MOST_UPDATES = 100

_GATEWAY_TITLES = {
    500: "500 Internal Server Error",
    502: "502 Bad Gateway",
    504: "504 Gateway Time-out",
}


@dataclass(slots=True)
class Answer:
    """What goes back over the wire; with `cut` nothing does, and the connection ends."""

    status: int
    body: bytes = b""
    content_type: bytes = b"application/json"
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    cut: bool = False


def gateway_page(status: int) -> Answer:
    """The page that a gateway sends when what is behind it does not answer."""
    title = _GATEWAY_TITLES[status]
    page = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
    )
    return Answer(status, page.encode(), b"text/html")


def error_answer(error: ApiError) -> Answer:
    """The JSON of an error, with the header that belongs to 429."""
    body = json.dumps(error.as_json(), ensure_ascii=False).encode()
    headers = []
    if error.parameters and "retry_after" in error.parameters:
        headers.append((b"retry-after", str(error.parameters["retry_after"]).encode()))
    return Answer(error.code, body, headers=headers)


class BotApi:
    """Answers the bot."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.closing = asyncio.Event()
        self._signatures = signatures()
        self._poll = 0
        self._shown_connected = False
        self._check: asyncio.TimerHandle | None = None

    def close(self) -> None:
        """End everything that waits, at once."""
        self.closing.set()
        self.world.updates.wake()
        if self._check is not None:
            self._check.cancel()

    async def call(self, name: str, raw: JsonObject) -> Answer:
        """Carry out one call, faults included, and record it."""
        requests = self.world.requests
        signature = self._signatures.get(name.lower())
        record = requests.begin(
            signature.name if signature else name, raw, self.world.clock.now().timestamp()
        )
        waits = signature is not None and signature.name == "getUpdates"
        requests.in_progress += not waits
        try:
            answer = await self._answer(signature, record)
        except asyncio.CancelledError:
            requests.finish(record, 0, "the bot hung up")
            raise
        finally:
            requests.in_progress -= not waits
            self.world.changed()
        return answer

    async def _answer(self, signature: Signature | None, record: RequestRecord) -> Answer:
        try:
            record.params = self._checked(signature, record.params)
        except ApiError as error:
            return self._refuse(record, error)
        chat_id = record.params.get("chat_id")
        fault = self.world.faults.strike(record.method, chat_id if isinstance(chat_id, int) else None)
        if fault is None:
            return await self._perform(record)
        record.fault = fault.id
        answer = await self._with_fault(fault, record)
        self.world.requests.finish(record, 0 if answer.cut else answer.status, record.description)
        return answer

    def _checked(self, signature: Signature | None, raw: JsonObject) -> JsonObject:
        if signature is None:
            raise ApiError(404, "Not Found: method not found")
        if self.world.logged_out:
            raise ApiError(400, "Logged out")
        return signature.read(raw)

    def _refuse(self, record: RequestRecord, error: ApiError) -> Answer:
        record.description = error.description
        self.world.requests.finish(record, error.code, error.description)
        return error_answer(error)

    async def _perform(self, record: RequestRecord) -> Answer:
        """The call itself, recorded."""
        answer = await self._try(record)
        self.world.requests.finish(record, 0 if answer.cut else answer.status, record.description)
        return answer

    async def _try(self, record: RequestRecord) -> Answer:
        try:
            if record.method == "getUpdates":
                return await self._get_updates(record)
            result = _handler(record.method)(self.world, record.params)
        except ApiError as error:
            record.description = error.description
            return error_answer(error)
        record.performed, record.result = True, result
        return _ok(result)

    async def _with_fault(self, fault: Fault, record: RequestRecord) -> Answer:
        if fault.kind in {FaultKind.MIGRATE, FaultKind.KICK}:
            self._change_chat(fault.kind, record.params.get("chat_id"))
            return await self._try(record)
        if fault.kind is FaultKind.SLOW:
            await self._pause(fault.seconds)
            return await self._try(record)
        answer = await self._try(record) if fault.effect else None
        if fault.kind is FaultKind.HANG:
            await self._pause(fault.seconds)
            return answer or gateway_page(504)
        if fault.kind is FaultKind.RESET:
            return Answer(0, cut=True)
        if fault.kind in GATEWAY:
            return gateway_page(int(fault.kind.value))
        error = _fault_error(fault)
        record.description = error.description
        return error_answer(error)

    def _change_chat(self, kind: FaultKind, chat_id: Json) -> None:
        chat = self.world.chats.get(chat_id)
        if chat is None:
            return
        if kind is FaultKind.MIGRATE:
            if chat.type == "group" and chat.migrated_to is None:
                self.world.migrate(chat)
        elif chat.person is not None:
            self.world.block(chat.person)
        else:
            owners = (one.user_id for one in chat.members.values() if one.status is Status.CREATOR)
            try:
                self.world.remove_bot(self.world.find_person(next(owners, 0)), chat)
            except NotFoundError:
                self.world.bot_leaves(chat)

    async def _pause(self, seconds: float) -> None:
        """Wait in real time, but not beyond the end of the server."""
        waiter = asyncio.ensure_future(self.closing.wait())
        await asyncio.wait([waiter], timeout=seconds)
        waiter.cancel()

    async def _get_updates(self, record: RequestRecord) -> Answer:
        params = record.params
        updates = self.world.updates
        self._check_no_webhook(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete"
            " the webhook first"
        )
        updates.allow(params.get("allowed_updates"))
        offset = params.get("offset", 0)
        if offset < 0:
            updates.keep_last(-offset)
        else:
            updates.acknowledge_below(offset)
        self.world.changed()
        limit = min(max(params.get("limit", MOST_UPDATES), 1), MOST_UPDATES)
        seconds = min(max(params.get("timeout", 0), 0), LONGEST_POLL)
        if not updates.pending and seconds:
            await self._wait_for_updates(seconds)
        batch = updates.peek(limit)
        record.performed = True
        record.result = [update.id for update in batch]
        if batch and self.world.faults.strike_updates(FaultKind.DROP_UPDATES):
            return Answer(0, cut=True)
        updates.delivered += len(batch)
        return Answer(200, b'{"ok":true,"result":[' + b",".join(update.body for update in batch) + b"]}")

    def _check_no_webhook(self, reason: str) -> None:
        if self.world.webhook.url:
            raise ApiError(409, f"Conflict: {reason}")

    async def _wait_for_updates(self, seconds: float) -> None:
        """Wait for something to report. A later poll that has to wait ends this one with 409."""
        updates = self.world.updates
        self._poll += 1
        mine = self._poll
        updates.wake()
        self._poll_begins()
        try:
            deadline = time.monotonic() + seconds
            while not updates.pending and not self.closing.is_set():
                left = deadline - time.monotonic()
                if left <= 0:
                    return
                await asyncio.wait([updates.waiter()], timeout=left)
                self._check_no_webhook("terminated by setWebhook request")
                if mine != self._poll:
                    raise ApiError(409, ERRORS[FaultKind.CONFLICT])
        finally:
            self._poll_ends()

    def _poll_begins(self) -> None:
        self.world.open_polls += 1
        self._show_connection()

    def _poll_ends(self) -> None:
        self.world.open_polls -= 1
        self.world.last_poll_end = time.monotonic()
        if self._check is not None:
            self._check.cancel()
        if not self.closing.is_set():
            self._check = asyncio.get_running_loop().call_later(3.5, self._show_connection)

    def _show_connection(self) -> None:
        connected = self.world.is_connected()
        if connected != self._shown_connected:
            self._shown_connected = connected
            self.world.emit_bot()


def _handler(name: str) -> Handler:
    handler = METHODS.get(name)
    if handler is None:
        raise ApiError(501, f"Not Implemented: the playground does not model {name}")
    return handler


def _fault_error(fault: Fault) -> ApiError:
    if fault.kind is FaultKind.TOO_MANY:
        description = fault.description or f"Too Many Requests: retry after {fault.retry_after}"
        return ApiError(429, description, {"retry_after": fault.retry_after})
    return ApiError(int(fault.kind.value), fault.description or ERRORS[fault.kind])


def _ok(result: Json) -> Answer:
    return Answer(200, b'{"ok":true,"result":' + json.dumps(result, ensure_ascii=False).encode() + b"}")
