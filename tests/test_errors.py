"""Every error says what is wrong without being told, and ends the program in the same way."""

import pytest

from bot import errors

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, errors.BuurvraagError)
    and kind is not errors.BuurvraagError
]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not issubclass(kind, errors.ProblemsError)])
def test_the_docstring_is_the_message_when_none_is_given(kind: type[errors.BuurvraagError]) -> None:
    assert str(kind()) == kind.__doc__
    assert str(kind("something else")) == "something else"


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_ends_with_code_2(kind: type[errors.BuurvraagError]) -> None:
    assert kind.exit_code == 2


def test_several_problems_are_a_line_each() -> None:
    error = errors.ConfigError(["one", "two"])

    assert error.problems == ("one", "two")
    assert str(error) == "one\ntwo"
