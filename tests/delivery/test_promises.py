"""The table of promises names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8"))
WRITTEN = {
    node.name
    for path in (ROOT / "tests").rglob("test_*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
}


def test_the_table_names_tests() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize("name", sorted(set(NAMED)))
def test_every_promise_is_shown_by_a_test_that_exists(name: str) -> None:
    assert name in WRITTEN
