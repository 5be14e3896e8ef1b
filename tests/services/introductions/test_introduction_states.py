"""The states of introductions stand in one place; nothing changes them past it; the picture shows them."""

import ast
from pathlib import Path

import pytest

from bot.services.introductions import picture as introduction_picture
from bot.services.introductions.states import (
    APPROACH,
    FINAL_REQUESTS,
    REQUEST,
    ApproachEvent,
    NotNowError,
    RequestEvent,
    move_approach,
    move_request,
)
from models import Approach, ApproachState, Introduction, IntroductionState
from models.introduction import OPEN
from tests.support.factories import NOW

ROOT = Path(__file__).parents[3]
STATES = ROOT / "bot" / "services" / "introduction_states.py"


def test_no_other_code_sets_a_state_of_an_introduction() -> None:
    names = {*(f"IntroductionState.{one.name}" for one in IntroductionState)}
    names |= {f"ApproachState.{one.name}" for one in ApproachState}
    found = []
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")):
        if path == STATES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                to_state = any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets)
                if to_state and any(name in ast.unparse(node.value) for name in names):
                    found.append(f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "values":
                given = [word for word in node.keywords if word.arg == "state"]
                found += [
                    f"{path.name}:{node.lineno}"
                    for word in given
                    if any(name in ast.unparse(word.value) for name in names)
                ]
    assert not found


@pytest.mark.parametrize("state", ApproachState)
@pytest.mark.parametrize("event", ApproachEvent)
def test_what_is_not_in_the_table_cannot_happen_to_an_approach(
    state: ApproachState, event: ApproachEvent
) -> None:
    approach = Approach(state=state)
    target = APPROACH.get((state, event))
    if target is None:
        with pytest.raises(NotNowError):
            move_approach(approach, event, at=NOW)
        assert approach.state is state
        return
    assert move_approach(approach, event, at=NOW) == (target is ApproachState.MADE)
    assert approach.state is target
    assert (approach.decided_at is None) == (target in OPEN)


@pytest.mark.parametrize("state", IntroductionState)
@pytest.mark.parametrize("event", RequestEvent)
def test_what_is_not_in_the_table_cannot_happen_to_a_request(
    state: IntroductionState, event: RequestEvent
) -> None:
    introduction = Introduction(state=state)
    target = REQUEST.get((state, event))
    if target is None:
        with pytest.raises(NotNowError):
            move_request(introduction, event, at=NOW)
        return
    move_request(introduction, event, at=NOW)
    assert introduction.state is target
    assert (introduction.look_at is not None) == (target is IntroductionState.LOOKING)
    assert (introduction.ended_at is not None) == (target in FINAL_REQUESTS)


def test_every_way_to_an_introduction_has_a_yes_of_both() -> None:
    yeses = {ApproachEvent.ASKER_AGREES, ApproachEvent.PEER_AGREES}
    frontier = {(ApproachState.OFFERED, frozenset[ApproachEvent]())}
    seen = set(frontier)
    while frontier:
        state, said = frontier.pop()
        if state is ApproachState.MADE:
            assert said == yeses
        for (source, event), target in APPROACH.items():
            after = (target, said | ({event} & yeses))
            if source is state and after not in seen:
                seen.add(after)
                frontier.add(after)
    assert any(state is ApproachState.MADE for state, _said in seen)


def test_what_is_over_stays_over() -> None:
    assert {state for state, _event in APPROACH} == set(OPEN)
    assert not {state for state, _event in REQUEST} & set(FINAL_REQUESTS)


def test_the_picture_in_the_documentation_is_up_to_date() -> None:
    drawn = (ROOT / "docs" / "introductions.svg").read_text(encoding="utf-8")

    assert drawn == introduction_picture.svg()
    for event in (*RequestEvent, *ApproachEvent):
        assert f">{event}" in drawn
