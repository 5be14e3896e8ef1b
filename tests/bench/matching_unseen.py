"""What phrasings bring, what goes wrong, and an outside check, with weights that never saw the library.

Run: python -m tests.bench.matching_unseen [--vac FOLDER] [--worst 10]. Needs both encoders and scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.matching import CaseText, EncoderKind, MemoryVectorCache, encode_missing, make_encoder
from bot.matching.encoders import E5Encoder, UseEncoder
from bot.matching.fit import LIBRARIES, Workshop, folds, join, samples, with_meaning
from bot.matching.fit_data import Encodings, Library, Replay, pairs, read_library
from bot.matching.fit_projection import fit_projection
from bot.matching.fit_ranking import Ranked, fit_fusion, rank_samples
from bot.matching.fit_report import recall
from bot.matching.index import Index
from bot.matching.model import Array

ENCODERS: tuple[EncoderKind, ...] = ("none", "use", "auto")
DATA = Path(__file__).parents[1] / "data" / "matching"
CACHE = Path.home() / ".cache" / "buurvraag"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def phrasings(libraries: Sequence[Library], encodings: Sequence[Encodings], fusion: Array) -> None:
    """R@1/R@3 on the library with phrasings, with 0, 1, 3 and 5 a case, fitted on the other four."""
    dev, others = libraries[0], libraries[1:]
    projection = join([fit_projection([pairs(library, one) for library in others]) for one in encodings])
    for number in (0, 1, 3, 5):
        told = tuple(replace(c, phrasings=tuple(dev.phrasings[c.id])[:number]) for c in dev.cases)
        library = replace(dev, cases=told)
        for one in encodings:
            one.fill([library])
        replay = Replay(encodings)
        replay.load([library])
        found = rank_samples(with_meaning(library, samples(library), replay, projection), fusion)
        say(f"{number} phrasings a case: {recall(found)}")


def worst(ranked: Sequence[Ranked], libraries: Sequence[Library], number: int) -> None:
    """The questions whose case stood lowest, with the case that stood first."""
    for one in sorted(ranked, key=lambda one: -one.place)[:number]:
        library = next(lib for lib in libraries if lib.name == one.sample.library)
        cases = sorted(library.cases, key=lambda case: case.id)
        say(f"place {one.place} [{library.name}] {one.sample.question.text}")
        say(f"   wanted: {cases[one.sample.gold[0]].title}")


def vac(folder: Path, kind: EncoderKind) -> None:
    """R@1/R@5 of the national government's questions against its answers, clean and noisy."""
    with (folder / "index.tsv").open(encoding="utf-8") as file:
        rows = [(row[-1], row[0]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    cases = [
        CaseText(id=key, title=text.split(". ")[0][:120], dilemma="", context=text) for key, text in rows
    ]
    encoder = make_encoder(kind)
    cache = MemoryVectorCache()
    index = Index.build(cases, encoder, vectors=cache)
    if encoder is not None:
        for _ in encode_missing(index.missing, encoder, cache):
            pass
        index = index.with_changes([], [])
    for name in ("queries.tsv", "queries_noisy_semisynthetic.tsv"):
        with (folder / name).open(encoding="utf-8") as file:
            asked = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        places = []
        for question, gold in asked:
            ids = [candidate.case_id for candidate in index.match(question).candidates]
            places.append(ids.index(gold) + 1 if gold in ids else 0)
        found = np.array(places)
        say(f"{name} ({kind}): R@1 {100 * (found == 1).mean():.0f}  R@5 {100 * (found > 0).mean():.0f}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--vac", type=Path, help="only this check: folder with index.tsv and queries.tsv")
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args(arguments)
    if options.vac is not None:
        for kind in ENCODERS:
            vac(options.vac, kind)
        return
    libraries = [read_library(DATA, name) for name in LIBRARIES]
    encodings = [Encodings(E5Encoder(), CACHE / "fit-e5.npz"), Encodings(UseEncoder(), CACHE / "fit-use.npz")]
    for one in encodings:
        one.fill(libraries)
    found = folds(Workshop(libraries), encodings)
    ranked: list[Ranked] = []
    fusions: dict[str, Array] = {}
    for out in LIBRARIES:
        fusions[out] = fit_fusion([s for name in LIBRARIES if name != out for s in found.inner[out, name]])
        ranked += rank_samples(found.outer[out], fusions[out])
    say(f"unseen: {recall(ranked)}")
    phrasings(libraries, encodings, fusions["dev"])
    worst(ranked, libraries, options.worst)


if __name__ == "__main__":
    main()
