"""The sender: takes messages from the outbox, in order and at Telegram's pace, and records their fate."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import TelegramError

from bot.clock import Clock
from bot.crash import crash_point
from bot.db import Database, is_database_trouble
from bot.delivery import outbox
from bot.delivery.departures import Departures
from bot.delivery.doubt import Doubt
from bot.delivery.outbox import Sendable
from bot.delivery.pacing import Pace, Pacer
from bot.delivery.settling import SETTLERS, settle_unknown
from bot.delivery.silence import Silence
from bot.delivery.telegram_bot import TelegramBot
from bot.delivery.verdicts import Fate, Verdict, judge
from bot.delivery.wakeups import Wakeup
from models import MessageClass, OutboxMessage, OutboxState

log = logging.getLogger(__name__)

# The lease is longer than a call can take: connect, write and read together.
LEASE = timedelta(seconds=60)
READ_TIMEOUT = 20.0
# At 30 a second an answer of Telegram may take two thirds of a second before this slows anything down.
IN_FLIGHT = 24
# When Telegram hangs, some room is left for whoever waits for an answer.
IN_FLIGHT_BULK = 20
# The same, as a part of the messages a second: as many calls as that can be on their way at a time.
PART_FOR_BULK = 0.75
# The same while messages are paid for: at hundreds a second.
IN_FLIGHT_PAID = 124
IN_FLIGHT_PAID_BULK = 120
# A message is taken in hand as late as its transaction allows: what was in hand at a death counts as called.
# This long before it may leave, and half as long again as transactions take.
LEAD_SECONDS = 0.005
LONGEST_LEAD_SECONDS = 0.3
# How long a transaction is thought to take at first, and how much of the difference each one teaches.
USUAL_SECONDS = 0.01
LEARNS = 0.2
# How long a result may wait for the next transaction, and how many results at most.
RECORD_SECONDS = 0.05
BATCH = 4
# How many messages are looked at each time; more only when these did not fill what there is room for.
FEW = 8
FAR = 4 * IN_FLIGHT
_BULK = MessageClass.NOTICE.priority
SWEEP_SECONDS = 30.0
LONGEST_SLEEP = 1.0
SHORTEST_SLEEP = 0.002

Marker = Callable[[Sendable], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt and what came of it."""

    message: Sendable
    verdict: Verdict

    @property
    def is_plainly_sent(self) -> bool:
        """Whether nothing else follows from it: nearly all are."""
        return self.verdict.fate in (Fate.SENT, Fate.SAME) and self.message.target_key is None


