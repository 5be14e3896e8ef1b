"""How matching grows with the library: time to build, to take a change, to rank, and the memory it takes.

Run: python -m tests.bench.matching [--sizes 1000 10000 100000] [--encoder use]. The large libraries are
variations: titles and dilemmas of the development libraries with context, help and pitfalls of others.
Times are wall-clock; compare them with each other, not with another machine's.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import bm25s
import numpy as np
from rapidfuzz import fuzz, process

from bot.matching import CaseText, FileVectorCache, encode_missing, make_encoder
from bot.matching.index import Asked, Index
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


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[list[float], list[Result]]:
    """The seconds and the result of the work on each item."""
    done = [timed(partial(work, item)) for item in items]
    return [took for took, _ in done], [result for _, result in done]


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    return {
        "p50_ms": round(float(np.percentile(seconds, 50)) * 1000, 2),
        "p95_ms": round(float(np.percentile(seconds, 95)) * 1000, 2),
    }


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def ranking_times(index: Index, questions: Sequence[str], asked: Sequence[Asked | None]) -> list[float]:
    """Seconds to read and rank each question that is already encoded."""
    model = index.model
    pairs = list(zip(questions, asked, strict=True))
    return each(lambda pair: index.rank(index.read(pair[0]), pair[1], model), pairs)[0]


def rivals(cases: Sequence[CaseText], questions: Sequence[str]) -> dict[str, dict[str, float]]:
    """rapidfuzz WRatio and bm25s over the same texts, five best."""
    texts = [f"{c.title} {c.dilemma} {c.context} {' '.join((*c.what_helped, *c.pitfalls))}" for c in cases]
    slow, _ = each(lambda q: process.extract(q, texts, scorer=fuzz.WRatio, limit=5), questions[:5])
    searcher = bm25s.BM25()
    searcher.index([terms(clean(text)) for text in texts], show_progress=False)
    fast, _ = each(lambda q: searcher.retrieve([terms(q)], k=5, show_progress=False), questions)
    return {"wratio": percentiles(slow), "bm25s": percentiles(fast)}


def measure(size: int, kind: str, cache: FileVectorCache, questions: Sequence[str]) -> dict[str, Any]:
    """All figures for one size."""
    cases = variations(size)
    encoder = make_encoder(kind)  # type: ignore[arg-type]
    before = memory_mb()
    if encoder is not None:
        for _ in encode_missing(Index.build(cases, encoder, vectors=cache).missing, encoder, cache):
            pass
        cache.save()
    built, index = timed(lambda: Index.build(cases, encoder, vectors=cache if encoder else None))
    after = memory_mb()
    changed, _ = timed(lambda: index.with_changes([replace(cases[3], title="Een ander begin")], []))
    encoding, asked = each(lambda text: index.encode_question(text) if encoder else None, questions)
    figures: dict[str, Any] = {
        "cases": size,
        "encoder": kind,
        "build_s": round(built, 2),
        "one_change_s": round(changed, 3),
        "memory_mb": round(after - before),
        "ranking": percentiles(ranking_times(index, questions, asked)),
    }
    if encoder is not None:
        longest, _ = timed(lambda: index.encode_question("Zo gaat het hier. " * 227))
        figures["encoding"] = {**percentiles(encoding), "longest_ms": round(longest * 1000, 1)}
    return figures | rivals(cases, questions)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000])
    parser.add_argument("--encoder", default="use", choices=["none", "use", "e5", "auto"])
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "buurvraag" / "bench.npz")
    options = parser.parse_args(arguments)
    questions = [clean(str(record["text"])) for name in LIBRARIES for record in read(f"{name}_queries")]
    chosen = random.Random(3).sample(questions, QUESTIONS)
    cache = FileVectorCache(options.cache)
    for size in options.sizes:
        sys.stdout.write(json.dumps(measure(size, options.encoder, cache, chosen)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
