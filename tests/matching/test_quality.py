"""What matching must still find on a library whose questions are known: a floor, not an aim."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.evaluate import evaluate
from bot.cli.match import match
from bot.matching import CaseText, Index, Outcome
from bot.matching.evaluation import Answered, evaluate_answers, none_auc
from bot.matching.features import feature_names
from bot.matching.lexicon import synonyms, terms
from bot.matching.model import BLOCKS, load_models
from bot.matching.similar import group_questions, near_duplicates
from bot.matching.types import Candidate, Match, Why
from tests.matching.conftest import DATA, cases_of, read

app = typer.Typer()
app.command()(match)
app.command()(evaluate)
LIBRARY, QUERIES = str(DATA / "village_library.jsonl"), str(DATA / "village_queries.jsonl")


@pytest.fixture(scope="module")
def village() -> list[Answered]:
    index = Index.build(cases_of("village"), None)
    asked = [record for record in read("village_queries") if record["kind"] != "foreign"]
    return [Answered(tuple(r["gold"]), r["kind"], r["lang"], index.match(r["text"]), 1.0) for r in asked]


def test_words_alone_find_most_dutch_questions(village: list[Answered]) -> None:
    found = evaluate_answers(village).found
    assert found["all"].first >= 0.80
    assert found["all"].three >= 0.88
    assert found["kind typo"].first >= 0.95


def test_confidence_is_a_probability(village: list[Answered]) -> None:
    assert evaluate_answers(village).calibration_error <= 0.12


def test_a_sure_answer_is_seldom_wrong(village: list[Answered]) -> None:
    sure = [one for one in village if one.match.outcome is Outcome.SURE]
    assert len(sure) >= 20
    assert sum(one.right for one in sure) / len(sure) >= 0.92


def test_questions_without_a_case_are_less_sure(village: list[Answered]) -> None:
    auc = evaluate_answers(village).none_auc
    assert auc is not None
    assert auc >= 0.7


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_weights_fit_the_features(kind: str) -> None:
    model = load_models()[kind]
    assert model.features == feature_names(BLOCKS[kind])
    assert model.fusion.shape == (4, len(model.features))
    assert 0 < model.none_below < max(model.sure_from, model.sure_some) < 1


@pytest.mark.parametrize("kind", BLOCKS)
def test_calibration_never_turns_the_order(kind: str) -> None:
    model = load_models()[kind]
    for at, to in (model.right_curve, model.some_curve):
        assert list(at) == sorted(at)
        assert list(to) == sorted(to)


def test_a_synonym_finds_what_the_word_itself_would_miss() -> None:
    case = CaseText(id="bos", title="Herten in het plantsoen", dilemma="Wat doen we met de herten?")
    others = [replace(case, id=str(n), title=f"Zwaan {n}", dilemma="Wie voert de zwaan?") for n in range(6)]
    paid = CaseText(id="geld", title="Subsidie voor het hertenkamp", dilemma="Wie geeft ons subsidie?")
    index = Index.build([case, *others, paid], None)
    assert index.match("poen").candidates[0].case_id == "geld"


def test_a_compound_finds_its_parts() -> None:
    library = [
        CaseText(id="sleutel", title="Sleutelprotocol", dilemma="Hoe regel je dat?"),
        CaseText(id="hond", title="Honden op het gras", dilemma="Wie ruimt het op?"),
    ]
    index = Index.build(library, None)
    assert index.match("ons sleutelbeheer loopt mis").candidates[0].case_id == "sleutel"
    assert index.match("onze slutels zijn weg").candidates[0].case_id == "sleutel"


def test_the_synonyms_are_read_and_both_ways() -> None:
    known = synonyms().of_word
    (money,), (coins,) = terms("geld"), terms("centen")
    assert known[money][coins] == known[coins][money]


def test_a_copied_case_is_flagged_and_others_are_not() -> None:
    library = cases_of("dev")
    copy = replace(library[4], id="kopie", title=library[4].title + " (nieuw)")
    pairs = near_duplicates([copy], None, among=library)
    assert [(pair.first, pair.second) for pair in pairs] == [("kopie", library[4].id)]
    assert near_duplicates(library, None) == []


def test_questions_that_ask_the_same_are_grouped() -> None:
    texts = [
        "wie mag er een sleutel van het buurthuis hebben",
        "recept voor erwtensoep",
        "wie van ons mag een sleutel van het buurthuis",
    ]
    assert group_questions(texts, None) == [(0, 2), (1,)]
    assert group_questions([], None) == []


def test_match_prints_one_object_a_question_in_order() -> None:
    result = CliRunner().invoke(
        app, ["match", "--library", LIBRARY, "--queries", QUERIES, "--json", "--encoder", "none"]
    )
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == [record["id"] for record in read("village_queries")]
    assert {line["outcome"] for line in lines} == {"sure", "unsure", "none"}
    answered = [line for line in lines if line["cases"]]
    assert all(line["cases"][0]["confidence"] == line["confidence"] for line in answered)
    assert all(len(line["cases"]) == 5 and line["ms"] >= 0 for line in answered)


def test_evaluate_prints_all_figures(tmp_path: Path) -> None:
    picture = tmp_path / "r.png"
    arguments = ["evaluate", "--library", LIBRARY, "--queries", QUERIES, "--encoder", "none"]
    table = CliRunner().invoke(app, [*arguments, "--diagram", str(picture)])
    assert table.exit_code == 0
    for word in ("R@1", "MRR", "kind typo", "language nl", "none-AUC", "calibration error", "p95", "memory"):
        assert word in table.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
    record = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert record["found"]["all"]["questions"] == 345
    assert record["memory_mb"] > 0


@pytest.mark.parametrize(
    ("line", "said"),
    [("{", "line 1"), ("[]", "line 1"), ('{"id": "a", "title": "b"}', "dilemma")],
)
def test_a_broken_library_is_named_by_line(tmp_path: Path, line: str, said: str) -> None:
    broken = tmp_path / "library.jsonl"
    broken.write_text(line + "\n", encoding="utf-8")
    result = CliRunner().invoke(
        app, ["match", "--library", str(broken), "--queries", QUERIES, "--encoder", "none"]
    )
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_none_auc_counts_ties_half() -> None:
    assert none_auc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert none_auc([0.5], [0.5]) == 0.5
    assert none_auc([0.1], [0.9]) == 0.0
    assert none_auc([], [0.9]) is None


def test_evaluation_counts_what_it_should() -> None:
    def answer(gold: tuple[str, ...], ids: str, outcome: Outcome, confidence: float) -> Answered:
        found = tuple(Candidate(case_id, confidence, Why((), "")) for case_id in ids)
        return Answered(gold, "plain", "nl", Match(outcome, confidence, found, "nl"), 2.0)

    result = evaluate_answers(
        [
            answer(("a",), "abc", Outcome.SURE, 0.95),
            answer(("c",), "abc", Outcome.UNSURE, 0.55),
            answer((), "abc", Outcome.NONE, 0.05),
            answer((), "abc", Outcome.SURE, 0.95),
        ]
    )
    assert result.found["all"].first == 0.5
    assert result.found["all"].three == 1.0
    assert result.outcomes["sure"].right == 0.5
    assert result.wrong_sure_of_others == 0.5
    assert result.outcomes["none"].of_others == 0.5
    assert result.p50_ms == 2.0
