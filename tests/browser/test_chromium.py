"""Where there is no Chromium the tests of the page say so; in CI that is a failure."""

import shutil

import pytest

from tests.browser import chromium


@pytest.fixture
def no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing is installed."""

    def nothing(_name: str) -> None:
        return None

    monkeypatch.setattr(shutil, "which", nothing)


@pytest.mark.usefixtures("no_chromium")
def test_without_chromium_a_test_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium found"):
        chromium.find()


@pytest.mark.usefixtures("no_chromium")
def test_without_chromium_a_test_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="install it"):
        chromium.find()
