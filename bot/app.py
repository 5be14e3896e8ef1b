"""The composition root: the only module that knows all the others."""

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from filelock import FileLock
from starlette.applications import Starlette
from telegram.error import Conflict, EndPointNotFound, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot import announcing, attending, broadcasting, case_news, looking_back, menu, proposing
from bot.announcing import Announcing
from bot.attending import Attending
from bot.broadcasting import Broadcasting, Manner
from bot.clock import Clock
from bot.db import Database, is_database_trouble
from bot.delivery import addresses, inbox
from bot.delivery.leadership import Leadership, lock_sqlite, presence_role
from bot.delivery.outbox import Sendable
from bot.delivery.pacing import Pacer
from bot.delivery.receiver import ALLOWED_UPDATES, Poller, Storing, webhook_app
from bot.delivery.sender import Sender
from bot.delivery.telegram_bot import TelegramBot, make_bot
from bot.delivery.wakeups import Wakeups
from bot.delivery.worker import Worker
from bot.errors import ConfigError, TokenRefusedError, WebhookIsSetError
from bot.library_index import LibraryIndex
from bot.looking_back import LookingBack
from bot.matching import make_encoder
from bot.proposing import Proposing
from bot.repeats import mark_repeat
from bot.schedule import (
    case_reviews_tick,
    collectives_tick,
    escalations_tick,
    introductions_tick,
    make_scheduler,
    ring_all,
)
from bot.services.broadcasts.audience import Audiences
from bot.services.broadcasts.paying import Paces
from bot.services.collectives.notices import Desk
from bot.services.escalations.desk import Desk as StaffDesk
from bot.services.escalations.working_days import WorkingDays
from bot.services.introductions.terms import Terms
from bot.services.meetings.manner import Manner as SessionManner
from bot.services.patience import Patience
from bot.services.quiet_hours import QuietHours
from bot.services.roles import Roles
from bot.settings import Settings
from bot.site import Surroundings, site_app
from bot.site.surroundings import TELEGRAM
from bot.staff_room import look_at
from bot.web import health_route, joined, keep_serving, serving
from handlers.routes import register, warm_up
from handlers.turn import Context, Services, UpdateHandling
from models import ChatKind

log = logging.getLogger(__name__)

# Together below the ten seconds within which a stopped service has to be gone.
FINISH_SECONDS = 7.0
RETRY_SECONDS = (0.5, 1, 2, 5, 10, 30)


