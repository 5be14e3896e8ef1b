"""A snapshot answers alike however it came about, and takes up changes at once."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import CaseText, MemoryVectorCache, Outcome
from bot.matching.candidates import EXHAUSTIVE
from bot.matching.index import Index
from bot.matching.text import clean
from bot.matching.types import Match
from tests.matching.conftest import TrigramEncoder, cases_of, filled_index, read

QUESTIONS = [str(record["text"]) for record in read("dev_queries")[::9]]


def same(one: Match, other: Match) -> bool:
    return (
        one.outcome is other.outcome
        and one.confidence == pytest.approx(other.confidence, abs=1e-4)
        and [c.case_id for c in one.candidates] == [c.case_id for c in other.candidates]
    )


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_changes_give_what_building_anew_gives(data: st.DataObject) -> None:
    library = cases_of("dev")
    kept = data.draw(st.lists(st.sampled_from(library), min_size=8, unique=True))
    changed = [
        replace(case, title=case.title + " opnieuw")
        for case in data.draw(st.lists(st.sampled_from(library), max_size=4, unique=True))
    ]
    gone = data.draw(st.lists(st.sampled_from([case.id for case in kept]), max_size=4, unique=True))
    after = {case.id: case for case in kept if case.id not in gone} | {case.id: case for case in changed}

    grown = Index.build(kept, None).with_changes(changed, gone)
    anew = Index.build(after.values(), None)

    assert len(grown) == len(anew)
    assert all(same(grown.match(text), anew.match(text)) for text in QUESTIONS[:12])


def test_the_order_of_the_cases_does_not_matter(cases: list[CaseText], words_index: Index) -> None:
    turned = Index.build(list(reversed(cases)), None)
    assert all(same(turned.match(text), words_index.match(text)) for text in QUESTIONS)


def test_of_two_cases_with_one_id_the_last_counts(cases: list[CaseText]) -> None:
    later = replace(cases[0], title="Zwemles voor papegaaien")
    index = Index.build([*cases, later], None)
    assert len(index) == len(cases)
    assert index.match("zwemles papegaaien").candidates[0].case_id == later.id


def test_an_earlier_snapshot_is_not_touched_by_a_change(cases: list[CaseText]) -> None:
    before = Index.build(cases, None)
    expected = before.match(QUESTIONS[0])
    before.with_changes([replace(case, title="sleutel") for case in cases], [])
    assert before.match(QUESTIONS[0]) == expected


def test_a_phrasing_takes_effect_at_once(cases: list[CaseText], words_index: Index) -> None:
    asked = "mag de papegaai van tante Riet mee naar binnen?"
    assert words_index.match(asked).outcome is not Outcome.SURE
    taught = words_index.with_changes([replace(cases[7], phrasings=(asked,))], [])
    found = taught.match(asked)
    assert found.candidates[0].case_id == cases[7].id
    assert found.confidence > words_index.match(asked).confidence


def test_phrasings_of_editors_help_with_questions_of_others(cases: list[CaseText]) -> None:
    phrasings = {record["id"]: tuple(record["phrasings"]) for record in read("dev_phrasings")}
    told = [replace(case, phrasings=phrasings[case.id]) for case in cases]
    assert hits(Index.build(told, None)) > hits(Index.build(cases, None))


def hits(index: Index) -> int:
    answered = [record for record in read("dev_queries") if record["gold"]]
    found = [index.match(str(record["text"])).candidates for record in answered]
    return sum(bool(c) and c[0].case_id in r["gold"] for c, r in zip(found, answered, strict=True))


def test_words_alone_answer_until_vectors_come(cases: list[CaseText], words_index: Index) -> None:
    encoder = TrigramEncoder()
    empty = Index.build(cases, encoder, vectors=MemoryVectorCache())
    assert same(empty.match(QUESTIONS[0]), words_index.match(QUESTIONS[0]))
    assert encoder.encoded == ["?"] or not encoder.encoded
    assert empty.missing


def test_new_vectors_are_taken_up_without_a_change(cases: list[CaseText]) -> None:
    encoder = TrigramEncoder()
    full, _ = filled_index(cases, encoder)
    assert full.missing == []
    encoder.encoded.clear()
    full.match(QUESTIONS[1])
    assert clean(QUESTIONS[1]) in encoder.encoded


def test_a_changed_case_waits_only_for_its_own_new_texts(cases: list[CaseText]) -> None:
    full, _ = filled_index(cases, TrigramEncoder())
    changed = full.with_changes([replace(cases[0], pitfalls=("Iets heel nieuws.",))], [])
    assert changed.missing == ["Iets heel nieuws."]


def test_the_most_telling_texts_are_encoded_first(cases: list[CaseText]) -> None:
    missing = Index.build(cases, TrigramEncoder(), vectors=MemoryVectorCache()).missing
    assert set(missing[: len(cases)]) == {clean(case.title) for case in cases}


def test_a_question_is_encoded_once(cases: list[CaseText]) -> None:
    encoder = TrigramEncoder()
    index, _ = filled_index(cases, encoder)
    encoder.encoded.clear()
    for _ in range(3):
        index.match("wie beheert de sleutel van het buurthuis?")
    assert encoder.encoded == ["wie beheert de sleutel van het buurthuis?"]


@pytest.mark.parametrize("text", QUESTIONS)
def test_why_names_words_and_a_sentence_of_the_case(
    cases: list[CaseText], words_index: Index, meaning_index: Index, text: str
) -> None:
    by_id = {case.id: case for case in cases}
    for index in (words_index, meaning_index):
        for candidate in index.match(text).candidates:
            case = by_id[candidate.case_id]
            whole = clean(
                "\n".join([case.title, case.dilemma, case.context, *case.what_helped, *case.pitfalls])
            )
            assert candidate.why.sentence
            assert candidate.why.sentence in whole
            assert all(word in candidate.why.sentence for word in candidate.why.words)


def test_a_large_library_finds_what_a_small_one_finds() -> None:
    library = [
        case for name in ("dev", "city", "village", "organisation", "flemish") for case in cases_of(name)
    ]
    assert len(library) > EXHAUSTIVE
    index = Index.build(library, None)
    titles = list(library[::17])
    found = [index.match(f"{case.title} {case.dilemma}") for case in titles]
    assert [f.candidates[0].case_id for f in found] == [case.id for case in titles]


def test_one_change_in_a_large_library_is_seen() -> None:
    library = [
        case for name in ("dev", "city", "village", "organisation", "flemish") for case in cases_of(name)
    ]
    index = Index.build(library, None).with_changes(
        [CaseText(id="nieuw", title="Papegaai in de hal", dilemma="Mag een papegaai in de hal?")],
        [library[0].id],
    )
    assert index.match("papegaai in de hal").candidates[0].case_id == "nieuw"
    found = index.match(f"{library[0].title} {library[0].dilemma}")
    assert library[0].id not in [candidate.case_id for candidate in found.candidates]


def test_a_case_without_context_or_pitfalls_is_not_punished_for_it(cases: list[CaseText]) -> None:
    bare = replace(cases[3], context="", what_helped=(), pitfalls=())
    index, _ = filled_index([bare, *(case for case in cases if case.id != bare.id)], TrigramEncoder())
    assert index.match(f"{bare.title} {bare.dilemma}").candidates[0].case_id == bare.id
