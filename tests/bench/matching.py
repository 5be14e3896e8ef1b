"""How matching grows with the library: time to build, to take a change, to rank, and the memory it takes.

Run: python -m tests.bench.matching [--sizes 1000 10000 100000] [--encoder use]. The large libraries are
variations: titles and dilemmas of the development libraries with context, help and pitfalls of others. Each
size is measured in a process of its own that does nothing else, with one thread for numpy. Times are of the
wall clock; beside them stands the processor's time, which other work on the machine disturbs less. A question
is ranked by the index and by bm25s in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from bot.matching import CaseText, FileVectorCache, encode_missing, make_encoder
from bot.matching.index import Asked, Index, Ranking
from bot.matching.lexicon import terms
from bot.matching.text import clean

DATA = Path(__file__).parents[1] / "data" / "matching"
LIBRARIES = ("dev", "city", "village", "organisation", "flemish")
QUESTIONS = 120

Item = TypeVar("Item")
Result = TypeVar("Result")


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def variations(size: int) -> list[CaseText]:
    """`size` cases, the same every time."""
    chance = random.Random(7)
    known = [CaseText.from_record(record) for name in LIBRARIES for record in read(f"{name}_library")]
    made = []
    for number in range(size):
        head, context, helped, pitfalls = known[number % len(known)], *chance.choices(known, k=3)
        made.append(
            replace(
                head,
                id=f"v{number:06d}",
                context=context.context,
                what_helped=helped.what_helped,
                pitfalls=pitfalls.pitfalls,
            )
        )
    return made


def timed(work: Callable[[], Result]) -> tuple[float, float, Result]:
    """Seconds by the clock, seconds of the processor, and what came of it."""
    start, busy = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - start, time.process_time() - busy, result


def each(
    work: Callable[[Item], Result], items: Sequence[Item]
) -> tuple[list[float], list[float], list[Result]]:
    """The seconds by the clock and of the processor, and the result, of the work on each item."""
    done = [timed(partial(work, item)) for item in items]
    return [wall for wall, _, _ in done], [busy for _, busy, _ in done], [result for _, _, result in done]


def percentiles(wall: Sequence[float], busy: Sequence[float]) -> dict[str, float]:
    """In milliseconds."""
    return {
        f"{name}p{rank}_ms": round(float(np.percentile(seconds, rank)) * 1000, 2)
        for name, seconds in (("", wall), ("cpu_", busy))
        for rank in (50, 95)
    }


def memory_mb(field: str = "VmRSS") -> float:
    """Resident memory of this process: now, or at most (VmHWM)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def words_of(case: CaseText) -> str:
    return f"{case.title} {case.dilemma} {case.context} {' '.join((*case.what_helped, *case.pitfalls))}"


def against_bm25s(
    index: Index, cases: Sequence[CaseText], questions: Sequence[str], asked: Sequence[Asked | None]
) -> dict[str, Any]:
    """Reading and ranking each question that is already encoded, and bm25s on the same texts, in turn."""
    searcher = bm25s.BM25()
    searcher.index([terms(clean(words_of(case))) for case in cases], show_progress=False)
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for question, vectors in zip(questions, asked, strict=True):
        ours.append(timed(partial(rank, index, question, vectors))[:2])
        theirs.append(timed(partial(search, searcher, question))[:2])
    ratios = np.array([mine[1] / other[1] for mine, other in zip(ours, theirs, strict=True)])
    mean = sum(busy for _, busy in ours) / sum(busy for _, busy in theirs)
    return {
        "ranking": percentiles(*zip(*ours, strict=True)),
        "bm25s": percentiles(*zip(*theirs, strict=True)),
        "times_bm25s": {"all": round(mean, 2), "median": round(float(np.median(ratios)), 2)},
    }


def rank(index: Index, question: str, asked: Asked | None) -> Ranking:
    return index.rank(index.read(question), asked, index.model)


def search(searcher: bm25s.BM25, question: str) -> object:
    return searcher.retrieve([terms(question)], k=5, show_progress=False)


def against_wratio(cases: Sequence[CaseText], questions: Sequence[str]) -> dict[str, float]:
    texts = [words_of(case) for case in cases]
    wall, busy, _ = each(lambda q: process.extract(q, texts, scorer=fuzz.WRatio, limit=5), questions[:5])
    return percentiles(wall, busy)


def measure(size: int, kind: str, cache_file: Path, questions: Sequence[str]) -> dict[str, Any]:
    """All figures for one size."""
    cases = variations(size)
    encoder = make_encoder(kind)  # type: ignore[arg-type]
    cache = FileVectorCache(cache_file) if encoder is not None else None
    if encoder is not None and cache is not None:
        # The library is made of the same texts however large it is.
        for _ in encode_missing(Index.build(cases[:5000], encoder, vectors=cache).missing, encoder, cache):
            pass
        cache.save()
        encoder.encode(["Een eerste keer."], "query")
    before = memory_mb()
    built, built_busy, index = timed(lambda: Index.build(cases, encoder, vectors=cache))
    after = memory_mb()
    changed, changed_busy, _ = timed(
        lambda: index.with_changes([replace(cases[3], title="Een ander begin")], [])
    )
    peak = memory_mb("VmHWM")
    encoding = each(lambda text: index.encode_question(text) if encoder else None, questions)
    figures: dict[str, Any] = {
        "cases": size,
        "encoder": kind,
        "build_s": [round(built, 2), round(built_busy, 2)],
        "one_change_s": [round(changed, 3), round(changed_busy, 3)],
        "memory_mb": {"index": round(after - before), "process": round(after), "peak": round(peak)},
    }
    if encoder is not None:
        figures["encoding"] = percentiles(*encoding[:2])
    index.match(questions[-1])
    figures |= against_bm25s(index, cases, questions, encoding[2])
    return figures | {"wratio": against_wratio(cases, questions)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000])
    parser.add_argument("--encoder", default="use", choices=["none", "use", "e5", "auto"])
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "buurvraag" / "bench.npz")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by the processes that measure
    questions = [clean(str(record["text"])) for name in LIBRARIES for record in read(f"{name}_queries")]
    chosen = random.Random(3).sample(questions, QUESTIONS)
    for size in options.sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            figures = pool.submit(measure, size, options.encoder, options.cache, chosen).result()
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