class Sender:
    """Sends what the outbox holds; one for each bot token.

    `mark_repeat` gives the parameters of a relay that may have arrived before: the same, with a visible
    reference, so that the reader can tell. `is_leading` says whether no other process may be sending, at this
    instant: without that no call is made.
    """

    def __init__(
        self,
        db: Database,
        bot: TelegramBot,
        pacer: Pacer,
        *,
        bot_id: int,
        owner: str,
        clock: Clock,
        wakeup: Wakeup,
        mark_repeat: Marker,
        is_leading: Callable[[], bool] = lambda: True,
    ) -> None:
        self._db = db
        self._bot = bot
        self._pacer = pacer
        self._bot_id = bot_id
        self._owner = owner
        self._clock = clock
        self._wakeup = wakeup
        self._mark_repeat = mark_repeat
        self._is_leading = is_leading
        # Counts the runs: what an earlier run took in hand was judged by whoever led in between.
        self._term = 0
        self._results: list[Result] = []
        self._departures = Departures(pacer.overall)
        # What is paid for passes the free limit, in a line of its own: nobody else goes faster for it.
        self._paid_departures = Departures(pacer.paid)
        self._is_paying = False
        self._calls: set[asyncio.Task[Result]] = set()
        self._bulk: set[int] = set()
        # Messages whose call is under way, or whose result is not recorded yet.
        self._in_hand: set[int] = set()
        self._stopping = False
        self._swept = float("-inf")
        self._silence = Silence(pacer, bot_id)
        self._doubt = Doubt()
        # How long a transaction takes, as of late; when the next one is looked for at the latest.
        self._slowness = USUAL_SECONDS
        self._looks_at = 0.0
        self._looks_far = False
        self._locked_out = False

    async def run(self) -> None:
        """Send until `stop` is called; then finish the calls in hand and record them."""
        try:
            await self._retrying(self._recover)
            while True:
                sleep = await self._retrying(self._turn)
                if self._stopping and not self._calls and not self._results:
                    return
                sleep = LONGEST_SLEEP if sleep is None else sleep
                if self._results:
                    sleep = min(sleep, RECORD_SECONDS)
                self._looks_at = time.monotonic() + sleep
                await self._wakeup.wait(sleep)
        finally:
            self._term += 1

    @property
    def in_line(self) -> int:
        """How many messages are in hand and have not left yet."""
        return len(self._departures)

    def stop(self) -> None:
        """Take nothing more in hand."""
        self._stopping = True
        self._wakeup.set()

    async def _retrying(self, step: Callable[[], Coroutine[Any, Any, float | None]]) -> float | None:
        while True:
            try:
                return await step()
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                log.error("sender: the database does not answer (%s); nothing is lost", type(error).__name__)
                # Whether the last commit arrived is unknown: look soon for what it may have claimed.
                self._swept = float("-inf")
                if self._stopping:
                    self._results.clear()
                    return None
                await asyncio.sleep(LONGEST_SLEEP)

    async def _recover(self) -> None:
        """Judge what an earlier process had in hand when it died: one sender a token, so none is alive."""
        at = self._clock.now()
        async with self._db.begin() as session:
            await self._silence.recall(session, at)
            self._pacer.overall.follow(time.monotonic())
            orphans = await session.scalars(
                select(OutboxMessage).where(
                    OutboxMessage.state == OutboxState.SENDING, OutboxMessage.owner != self._owner
                )
            )
            for row in orphans:
                settle_unknown(row, at, "the process died while sending")
        # The next turn looks for what was claimed but never called.
        self._swept = float("-inf")

    async def _turn(self) -> float:
        """Record results, take new messages in hand, send them; seconds until there is more to do."""
        at, began = self._clock.now(), time.monotonic()
        # What was chosen and not claimed, as somebody else changed it or the database failed, takes no room.
        self._bulk &= self._in_hand
        results = list(self._results)
        sendable: list[Sendable] = []
        async with self._db.begin() as session:
            await self._record(session, results, at)
            if time.monotonic() - self._swept > SWEEP_SECONDS:
                await outbox.release_uncalled(session, owner=self._owner, in_hand=self._in_hand, at=at)
                await outbox.expire(session, at=at)
                self._pacer.forget(time.monotonic())
                self._swept = time.monotonic()
            wait, ids = await self._choose(session, at)
            if ids:
                sendable = await outbox.claim(session, ids, owner=self._owner, at=at, lease=LEASE)
                crash_point("sender.claiming")
        crash_point("sender.claimed")
        del self._results[: len(results)]
        self._in_hand.difference_update(result.message.id for result in results)
        self._in_hand.update(message.id for message in sendable)
        if any(message.message_class.priority >= _BULK for message in sendable):
            self._is_paying = any(message.is_paid for message in sendable)
        for message in sendable:
            call = asyncio.create_task(self._send(message, self._term))
            self._calls.add(call)
            call.add_done_callback(self._called)
        took = time.monotonic() - began
        self._slowness += (took - self._slowness) * LEARNS
        return wait

    def _called(self, call: asyncio.Task[Result]) -> None:
        self._calls.discard(call)
        if call.cancelled():
            return
        result = call.result()
        # Several results at once cost one transaction; one by one they would cost one each. Answers to people
        # are not kept for that: what follows in their chat waits for it.
        is_ordinary = result.message.message_class.priority >= _BULK and result.is_plainly_sent
        is_soon = self._looks_at - time.monotonic() <= RECORD_SECONDS
        if not (is_ordinary and is_soon) or self._stopping or len(self._results) >= BATCH:
            self._wakeup.set()

    async def _choose(self, session: AsyncSession, at: datetime) -> tuple[float, list[int]]:
        """Which messages to take in hand now, by pace and place; how long to sleep when these are gone."""
        free = (IN_FLIGHT_PAID if self._is_paying else IN_FLIGHT) - len(self._calls)
        if self._stopping or self._locked_out or free <= 0 or not self._is_leading():
            return LONGEST_SLEEP, []
        if (pause := self._silence.left(at)) > timedelta(0):
            return min(pause.total_seconds(), LONGEST_SLEEP), []
        limit = FAR if self._looks_far or self._is_paying else FEW
        candidates = await outbox.candidates(session, at=at, limit=limit)
        now, wait = time.monotonic(), LONGEST_SLEEP
        bulk = self._room(now)
        chosen: list[int] = []
        for message_id, chat_id, kind, priority in candidates:
            if len(chosen) == free:
                break
            if priority >= _BULK and bulk <= 0:
                wait = min(wait, self._until_room(now, len(chosen)))
                break
            chat_wait = self._pacer.chat_wait(chat_id, kind, now)
            if chat_wait > 0:
                wait = min(wait, chat_wait)
                continue
            self._pacer.take(chat_id, kind, now)
            chosen.append(message_id)
            if priority >= _BULK:
                bulk -= 1
                self._bulk.add(message_id)
        else:
            # Chats that had enough for now may stand before others.
            self._looks_far = len(candidates) == limit
            return (0.0 if self._looks_far and limit < FAR else wait), chosen
        self._looks_far = False
        return wait, chosen

    @property
    def _lead(self) -> float:
        """How long before it may leave a message is taken in hand, in seconds."""
        return min(LEAD_SECONDS + 1.5 * self._slowness, LONGEST_LEAD_SECONDS)

    def _room(self, now: float) -> int:
        """How many messages for many to take in hand: those that may leave as soon as that is stored."""
        if self._doubt.is_raised:
            return 0 if self._doubt.wait(now) else 1 - len(self._bulk)
        pace, line, most = self._bulk_line
        if not pace.full:
            return most - len(self._bulk)
        # While Telegram hangs, whoever waits for an answer finds a place at a lowered pace as well.
        most = min(most, max(int(pace.rate(now) * PART_FOR_BULK), 1))
        return min(most - len(self._bulk), pace.leaving(now, self._lead) - len(line))

    def _until_room(self, now: float, chosen: int) -> float:
        """Seconds until the next has to be taken in hand, after so many that were chosen now."""
        if self._doubt.is_raised:
            return max(self._doubt.wait(now), RECORD_SECONDS)
        pace, line, most = self._bulk_line
        if not pace.full or len(self._bulk) >= most:
            # Not before one of the calls has come back.
            return RECORD_SECONDS
        ahead = len(line) + chosen
        return max(pace.wait(now) + ahead / pace.rate(now) - self._lead, SHORTEST_SLEEP)

    @property
    def _bulk_line(self) -> tuple[Pace, Departures, int]:
        """In which line messages for many leave now, how fast, and how many at most are in hand."""
        if self._is_paying:
            return self._pacer.paid, self._paid_departures, IN_FLIGHT_PAID_BULK
        return self._pacer.overall, self._departures, IN_FLIGHT_BULK

    async def _send(self, message: Sendable, term: int) -> Result:
        try:
            verdict = await self._call(message, term)
        except Exception as error:  # noqa: BLE001 - nothing may go unrecorded
            # Whatever it is: a message without a verdict would stay in hand for ever.
            log.error("outbox %d: the call broke (%s)", message.id, type(error).__name__)
            verdict = Verdict(Fate.UNKNOWN, type(error).__name__)
        crash_point("sender.sent")
        self._bulk.discard(message.id)
        self._doubt.note(verdict.fate, time.monotonic())
        result = Result(message, verdict)
        self._results.append(result)
        return result

    async def _call(self, message: Sendable, term: int) -> Verdict:
        pace, line = self._pacer.overall, self._departures
        if message.is_paid:
            pace, line = self._pacer.paid, self._paid_departures
        left = await line.leave(message.message_class.priority)
        if (verdict := self._held_back(message, term)) is not None:
            pace.unused()
            return verdict
        try:
            params = self._mark_repeat(message) if message.needs_mark else message.params
            answer = await self._bot.call(message.method, params, read_timeout=READ_TIMEOUT)
        except TelegramError as error:
            verdict = judge(error)
            if verdict.fate is Fate.PAUSE:
                self._silence.ask(message, verdict.wait, self._clock.now())
            return verdict
        finally:
            pace.answered(left, time.monotonic())
        return Verdict(Fate.SENT, message_id=_number_of(message.method, answer))

    def _held_back(self, message: Sendable, term: int) -> Verdict | None:
        """Why a message whose turn it is does not leave, if so."""
        at = self._clock.now()
        # A process that was frozen wakes up here with what somebody else may have judged by now.
        if at >= message.lease_until - LEASE / 2:
            return Verdict(Fate.AGAIN, "the lease ran out before the call")
        if term != self._term or not self._is_leading():
            return Verdict(Fate.WAIT, "another process may be sending")
        if self._silence.left(at) > timedelta(0):
            return Verdict(Fate.WAIT, "Telegram asked for silence")
        if message.method in outbox.OF_A_TOPIC and "message_thread_id" not in message.params:
            return Verdict(Fate.NO_TOPIC, "there is no such topic")
        if message.method in outbox.OF_A_MESSAGE and "message_id" not in message.params:
            return Verdict(Fate.NO_TARGET, "there is no such message")
        return None

    async def _record(self, session: AsyncSession, results: list[Result], at: datetime) -> None:
        sent = [result for result in results if result.is_plainly_sent]
        if sent:
            messages = [(result.message, result.verdict.message_id) for result in sent]
            lost = len(sent) - await outbox.sent(session, messages, owner=self._owner, at=at)
            if lost:
                log.warning("outbox: %d messages were judged by another process while they were sent", lost)
        others = [result for result in results if not result.is_plainly_sent]
        if others:
            await self._judge(session, others, at)

    async def _judge(self, session: AsyncSession, results: list[Result], at: datetime) -> None:
        rows = await session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.id.in_([result.message.id for result in results]),
                OutboxMessage.owner == self._owner,
                OutboxMessage.state == OutboxState.SENDING,
            )
            # Whoever holds it up or drops it right now is waited for.
            .with_for_update()
        )
        mine = {row.id: row for row in rows}
        for result in results:
            row = mine.get(result.message.id)
            if row is None:
                log.warning("outbox %d: judged by another process while it was sent", result.message.id)
            else:
                await self._settle(session, row, result, at)

    async def _settle(self, session: AsyncSession, row: OutboxMessage, result: Result, at: datetime) -> None:
        message, verdict = result.message, result.verdict
        if verdict.fate not in (Fate.SENT, Fate.SAME):
            log.info("outbox %d (%s): %s: %s", row.id, row.method, verdict.fate, verdict.detail)
        await SETTLERS[verdict.fate](session, row, message, verdict, at)
        if verdict.fate is Fate.PAUSE:
            await self._silence.judge(session, message, verdict.wait, at)
        elif verdict.fate is Fate.LOCKED_OUT:
            log.critical(
                "Telegram no longer accepts the bot's token: nothing can be sent until it is replaced"
            )
            self._locked_out = True


def _number_of(method: str, answer: Any) -> int | None:
    """By which number Telegram knows what came of a call; None when it made nothing."""
    if not isinstance(answer, dict):
        return None
    number: int | None = answer.get("message_thread_id" if method == "createForumTopic" else "message_id")
    return number
