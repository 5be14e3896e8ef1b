"""What the documentation names is there: files, headings, pictures, modules, keys, commands."""

import re
from pathlib import Path

import pytest

from bot.settings import FileSettings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PICTURES = sorted(
    path for path in (ROOT / "docs").rglob("*") if path.suffix in {".png", ".svg"} and path.is_file()
)
LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
WIDTH = 120
# Paths of the web server, which look like commands.
WEB_PATHS = {"health", "telegram"}


def words_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    """A page without its examples of code, in which a link is none."""
    return FENCED.sub("", words_of(page))


def links_of(page: Path) -> list[str]:
    """Where the links and pictures of a page lead, but for those that leave the repository."""
    found = [first or second for first, second in LINK.findall(prose_of(page))]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(page: Path) -> set[str]:
    """The names of a page's headings in links, as they are made of the words."""
    headings = re.findall(r"^#+ (.+)$", prose_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(pattern: str) -> list[tuple[str, str]]:
    """Every match of a pattern with one group in the pages, by the name of the page."""
    return [(page.name, found) for page in PAGES for found in re.findall(pattern, words_of(page))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    for link in links_of(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.is_file(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors_of(target), f"{link} names no heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {(ROOT / link.partition("#")[0]).resolve() for link in links_of(ROOT / "README.md")}

    assert [page.name for page in PAGES[2:] if page not in reached] == []


def test_every_picture_is_shown_on_a_page() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links_of(page)}

    assert PICTURES
    assert [picture.name for picture in PICTURES if picture not in shown] == []


def test_every_picture_says_in_words_what_it_shows() -> None:
    for page in PAGES:
        text = prose_of(page)
        assert "![](" not in text, page.name
        pictures, described = text.count("<img "), len(re.findall(r'<img [^>]*alt="[^"]{10,}"', text))
        assert pictures == described, page.name


def test_files_that_are_named_exist() -> None:
    found = named(r"`((?:bot|handlers|models|tests|docs)/[\w./-]*)`")

    assert len(found) > 10
    assert [(page, path) for page, path in found if not (ROOT / path).exists()] == []


def test_modules_that_are_named_can_be_run() -> None:
    found = named(r"python -m ((?:bot|tests)[\w.]*)")
    missing = [
        (page, module)
        for page, module in found
        if not any((ROOT / f"{module.replace('.', '/')}{end}").is_file() for end in (".py", "/__main__.py"))
    ]

    assert found
    assert missing == []


def test_keys_of_settings_that_are_named_exist() -> None:
    sections = {name: info.annotation for name, info in FileSettings.model_fields.items()}
    keys = {name: set(getattr(section, "model_fields", {})) for name, section in sections.items()}
    found = [
        (page, section, key)
        for page, word in named(r"`(\w+\.\w+)(?: = [^`]*)?`")
        for section, key in [word.split(".")]
        if section in keys and key not in {"py", "md", "toml", "sqlite"}
    ]

    assert len(found) > 40
    assert [one for one in found if one[2] not in keys[one[1]]] == []


def test_commands_of_the_bot_that_are_named_exist() -> None:
    routes = (ROOT / "handlers" / "routes.py").read_text(encoding="utf-8")
    known = {
        name
        for words in re.findall(r"CommandHandler\((\([^)]*\)|\"\w+\"),", routes)
        for name in re.findall(r"\w+", words)
    }
    found = named(r"`/([a-z]+)(?: [^`]*)?`")

    assert len(found) > 10
    assert sorted({(page, name) for page, name in found if name not in known | WEB_PATHS}) == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_lines_of_the_first_pages_fit_a_screen(name: str) -> None:
    assert [line for line in words_of(ROOT / name).splitlines() if len(line) > WIDTH] == []
