"""Files with collectives, JSON lines or CSV; and bringing the database to what they say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import LibraryError
from bot.services.collectives import collectives, experience
from bot.services.library import library
from bot.services.library.files import FileFormat, bytes_of, read_records
from bot.services.library.lines import Layout
from bot.services.library.records import (
    all_different,
    at_most,
    check,
    items_at_most,
    none_is_empty_list,
    none_is_empty_text,
    one_line,
    said,
)
from bot.services.names import matching_name, same_place
from models import Collective


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


def _email(value: str) -> str:
    if not collectives.is_email(value.strip()):
        raise ValueError("is no e-mail address")
    return value.strip()


def _cap(value: int) -> int:
    if not 0 <= value <= collectives.MAX_CAP:
        raise ValueError(f"must be from 0 to {collectives.MAX_CAP}")
    return value


_Item = Annotated[
    str,
    AfterValidator(one_line),
    AfterValidator(collectives.in_one_direction),
    AfterValidator(said),
    at_most(collectives.MAX_THEME),
]


class CollectiveRecord(BaseModel):
    """All that a file says of a collective; what is left out is empty. The fields' order is the file's."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    name: Annotated[
        str,
        AfterValidator(one_line),
        AfterValidator(collectives.in_one_direction),
        AfterValidator(said),
        at_most(collectives.MAX_NAME),
    ]
    place: Annotated[
        str,
        AfterValidator(one_line),
        AfterValidator(collectives.in_one_direction),
        at_most(collectives.MAX_PLACE),
        BeforeValidator(none_is_empty_text),
    ] = ""
    themes: Annotated[
        list[_Item],
        items_at_most(collectives.MAX_THEMES),
        AfterValidator(all_different),
        BeforeValidator(none_is_empty_list),
    ] = []
    email: Annotated[Annotated[str, AfterValidator(_email)] | None, BeforeValidator(_none_if_empty)] = None
    requests_per_month: Annotated[int, AfterValidator(_cap)] | None = None


LAYOUT = Layout(
    plural="collectives",
    fields=tuple(CollectiveRecord.model_fields),
    needed=("name",),
    example='{"name": "…", "place": "…", …}',
    lists=("themes",),
    numbers=("requests_per_month",),
    left_out=("email", "requests_per_month"),
)


@dataclass(slots=True)
class ImportPlan:
    """What an import does: which records are new, which collectives become what, and how many stay."""

    new: list[CollectiveRecord] = field(default_factory=list)
    changed: list[tuple[Collective, CollectiveRecord]] = field(default_factory=list)
    unchanged: int = 0


def example_collectives_path() -> Path:
    """The collectives of the example library: invented, each marked "(voorbeeld)"."""
    return Path(__file__).parents[2] / "data" / "example_collectives.jsonl"


def read_file(path: Path, kind: FileFormat, *, today: date) -> list[CollectiveRecord]:
    """All records of a file, in its order. Raises LibraryError with every problem, by line."""
    return read_bytes(bytes_of(path), kind, name=str(path), today=today)


def read_bytes(data: bytes, kind: FileFormat, *, name: str, today: date) -> list[CollectiveRecord]:
    """All records of what a file holds; `name` is what the problems call it. Raises LibraryError."""

    def checked(values: Mapping[str, Any]) -> CollectiveRecord | list[str]:
        return check(CollectiveRecord, values, LAYOUT, today=today)

    return read_records(data, kind, LAYOUT, checked, _repeated, name=name)


async def plan_import(session: AsyncSession, records: Sequence[CollectiveRecord]) -> ImportPlan:
    """Compare the records with what is registered; changes nothing.

    Raises LibraryError for a record that could be several of the registered collectives.
    """
    by_name: dict[str, list[Collective]] = {}
    stored = await session.scalars(
        select(Collective).where(Collective.removed_at.is_(None)).order_by(Collective.id)
    )
    for collective in stored:
        by_name.setdefault(collective.matching_name, []).append(collective)
    plan, problems = ImportPlan(), []
    for record in records:
        namesakes = by_name.get(matching_name(record.name), [])
        found = _same(record, namesakes)
        if len(found) > 1:
            places = " and ".join(f'"{one.place}"' for one in found)
            problems.append(f'"{record.name}" could be any of those in {places}: write its place in full')
        elif not found:
            plan.new.append(record)
        else:
            # Another record cannot be the same one.
            namesakes.remove(found[0])
            if _record(found[0]) == record:
                plan.unchanged += 1
            else:
                plan.changed.append((found[0], record))
    if problems:
        raise LibraryError(problems)
    return plan


async def import_records(
    session: AsyncSession, records: Sequence[CollectiveRecord], *, at: datetime
) -> ImportPlan:
    """Register the collectives of the records, and bring those that are known to what they say.

    A record is the whole collective, apart from who speaks for it, its groups and pauses. What is not in the
    file stays. Raises LibraryError as `plan_import` does.
    """
    await library.lock(session)
    plan = await plan_import(session, records)
    touched = [collective for collective, _ in plan.changed]
    for collective, record in plan.changed:
        _apply(collective, record)
    for record in plan.new:
        collective = Collective(registered_at=at)
        _apply(collective, record)
        session.add(collective)
        touched.append(collective)
    await session.flush()
    await experience.link(session, at=at, collectives=touched)
    return plan


async def export_records(session: AsyncSession) -> list[CollectiveRecord]:
    """The collectives that are registered, in the order in which they came."""
    found = await session.scalars(
        select(Collective).where(Collective.removed_at.is_(None)).order_by(Collective.id)
    )
    return [_record(collective) for collective in found]


def _repeated(found: Sequence[tuple[int, CollectiveRecord]]) -> Iterator[tuple[int, str]]:
    earlier: dict[str, list[tuple[int, CollectiveRecord]]] = {}
    for line, record in found:
        namesakes = earlier.setdefault(matching_name(record.name), [])
        twin = next((number for number, other in namesakes if same_place(record.place, other.place)), None)
        if twin is not None:
            yield (
                line,
                f'"{record.name}" stands on line {twin} already, and the place does not tell them apart',
            )
        namesakes.append((line, record))


def _same(record: CollectiveRecord, namesakes: Sequence[Collective]) -> list[Collective]:
    """Those that a record can be: the one at exactly its place, else all at a place that can be the same."""
    exact = [one for one in namesakes if matching_name(one.place) == matching_name(record.place)]
    return exact or [one for one in namesakes if same_place(record.place, one.place)]


def _apply(collective: Collective, record: CollectiveRecord) -> None:
    collective.name, collective.matching_name = record.name, matching_name(record.name)
    collective.place, collective.themes = record.place, record.themes
    collective.email, collective.requests_per_month = record.email, record.requests_per_month


def _record(collective: Collective) -> CollectiveRecord:
    # What is in the database was checked when it came in.
    return CollectiveRecord.model_construct(
        name=collective.name,
        place=collective.place,
        themes=list(collective.themes),
        email=collective.email,
        requests_per_month=collective.requests_per_month,
    )
