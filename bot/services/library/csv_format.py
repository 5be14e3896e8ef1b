"""Records as CSV, in the dialect that Dutch Excel reads and writes (UTF-8 with a mark, semicolons)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from bot.services.library.lines import Layout, Line, undecodable, unknown_name
from bot.services.library.records import CASES

DELIMITERS = ";,\t"
# Between the items of a list that stand on one line; where a cell has several lines, each line is an item.
BETWEEN = " | "
# Excel takes a cell that begins so for a formula: it is written with an apostrophe before it.
_FORMULA = re.compile("'*[=+@-]")
_GUARDED = re.compile("'+[=+@-]")
_DUTCH_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
# Larger than any cell that is accepted, so that the length is what is complained about.
csv.field_size_limit(2**24)


def parse(data: bytes, layout: Layout = CASES) -> list[Line]:
    """The rows that are not blank, each with its values or with what is wrong with it.

    Columns go by name, in any order. A first line "sep=;" names the delimiter, as Excel understands it;
    else it is the one that finds most columns.
    """
    text, problems = _decode(data)
    if problems:
        return problems
    skipped, delimiter = _delimiter(text, layout)
    rows = _rows(text, delimiter, skipped)
    header = next(rows, None)
    if header is None:
        return []
    number, names = header
    if isinstance(names, str):
        return [Line(number, None, (names,))]
    columns = [name.strip().lower() for name in names]
    wrong = _wrong_columns(columns, layout)
    if wrong:
        return [Line(number, None, tuple(wrong))]
    return [
        _line(row_number, columns, cells, layout)
        for row_number, cells in rows
        if isinstance(cells, str) or any(cell.strip() for cell in cells)
    ]


def write(records: Sequence[BaseModel], layout: Layout = CASES) -> bytes:
    """A header and one row a record, all columns in a fixed order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(layout.fields)
    for record in records:
        values = record.model_dump(mode="json")
        writer.writerow([_cell(values[name], is_list=name in layout.lists) for name in layout.fields])
    return out.getvalue().encode("utf-8-sig")


def _decode(data: bytes) -> tuple[str, list[Line]]:
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        wrong = []
    for number, raw in enumerate(data.split(b"\n"), start=1):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            wrong.append(Line(number, None, (undecodable(error),)))
    return "", wrong


def _delimiter(text: str, layout: Layout) -> tuple[int, str]:
    """How many lines to skip before the header, and what stands between cells."""
    named = re.match(r'"?sep=([;,\t|])"?(\r\n|\r|\n|$)', text)
    if named:
        return 1, named.group(1)

    def columns(delimiter: str) -> int:
        _, cells = next(_rows(text, delimiter, 0), (0, []))
        return sum(cell.strip().lower() in layout.fields for cell in cells) if isinstance(cells, list) else 0

    return 0, max(DELIMITERS, key=columns)


def _rows(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the number of its first line, or, last, a sentence about why reading had to end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for count, cells in enumerate(reader):
            if count >= skipped:
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        yield number, f"cannot be read as CSV ({error}); is a quotation mark missing or too many?"


def _wrong_columns(columns: Sequence[str], layout: Layout) -> list[str]:
    wrong = [unknown_name("column", name, layout.fields) for name in columns if name not in layout.fields]
    wrong += [f'column "{name}" stands in it twice' for name in layout.fields if columns.count(name) > 1]
    wrong += [f'column "{name}" is missing' for name in layout.needed if name not in columns]
    return wrong


def _line(number: int, columns: Sequence[str], cells: list[str] | str, layout: Layout) -> Line:
    if isinstance(cells, str):
        return Line(number, None, (cells,))
    if len(cells) > len(columns):
        problem = (
            f"has {len(cells)} cells, and the header {len(columns)}: does a text hold the delimiter unquoted?"
        )
        return Line(number, None, (problem,))
    # Excel leaves empty cells at the end of a row away.
    return Line(
        number, {name: _value(name, cell, layout) for name, cell in zip(columns, cells, strict=False)}
    )


def _value(name: str, cell: str, layout: Layout) -> Any:
    text = cell[1:] if _GUARDED.match(cell) else cell
    if name in layout.lists:
        several = re.split(r"\r\n|\r|\n", text) if "\n" in text or "\r" in text else text.split(BETWEEN)
        return [item for item in several if item.strip()]
    if name in layout.numbers:
        plain = text.strip()
        return (int(plain) if re.fullmatch("[0-9]{1,9}", plain) else plain) if plain else None
    if name in layout.dates:
        dutch = _DUTCH_DATE.fullmatch(text.strip())
        return f"{dutch[3]}-{dutch[2]:0>2}-{dutch[1]:0>2}" if dutch else text.strip() or None
    return text


def _cell(value: Any, *, is_list: bool) -> str:
    if value is None:
        return ""
    if is_list:
        # The line break at the end says that " | " is part of the one item.
        text = value[0] + "\n" if len(value) == 1 and BETWEEN in value[0] else "\n".join(value)
    else:
        text = str(value)
    return "'" + text if _FORMULA.match(text) else text
