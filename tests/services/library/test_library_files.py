"""Reading files of cases: what goes in comes back, and what is wrong is named by line."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import LibraryError
from bot.services.library.files import (
    FileFormat,
    example_library_path,
    format_of,
    read_bytes,
    read_file,
    write_bytes,
)
from bot.services.library.records import FIELDS, CaseRecord, check_record

TODAY = date(2027, 3, 1)
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "library.md"
CASE = {"id": "v1", "title": "Wie heeft de sleutel?", "dilemma": "Wie mag de deur open doen?"}

# Any text that may stand in a file: everything but control characters and halves of surrogate pairs.
anything = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)
# What most often goes wrong in files: separators, quotes, formulas, line breaks, signs of other scripts.
AWKWARD = [*"\"';,|=-@+\n\t\u2028\ufeffé a😀", " | ", "\r\n"]
awkward = st.lists(st.sampled_from(AWKWARD), max_size=12).map("".join)
texts = st.one_of(anything, awkward)
said = texts.map(lambda text: text + "x")
items = st.lists(said, max_size=4)


@st.composite
def records(draw: st.DrawFn) -> CaseRecord:
    """A case as an editor might have written it, once it was read."""
    values = {
        "id": draw(said)[:64].strip() or "x",
        "title": draw(said),
        "dilemma": draw(said),
        "context": draw(texts),
        "what_helped": draw(items),
        "pitfalls": draw(items),
        "theme": draw(texts)[:64],
        "collective": draw(texts),
        "place": draw(texts),
        "year": draw(st.none() | st.integers(1900, 2028)),
        "checked_on": draw(st.none() | st.dates(max_value=TODAY).map(date.isoformat)),
        "phrasings": draw(st.lists(said, max_size=4, unique_by=lambda text: " ".join(text.split()))),
    }
    record = check_record(values, today=TODAY)
    if not isinstance(record, CaseRecord):
        # An id without a letter or digit, or two phrasings that are one after cleaning.
        record = check_record({**values, "id": "x", "phrasings": []}, today=TODAY)
    assert isinstance(record, CaseRecord)
    return record


libraries = st.lists(records(), min_size=1, max_size=5, unique_by=lambda record: record.id)


def problems_of(text: str | bytes, kind: FileFormat = FileFormat.JSONL) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(LibraryError) as caught:
        read_bytes(data, kind, name="f", today=TODAY)
    return list(caught.value.problems)


def lines_of(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def read_csv(text: str) -> list[CaseRecord]:
    return read_bytes(text.encode(), FileFormat.CSV, name="f", today=TODAY)


@pytest.mark.parametrize("kind", list(FileFormat))
@given(library=libraries)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_the_same(kind: FileFormat, library: list[CaseRecord]) -> None:
    written = write_bytes(library, kind)

    read = read_bytes(written, kind, name="f", today=TODAY)

    assert read == library
    assert write_bytes(read, kind) == written


@pytest.mark.parametrize("kind", list(FileFormat))
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_one_line_a_problem(kind: FileFormat, data: bytes) -> None:
    found: list[str] = []
    try:
        read_bytes(data, kind, name="f", today=TODAY)
    except LibraryError as error:
        found.extend(error.problems)
    assert all(len(problem.splitlines()) == 1 for problem in found)


def test_the_example_library_is_complete_and_marked_as_invented() -> None:
    path = example_library_path()
    library = read_file(path, format_of(path), today=TODAY)

    assert len(library) == 60
    assert all("(voorbeeld)" in record.collective for record in library)
    assert all(record.phrasings for record in library)
    assert write_bytes(library, FileFormat.JSONL) == path.read_bytes()


def test_every_wrong_line_is_named_with_all_that_is_wrong_with_it() -> None:
    text = (
        lines_of(
            CASE,
            {"id": "v2", "titel": "x", "dilemma": " "},
            ["id"],
        )
        + "{not json}\n\n"
        + lines_of(
            {**CASE, "id": "v3", "year": "2019", "what_helped": "praten", "pitfalls": ["ok", 5]},
            {**CASE, "id": "v4", "year": 1066, "checked_on": "2027-02-30"},
            {**CASE, "id": "v1"},
        )
    )

    assert problems_of(text) == [
        "f, line 2: dilemma is empty",
        "f, line 2: title is missing",
        'f, line 2: unknown key "titel" (did you mean "title"?)',
        'f, line 3: must be one JSON object, such as {"id": "v1", "title": "…", …}',
        "f, line 4: is not JSON: Expecting property name enclosed in double quotes at character 2",
        "f, line 6: pitfalls, item 2 must be text",
        "f, line 6: what_helped must be a list of texts",
        "f, line 6: year must be a whole number",
        'f, line 7: checked_on is no date of the calendar: "2027-02-30"',
        "f, line 7: year must be from 1900 to 2028",
        'f, line 8: id "v1" was used already on line 1',
    ]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"id": "x" * 65}, "id has 65 characters; at most 64 fit"),
        ({"id": "---"}, "id holds no letter or digit"),
        ({"title": "x" * 301}, "title has 301 characters; at most 300 fit"),
        ({"title": "\u200b"}, "title holds no letter or digit"),
        ({"dilemma": "bel\u0007"}, "dilemma holds the control character U+0007"),
        ({"context": "\x00"}, "context holds the control character U+0000"),
        ({"context": "\ud800"}, "context holds the control character U+D800"),
        ({"context": "x" * 10_001}, "context has 10,001 characters; at most 10,000 fit"),
        ({"what_helped": ["x"] * 51}, "what_helped has 51 items; at most 50 fit"),
        ({"pitfalls": [""]}, "pitfalls, item 1 is empty"),
        ({"theme": "x" * 65}, "theme has 65 characters; at most 64 fit"),
        ({"year": True}, "year must be a whole number"),
        ({"year": 2029}, "year must be from 1900 to 2028"),
        ({"checked_on": "2027-03-03"}, "checked_on lies in the future: 2027-03-03"),
        ({"checked_on": "1 maart"}, 'checked_on must be a date such as "2026-11-30"'),
        ({"checked_on": 5}, 'checked_on must be a date such as "2026-11-30"'),
        ({"phrasings": ["wie  sluit?", "wie sluit?"]}, "phrasings item 2 says the same as item 1"),
        ({"phrasings": ["x" * 501]}, "phrasings, item 1 has 501 characters; at most 500 fit"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, object], problem: str) -> None:
    line = json.dumps({**CASE, **values}) + "\n"

    assert problems_of(line) == [f"f, line 1: {problem}"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "a", "id": "b"}', 'is not JSON that can be read: the key "id" stands in it twice'),
        ('{"year": NaN}', "is not JSON that can be read: NaN is no number"),
        ("[" * 100_000, "is not JSON that can be read: it is nested too deeply"),
        ('{"year": ' + "9" * 5000 + "}", "is not JSON that can be read: "),
    ],
)
def test_json_that_means_two_things_or_nothing_is_refused(line: str, problem: str) -> None:
    (found,) = problems_of(line)

    assert found.startswith(f"f, line 1: {problem}")


def test_white_space_is_cleaned_and_lines_of_a_long_text_are_kept() -> None:
    line = lines_of(
        {**CASE, "title": " Wie\n heeft\tde  sleutel? ", "dilemma": "Eerste\r\nregel\rtwee\u2028drie\n"}
    )

    (record,) = read_bytes(line.encode(), FileFormat.JSONL, name="f", today=TODAY)

    assert record.title == "Wie heeft de sleutel?"
    assert record.dilemma == "Eerste\nregel\ntwee\ndrie"


def test_a_sign_that_python_takes_for_the_end_of_a_line_is_none() -> None:
    line = lines_of({**CASE, "context": "een\u2028twee\u00a0drie"}).replace("\\u2028", "\u2028")

    (record,) = read_bytes(line.encode(), FileFormat.JSONL, name="f", today=TODAY)

    assert record.context == "een\ntwee\u00a0drie"


def test_lines_that_are_not_utf8_are_named() -> None:
    data = lines_of(CASE).encode() + '{"title": "café"}\n'.encode("cp1252")

    assert problems_of(data) == [
        "f, line 2: is not UTF-8 (byte 0xe9): save the file as UTF-8 (in Excel: the type CSV UTF-8)"
    ]


@pytest.mark.parametrize("kind", list(FileFormat))
def test_utf16_is_refused_as_what_it_is(kind: FileFormat) -> None:
    assert problems_of("id;title".encode("utf-16"), kind) == [
        "f: is UTF-16, not UTF-8: save the file as UTF-8 (in Excel: the type CSV UTF-8)"
    ]


@pytest.mark.parametrize(
    ("text", "kind"), [("", "jsonl"), ("\n \n", "jsonl"), ("", "csv"), ("id;title;dilemma\r\n;;\r\n", "csv")]
)
def test_a_file_without_cases_is_refused(text: str, kind: str) -> None:
    assert problems_of(text, FileFormat(kind)) == ["f: holds no cases"]


def test_a_file_of_dutch_excel_is_read() -> None:
    text = (
        "\ufeffID;Titel verbergen?;title\r\n".replace("Titel verbergen?;", "").replace(
            "title", "title;dilemma;what_helped;year;checked_on;pitfalls"
        )
        + 'v1;"Sleutel; wie?";"Regel een\nregel ""twee""";"praten\nopschrijven";2019;31-12-2026\r\n'
        "v2;Tuin;Wie geeft water?;praten | emmer ;;;\r\n"
        ";;;;;;\r\n"
    )

    first, second = read_csv(text)

    assert first.title == "Sleutel; wie?"
    assert first.dilemma == 'Regel een\nregel "twee"'
    assert first.what_helped == ["praten", "opschrijven"]
    assert (first.year, first.checked_on, first.pitfalls) == (2019, date(2026, 12, 31), [])
    assert second.what_helped == ["praten", "emmer"]
    assert (second.year, second.checked_on) == (None, None)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("hint", ["", "sep={}\r\n"])