class Buurvraag:
    """The running bot. Use as `async with running(settings) as app`, or let `run` do everything."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, telegram_links: str = TELEGRAM
    ) -> None:
        """`telegram_links` is where a link to the bot leads; the demo has a Telegram of its own."""
        self.settings = settings
        self._telegram_links = telegram_links
        self.clock = clock or Clock()
        self.db = Database(settings.database_url)
        self.wakeups = Wakeups(self.db)
        self.clock.on_advance(self.wakeups.all)
        self.bot: TelegramBot = make_bot(settings.require_token(), settings.telegram.api_url)
        self.index = LibraryIndex(
            self.db, make_encoder(settings.matching.encoder), wakeup=self.wakeups.library
        )
        self._roles = Roles(
            staff_chat_id=settings.staff.chat_id,
            staff_ids=frozenset(settings.staff.user_ids),
            coordinator_ids=frozenset(settings.coordinators.user_ids),
        )
        desk = Desk(self._roles, settings.general.language)
        self.desk = StaffDesk(
            roles=self._roles,
            days=WorkingDays(settings.schedule.zone),
            language=settings.general.language,
            answer_within=settings.staff.answer_within_days,
            previews=settings.staff.preview_answers,
        )
        self._introductions = Terms(
            self._roles, settings.introductions.requests_per_month, settings.general.language
        )
        self.scheduler = make_scheduler(
            self.db,
            self.clock,
            settings.retention,
            [
                collectives_tick(desk),
                introductions_tick(self._introductions),
                escalations_tick(self.desk),
                case_reviews_tick(self._roles, settings.schedule.zone, settings.general.language),
            ],
        )
        self.scheduler.add_job(
            case_news.tell,
            "interval",
            (
                self.db,
                self.clock,
                self.index,
                case_news.Manner(settings.general.language, settings.schedule.zone),
            ),
            seconds=case_news.SECONDS,
            id="case-news",
        )
        self._quiet = QuietHours(
            settings.schedule.zone, settings.broadcasts.quiet_from, settings.broadcasts.quiet_until
        )
        self._paces = Paces(settings.sending.messages_per_second, settings.broadcasts.paid_per_second)
        self._broadcasting = Broadcasting(
            self.db,
            self.clock,
            Audiences(self._roles, settings.general.language),
            self._quiet,
            Manner(
                bot_name=lambda: self.bot.username,
                zone=settings.schedule.zone,
                second_above=settings.broadcasts.second_approval_above,
                paces=self._paces,
            ),
        )
        self.scheduler.add_job(
            self._broadcasting.look, "interval", seconds=broadcasting.SECONDS, id="broadcasts"
        )
        self._announcing = Announcing(self.db, self.clock, self._session_manner)
        self.scheduler.add_job(
            self._announcing.look,
            "interval",
            seconds=announcing.SECONDS,
            id="announcements",
            # At once, too: what became due while the bot was down waits for nothing.
            next_run_time=datetime.now(UTC),
        )
        self._attending = Attending(self.db, self.clock, self._session_manner)
        self.scheduler.add_job(
            self._attending.look,
            "interval",
            seconds=attending.SECONDS,
            id="sign-ups",
            # The link of a session that begins in a minute waits for nothing either.
            next_run_time=datetime.now(UTC),
        )
        self._looking_back = LookingBack(self.db, self.clock, self._session_manner)
        self.scheduler.add_job(
            self._looking_back.look, "interval", seconds=looking_back.SECONDS, id="after-sessions"
        )
        self._proposing = Proposing(self.db, self.clock, self.index, self._session_manner)
        self.scheduler.add_job(self._proposing.look, "interval", seconds=proposing.SECONDS, id="proposals")
        self._owner = secrets.token_hex(8)
        self._lock: FileLock | None = None
        self._application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self._worker: Worker | None = None
        self._sender: Sender | None = None
        self._sending: Leadership | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._receiving = AsyncExitStack()

    async def start(self) -> None:
        """Bring everything up, in the order in which one part needs the other.

        Raises BuurvraagError for what an administrator has to mend.
        """
        if (path := self.settings.sqlite_path) is not None:
            self._lock = lock_sqlite(path)
        await self.db.migrate()
        await self.index.start()
        await self._meet_telegram()
        await self._refuse_contradiction()
        if self.db.is_sqlite:
            async with self.db.begin() as session:
                await inbox.release_orphans(session, bot_id=self.bot.id)
        else:
            await self._show_presence()
        await self._look_at_staff_room()
        self._start_delivery(await self._make_application())
        self.scheduler.start()
        self.clock.on_advance(lambda: ring_all(self.scheduler))
        await self._start_receiving()
        log.info("running as @%s (%s)", self.bot.username, self.settings.telegram.mode)

    async def wait(self) -> None:
        """Return when a part has ended, which it never should; raises what ended it."""
        done, _ = await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Finish what is in hand, within `FINISH_SECONDS`, and let go of everything."""
        await self._receiving.aclose()
        await self._cancel("poller")
        deadline = asyncio.get_running_loop().time() + FINISH_SECONDS
        ticks = asyncio.create_task(self.scheduler.finish(FINISH_SECONDS))
        if self._worker is not None:
            self._worker.stop()
            await self._finish("worker", deadline)
        if self._sender is not None and self._sending is not None:
            self._sender.stop()
            if self._sending.is_leading:
                await self._finish("sender", deadline)
        await ticks
        await self.index.stop()
        await self._finish("library", deadline)
        for name in list(self._tasks):
            await self._cancel(name)
        if self._application is not None:
            await self._application.shutdown()
        else:
            await self.bot.shutdown()
        await self.db.close()
        if self._lock is not None:
            self._lock.release()

    async def _meet_telegram(self) -> None:
        """Learn the bot's own name and id; wait for Telegram when it is away."""
        for attempt in range(1_000_000):
            try:
                await self.bot.initialize()
            except InvalidToken as error:
                raise TokenRefusedError from error
            except (NetworkError, TelegramError) as error:
                wait = RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)]
                log.warning(
                    "telegram.api_url: %s does not answer (%s); trying again in %g s",
                    self.settings.telegram.api_url,
                    type(error.__cause__ or error).__name__,
                    wait,
                )
                await asyncio.sleep(wait)
            else:
                return

    async def _refuse_contradiction(self) -> None:
        """Polling beside a webhook would get nothing, and removing the webhook is not ours to decide."""
        if self.settings.telegram.mode != "polling":
            return
        try:
            info = await self.bot.get_webhook_info()
        except (Conflict, EndPointNotFound, NetworkError, TelegramError) as error:
            log.warning("telegram.mode: could not ask whether a webhook is set (%s)", type(error).__name__)
            return
        if info.url:
            raise WebhookIsSetError

    async def _show_presence(self) -> None:
        """Hold a lock for as long as this process lives: others free what it had in hand when it dies."""
        presence = Leadership(self.db, role=presence_role(self._owner), bot_id=self.bot.id)
        present = asyncio.Event()

        async def stay() -> None:
            present.set()
            await asyncio.Event().wait()

        self._start_task("presence", lambda: presence.run(stay))
        await present.wait()

    async def _make_application(self) -> Application[Any, Any, Any, Any, Any, Any]:
        builder = ApplicationBuilder().bot(self.bot).updater(None).job_queue(None)
        application = builder.context_types(ContextTypes(context=Context)).build()
        register(application)
        await application.initialize()
        self._application = application
        return application

    def _start_delivery(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        services = Services(
            bot=self.bot,
            index=self.index,
            clock=self.clock,
            default_language=self.settings.general.language,
            roles=self._roles,
            introductions=self._introductions,
            zone=self.settings.schedule.zone,
            desk=self.desk,
            patience=Patience(self.settings.general.questions_per_minute),
            second_approval_above=self.settings.broadcasts.second_approval_above,
            quiet=self._quiet,
            session_quiet=self._session_manner().quiet,
            paces=self._paces,
            web=self.settings.web.public_url,
        )

        def handling(inbox_id: int, raw: str) -> UpdateHandling:
            return UpdateHandling(application, services, warm_up, inbox_id, raw)

        sending = self.settings.sending
        pacer = Pacer(
            per_second=sending.messages_per_second,
            per_private_chat_per_second=sending.per_private_chat_per_second,
            per_group_per_minute=sending.per_group_per_minute,
            paid_per_second=self.settings.broadcasts.paid_per_second,
        )
        self._worker = Worker(
            self.db,
            handling,
            bot_id=self.bot.id,
            owner=self._owner,
            clock=self.clock,
            wakeups=self.wakeups,
        )
        self._sending = Leadership(self.db, role="sender", bot_id=self.bot.id)
        self._sender = Sender(
            self.db,
            self.bot,
            pacer,
            bot_id=self.bot.id,
            owner=self._owner,
            clock=self.clock,
            wakeup=self.wakeups.outbox,
            mark_repeat=self._mark_repeat,
            is_leading=self._sending.is_certain,
        )
        sender, leadership = self._sender, self._sending
        self._start_task("library", self.index.run)
        self._start_task("worker", self._worker.run)
        self._start_task("sender", lambda: leadership.run(sender.run))
        self._start_task("menu", self._offer_commands)
        if not self.db.is_sqlite:
            self._start_task("wake-ups", self.wakeups.listen)

    async def _start_receiving(self) -> None:
        store = Storing(self.db, bot_id=self.bot.id, clock=self.clock, wakeups=self.wakeups)
        telegram, site = self.settings.telegram, self._site()
        if telegram.mode == "polling":
            if site is not None:
                await self._serve_pages(site)
            poller = Poller(self.bot, store)
            leadership = Leadership(self.db, role="poller", bot_id=self.bot.id)
            self._start_task("poller", lambda: leadership.run(poller.run))
            return
        if self.settings.webhook_secret is None or telegram.webhook_url is None:
            raise ConfigError(
                ["telegram.mode: webhook needs telegram.webhook_url and BUURVRAAG_WEBHOOK_SECRET"]
            )
        secret = self.settings.webhook_secret.get_secret_value()
        hook = webhook_app(store, secret, self._is_healthy)
        if site is not None and self.settings.shares_port:
            hook = joined(hook.routes, site)
        elif site is not None:
            await self._serve_pages(site)
        await self._receiving.enter_async_context(
            serving(
                hook, host=telegram.listen_host, port=telegram.listen_port, setting="telegram.listen_port"
            )
        )
        await self.bot.set_webhook(
            telegram.webhook_url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)
        )

    def _site(self) -> Starlette | None:
        """The pages and calendars, where the settings want them."""
        if self.settings.web.public_url is None:
            return None
        return site_app(
            Surroundings(
                db=self.db,
                clock=self.clock,
                web=self.settings.web.public_url,
                bot_name=self.bot.username,
                language=self.settings.general.language,
                zone=self.settings.schedule.zone,
                telegram=self._telegram_links,
            )
        )

    async def _serve_pages(self, site: Starlette) -> None:
        """Serve the pages on their own port; of several processes on a machine one has it, then another."""
        app, web = joined([health_route(self._is_healthy)], site), self.settings.web
        host, port, setting = web.listen_host, web.listen_port, "web.listen_port"
        if self.db.is_sqlite:
            await self._receiving.enter_async_context(serving(app, host=host, port=port, setting=setting))
        else:
            self._start_task("pages", lambda: keep_serving(app, host=host, port=port, setting=setting))

    async def _offer_commands(self) -> None:
        await menu.offer(self.bot, self.db, self._roles)
        await asyncio.Event().wait()

    def _session_manner(self) -> SessionManner:
        sessions = self.settings.sessions
        return SessionManner(
            roles=self._roles,
            quiet=QuietHours(self.settings.schedule.zone, sessions.quiet_from, sessions.quiet_until),
            per_day=sessions.notices_per_day,
            language=self.settings.general.language,
            bot_name=self.bot.username,
            web=self.settings.web.public_url,
        )

    def _mark_repeat(self, message: Sendable) -> dict[str, Any]:
        return mark_repeat(message, self.settings.general.language)

    async def _look_at_staff_room(self) -> None:
        """Learn whether questions get topics in the staff group, and say so."""
        chat_id = self.settings.staff.chat_id
        if chat_id is None:
            return
        try:
            room = await look_at(self.bot, chat_id)
        except TelegramError as error:
            log.warning("staff: the staff group cannot be looked at (%s)", type(error).__name__)
            return
        kind = ChatKind.SUPERGROUP if room.is_supergroup else ChatKind.GROUP
        async with self.db.begin() as session:
            if room.moved_to is not None:
                await addresses.move(session, chat_id, room.moved_to)
            await addresses.open_chat(session, room.chat_id, kind, is_forum=room.has_topics)
        log.info("staff: %s", room.describe())

    async def _is_healthy(self) -> bool:
        try:
            await self.db.schema_version()
        except Exception as error:
            if not is_database_trouble(error) and not isinstance(error, OSError):
                raise
            return False
        return True

    def _start_task(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def body() -> None:
            await work()

        self._tasks[name] = asyncio.create_task(body(), name=name)

    async def _finish(self, name: str, deadline: float) -> None:
        """Wait for a part that was told to stop; what is not ready by then is left for the next start."""
        task = self._tasks.get(name)
        if task is not None:
            left = max(deadline - asyncio.get_running_loop().time(), 0.1)
            await asyncio.wait({task}, timeout=left)

    async def _cancel(self, name: str) -> None:
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def running(
    settings: Settings, *, clock: Clock | None = None, telegram_links: str = TELEGRAM
) -> AsyncIterator[Buurvraag]:
    """The bot, up for as long as the context lasts."""
    app = Buurvraag(settings, clock=clock, telegram_links=telegram_links)
    try:
        await app.start()
        yield app
    finally:
        await app.stop()


async def run(settings: Settings, *, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT; a part that breaks ends it with what broke."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    stop = asyncio.create_task(stopping.wait())
    app = Buurvraag(settings, clock=clock)
    try:
        # A stop while it is still starting (Telegram is away, say) is a stop as well.
        for step in (app.start, app.wait):
            work = asyncio.create_task(step())
            await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                log.info("stopping: finishing what is in hand")
                return
            work.result()
    finally:
        await app.stop()
