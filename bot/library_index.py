"""The library in memory: an index that answers at once, and follows what any process changes."""

import asyncio
import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.db import Database, is_database_trouble
from bot.delivery.wakeups import Wakeup
from bot.matching import CaseText, Encoder, Index, Match, encode_missing, vector_key
from bot.matching.encoders import encoder_kind
from bot.matching.similar import Pair, embed, near_duplicates
from bot.matching.types import Vectors
from bot.services.library import library
from bot.services.library import vectors as library_vectors
from bot.services.library.vectors import VectorStore

log = logging.getLogger(__name__)

# Every process looks for changes this often; a wake-up makes it sooner.
LOOK_SECONDS = 1.0
# Encoding goes on this long before it looks for changes again, so that those are seen within two seconds.
FILL_SECONDS = 0.5
# A question waits for at most one slice of the background's encoding.
SLICE_SECONDS = 0.06
# Texts whose vectors are looked up and written in one go.
BLOCK = 32
# New vectors are taken up after so many texts a case: at first its title and its dilemma.
REBUILD_AFTER = 2
# After an error that is not the database's, there is no use in trying again every second.
PAUSE_SECONDS = 30.0
ANSWERS = 2048
# Up to so many cases words alone are matched in the event loop (see docs/performance.md).
IN_PLACE_CASES = 300

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What the index holds: the library's revision, the number of cases, and the texts still to be encoded.

    `unlisted` says that cases were loaded whose texts have not been looked up yet.
    """

    revision: int
    cases: int
    waiting: int
    unlisted: bool

    @property
    def complete(self) -> bool:
        """Whether every text that can have a vector has one."""
        return not self.waiting and not self.unlisted


class LibraryIndex:
    """Keeps the current `bot.matching.Index`; every match runs in one worker thread.

    Order of use: `start`, then `run` as a task, `match` from anywhere, `stop`. Without an encoder it matches
    on words alone, and so it does until the encoder has been through the library.
    """

    def __init__(self, db: Database, encoder: Encoder | None, *, wakeup: Wakeup | None = None) -> None:
        self._db = db
        self._encoder = encoder
        self._wakeup = wakeup or Wakeup()
        self._vectors = VectorStore()
        self._index = Index.build((), encoder, vectors=self._vectors)
        self._revision: int | None = None
        self._stamps: dict[int, datetime] = {}
        # Whether cases came whose texts were not looked up among the vectors; then, the texts without one.
        self._unlisted = False
        self._waiting: list[str] = []
        self._encoded_since_rebuild = 0
        self._recalled = False
        self._slice = 1
        self._in_trouble = False
        self._encoder_failed = False
        self._stopping = False
        self._ended = asyncio.Event()
        self._ended.set()
        # Counts the swaps of the index: an answer of an earlier one is not given again.
        self._generation = 0
        self._answers: OrderedDict[bytes, tuple[int, Match]] = OrderedDict()
        self._matcher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="match")
        # Building takes seconds on a large library; questions do not wait for it.
        self._builder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")

    @property
    def status(self) -> LibraryStatus:
        """What the index holds at this moment."""
        return LibraryStatus(self._revision or 0, len(self._index), len(self._waiting), self._unlisted)

    @property
    def _halted(self) -> bool:
        return self._stopping or self._encoder_failed

    async def start(self) -> None:
        """Load all cases and match on words from here on; raises what the database raises."""
        await self._follow()

    async def run(self) -> None:
        """Follow the library's changes and encode its texts, until `stop` is called.

        Whatever goes wrong is logged, and answers go on with the index that there is.
        """
        self._ended.clear()
        try:
            while not self._stopping:
                pause = await self._look()
                if pause and not self._stopping:
                    await self._wakeup.wait(pause)
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """End `run` after the slice in hand, and give the threads back."""
        self._stopping = True
        self._wakeup.set()
        await self._ended.wait()
        for executor in (self._matcher, self._builder):
            executor.shutdown(wait=False, cancel_futures=True)

    async def match(self, text: str) -> Match:
        """Rank the cases for this text; at once when it was asked just before.

        What takes long is done in the worker thread, so that the event loop stays free.
        """
        key = _digest(text)
        known = self._answers.get(key)
        if known is not None and known[0] == self._generation:
            self._answers.move_to_end(key)
            return known[1]
        generation, index = self._generation, self._index
        if self._encoder is None and len(index) <= IN_PLACE_CASES:
            # A millisecond or so: less than it costs when two threads want the interpreter.
            found = index.match(text)
        else:
            found = await asyncio.get_running_loop().run_in_executor(self._matcher, index.match, text)
        self._answers[key] = (generation, found)
        self._answers.move_to_end(key)
        while len(self._answers) > ANSWERS:
            self._answers.popitem(last=False)
        return found

    @property
    def kind(self) -> str:
        """Which encoder tells meaning (`encoder_kind`); "none" where words alone do."""
        return "none" if self._encoder_failed else encoder_kind(self._encoder)

    async def vector(self, text: str) -> Vectors | None:
        """The meaning of a question (`similar.embed`), made in the worker thread; None without an encoder.

        None, too, when the encoder fails: what compares questions goes on by their words.
        """
        encoder = self._encoder
        if encoder is None or self._encoder_failed:
            return None
        loop = asyncio.get_running_loop()
        try:
            rows: Vectors = await loop.run_in_executor(self._matcher, embed, [text], encoder)
        except Exception as error:  # noqa: BLE001 - it is another package's code; words still compare
            log.error("library: a question could not be encoded (%s)", type(error).__name__)
            return None
        vector: Vectors = rows[0]
        return vector

    async def alike(self, case: CaseText, among: Sequence[CaseText]) -> list[Pair]:
        """Those of `among` that say nearly the same as a case in other words, the likest first.

        By meaning, made in the worker thread: give it the few that come nearest. None without an encoder.
        """
        encoder = self._encoder
        if encoder is None or self._encoder_failed or not among:
            return []
        loop = asyncio.get_running_loop()
        compare = partial(near_duplicates, [case], encoder, among=among)
        try:
            return await loop.run_in_executor(self._matcher, compare)
        except Exception as error:  # noqa: BLE001 - it is another package's code; words still compare
            log.error("library: a case could not be encoded (%s)", type(error).__name__)
            return []

    async def _look(self) -> float:
        """Follow and encode for a while; how many seconds to sleep after it."""
        try:
            await self._follow()
            more = await self._fill()
        except Exception as error:  # noqa: BLE001 - the bot goes on with the index that it has
            away = is_database_trouble(error)
            if not self._in_trouble:
                reason = "the database does not answer" if away else "the index cannot be renewed"
                log.error("library: %s (%s); answers go on as they were", reason, type(error).__name__)
            self._in_trouble = True
            return LOOK_SECONDS if away else PAUSE_SECONDS
        if self._in_trouble:
            log.info("library: up to date again")
        self._in_trouble = False
        return 0.0 if more else LOOK_SECONDS

    async def _follow(self) -> None:
        """Apply the cases that changed since the last look."""
        async with self._db.read() as session:
            number = await library.revision(session)
            if number == self._revision:
                return
            stamps = await library.case_stamps(session)
            changed = [case_id for case_id, stamp in stamps.items() if self._stamps.get(case_id) != stamp]
            gone = self._stamps.keys() - stamps.keys()
            upserts = await library.stamped_texts(session, changed)
        texts = [stamped.text for stamped in upserts.values()]
        if self._recalled:
            await self._encode_ahead(texts)
        if texts or gone:
            await self._rebuild(texts, [str(case_id) for case_id in gone])
        for case_id in gone:
            del self._stamps[case_id]
        self._stamps |= {case_id: stamped.changed_at for case_id, stamped in upserts.items()}
        self._revision = number
        self._unlisted = self._unlisted or bool(texts)

    async def _rebuild(self, upserts: Sequence[CaseText] = (), gone: Collection[str] = ()) -> None:
        """Put a new index in place of the present one."""
        index = self._index
        self._index = await self._in_builder(lambda: index.with_changes(upserts, gone))
        self._generation += 1
        self._encoded_since_rebuild = 0

    async def _encode_ahead(self, texts: Sequence[CaseText]) -> None:
        """Encode what a few changed cases need, so that they are found by meaning from the first moment."""
        part = texts[:BLOCK]
        needed = await self._in_builder(
            lambda: Index.build(part, self._encoder, vectors=self._vectors).missing
        )
        await self._encode(needed)

    async def _fill(self) -> bool:
        """Encode for a while what has no vector yet; whether there is more to do."""
        if self._encoder is None or self._encoder_failed:
            self._unlisted = False
            return False
        await self._save()
        if self._unlisted:
            await self._list_waiting(self._encoder.name)
        if not self._waiting:
            return False
        done = await self._encode(self._waiting)
        if self._halted:
            return False
        rest = self._waiting[done:]
        self._encoded_since_rebuild += done
        if not rest or self._encoded_since_rebuild >= REBUILD_AFTER * len(self._index):
            await self._rebuild()
        if not rest:
            self._vectors.forget_saved()
        self._waiting = rest
        return bool(rest)

    async def _list_waiting(self, encoder: str) -> None:
        """Take over the vectors that are stored, and note which texts have none, the most telling first."""
        missing = await self._in_builder(lambda: self._index.missing)
        keys = {vector_key(encoder, "passage", text): text for text in missing}
        if not self._recalled:
            # The very first time, nothing is in memory yet: what is missing is all that is needed.
            await self._drop_unneeded(encoder, keys)
        if await self._recall(list(keys)):
            await self._rebuild()
        self._waiting = [keys[key] for key in self._vectors.unknown(keys)]
        if not self._waiting:
            self._vectors.forget_saved()
        self._recalled = True
        self._unlisted = False

    async def _drop_unneeded(self, encoder: str, keys: Collection[str]) -> None:
        """Remove the stored vectors of texts that no case has any more, and of the model's other versions."""
        async with self._db.read() as session:
            stored = await library_vectors.stored_keys(session, encoder)
            stored |= await library_vectors.keys_of_other_versions(session, encoder)
        stale = sorted(stored.difference(keys))
        for part in library.chunks(stale):
            async with self._db.begin() as session:
                await library_vectors.delete_vectors(session, part)

    async def _recall(self, keys: Sequence[str]) -> int:
        """Take vectors from the database into memory; how many there were."""
        found = 0
        for part in library.chunks(self._vectors.unknown(keys)):
            async with self._db.read() as session:
                rows = await library_vectors.read_vectors(session, part)
            self._vectors.add_saved(rows)
            found += len(rows)
        return found

    async def _encode(self, texts: Sequence[str]) -> int:
        """Get vectors of these texts, from the database or the encoder, as far as time allows; how many."""
        encoder = self._encoder
        if encoder is None:
            return 0
        until = time.monotonic() + FILL_SECONDS
        done = 0
        while done < len(texts) and time.monotonic() < until and not self._halted:
            block = texts[done : done + BLOCK]
            keys = {vector_key(encoder.name, "passage", text): text for text in block}
            # Another process may have been here first.
            await self._recall(list(keys))
            await self._encode_block(encoder, [keys[key] for key in self._vectors.unknown(keys)])
            done += len(block)
        return done

    async def _encode_block(self, encoder: Encoder, texts: Sequence[str]) -> None:
        """Encode in slices, between which questions get their turn, and store what came of it."""
        done = 0
        while done < len(texts) and not self._halted:
            part = texts[done : done + self._slice]
            try:
                seconds = await asyncio.get_running_loop().run_in_executor(
                    self._matcher, _encode_slice, part, encoder, self._vectors
                )
            except Exception as error:  # noqa: BLE001 - it is another package's code; words still match
                self._encoder_failed = True
                log.error(
                    "library: the encoder failed (%s); its vectors stay as they are", type(error).__name__
                )
                return
            done += len(part)
            if seconds > SLICE_SECONDS:
                self._slice = max(1, self._slice // 2)
            elif seconds < SLICE_SECONDS / 2:
                self._slice = min(BLOCK, self._slice * 2)
        await self._save()

    async def _save(self) -> None:
        """Store the vectors that only this process has."""
        fresh = self._vectors.unsaved()
        if fresh and self._encoder is not None:
            async with self._db.begin() as session:
                await library_vectors.write_vectors(session, self._encoder.name, fresh)
            self._vectors.mark_saved(fresh)

    async def _in_builder(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._builder, work)


def _encode_slice(texts: Sequence[str], encoder: Encoder, vectors: VectorStore) -> float:
    """Encode these texts into the store; how many seconds it took."""
    began = time.monotonic()
    for _ in encode_missing(texts, encoder, vectors, batch=len(texts)):
        pass
    return time.monotonic() - began


def _digest(text: str) -> bytes:
    # A hash, so that nobody's words stay in memory after they are forgotten in the database.
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