def test_the_delimiter_is_found(delimiter: str, hint: str) -> None:
    header = delimiter.join(["dilemma", "id", "title"])
    row = delimiter.join(['"Wie, o wie; zegt u?"', "v1", "Sleutel"])

    (record,) = read_csv(hint.format(delimiter) + header + "\r\n" + row)

    assert (record.id, record.title, record.dilemma) == ("v1", "Sleutel", "Wie, o wie; zegt u?")


def test_wrong_columns_are_named() -> None:
    assert problems_of("id;titel;theme;theme\r\nv1;x;y;z\r\n", FileFormat.CSV) == [
        'f, line 1: column "dilemma" is missing',
        'f, line 1: column "theme" stands in it twice',
        'f, line 1: column "title" is missing',
        'f, line 1: unknown column "titel" (did you mean "title"?)',
    ]


def test_rows_are_named_by_the_line_on_which_they_start() -> None:
    text = 'id;title;dilemma;year\r\nv1;"a\nb\nc";d\r\nv2;t;;19x\r\nv3;t;d;2000;meer\r\nv4;t;"d\r\n'

    assert problems_of(text, FileFormat.CSV) == [
        "f, line 5: dilemma is empty",
        "f, line 5: year must be a whole number",
        "f, line 6: has 5 cells, and the header 4: does a text hold the delimiter unquoted?",
        "f, line 7: cannot be read as CSV (unexpected end of data); is a quotation mark missing or too many?",
    ]


