"""Times as people say them, on the clock of a zone, and the instants that they mean."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

FORMAT = "%Y-%m-%dT%H:%M"


def instant(local: str, zone: ZoneInfo) -> datetime:
    """The instant of a local time "YYYY-MM-DDTHH:MM", in UTC.

    A time that the clock skips in spring is as much later as it skips; one that it shows twice in autumn is
    the first (PEP 495, fold 0). ValueError for what is no such time.
    """
    naive = datetime.strptime(local, FORMAT)  # noqa: DTZ007 - the zone is what follows
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def local(at: datetime, zone: ZoneInfo) -> str:
    """An instant as the local time "YYYY-MM-DDTHH:MM"; seconds are left out."""
    return at.astimezone(zone).strftime(FORMAT)


def is_skipped(local_time: str, zone: ZoneInfo) -> bool:
    """Whether the clock of a zone never shows this local time, because it is put forward over it."""
    return local(instant(local_time, zone), zone) != local_time


def is_twice(local_time: str, zone: ZoneInfo) -> bool:
    """Whether the clock of a zone shows this local time twice, because it is put back."""
    naive = datetime.strptime(local_time, FORMAT)  # noqa: DTZ007 - the zone is what follows
    first, second = (naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_skipped(local_time, zone)