def test_every_line_of_a_csv_that_is_not_utf8_is_named() -> None:
    text = "id;title;dilemma\r\nv1;café;x\r\nv2;thee;x\r\nv3;crème;x\r\n"

    found = problems_of(text.encode("cp1252"), FileFormat.CSV)

    assert [problem.partition(":")[0] for problem in found] == ["f, line 2", "f, line 4"]


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text() -> None:
    record = check_record({**CASE, "title": "=1+1", "what_helped": ["-praten", "meer"]}, today=TODAY)
    assert isinstance(record, CaseRecord)

    written = write_bytes([record], FileFormat.CSV).decode("utf-8-sig")

    assert "'=1+1" in written
    assert "'-praten" in written


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jsonl", "jsonl"), ("A.JSONL", "jsonl"), ("a.ndjson", "jsonl"), ("b.CSV", "csv")]
)
def test_the_name_tells_the_format(name: str, kind: str) -> None:
    assert format_of(Path(name)) == kind


@pytest.mark.parametrize("name", ["cases", "cases.xlsx", "cases.json"])
def test_a_name_that_tells_nothing_asks_for_the_format(name: str) -> None:
    with pytest.raises(LibraryError, match="--format jsonl or --format csv"):
        format_of(Path(name))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"cannot be read \(No such file or directory\)"):
        read_file(tmp_path / "weg.jsonl", FileFormat.JSONL, today=TODAY)


def test_progress_reaches_the_end() -> None:
    told: list[tuple[int, int]] = []
    text = lines_of(*({**CASE, "id": f"v{number}"} for number in range(450)))

    read_bytes(
        text.encode(), FileFormat.JSONL, name="f", today=TODAY, progress=lambda *seen: told.append(seen)
    )

    assert told == [(200, 450), (400, 450), (450, 450)]


def test_the_documentation_names_every_field_and_its_examples_can_be_imported() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    described = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    (jsonl,) = re.findall(r"```json\n(.+?)```", text, re.DOTALL)
    (sheet,) = re.findall(r"```\n(id;.+?)```", text, re.DOTALL)

    assert described == list(FIELDS)
    for example, kind in ((jsonl, FileFormat.JSONL), (sheet, FileFormat.CSV)):
        (record,) = read_bytes(example.encode(), kind, name="f", today=TODAY)
        assert record.what_helped[0] == "Een lijst bij de deur."
