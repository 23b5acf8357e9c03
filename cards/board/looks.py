"""When somebody looked and found a snapshot still true: stretches of knowledge, and lapses."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise

from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from aliexpress.models import Confirmation, ListingSnapshot

Stretch = tuple[datetime, datetime]
Day = tuple[str, list[int]]  # "2026-03-14", and seconds since it began

# The look before a period began tells whether the first one in it came in time.
BEFORE = timedelta(days=7)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def confirmations(*, start: datetime, end: datetime) -> RawSQL:
    """An annotation for snapshots: the days of their confirmations, as [[day, [seconds]], …] in
    no order; None where there are none. In the same statement, because a chart has but one."""
    adapt = connection.ops.adapt_datefield_value
    pairs = (
        "jsonb_agg(jsonb_build_array(looked.day, looked.seconds))"
        if connection.vendor == "postgresql"
        else "json_group_array(json_array(looked.day, json(looked.seconds)))"
    )
    return RawSQL(
        f"(SELECT {pairs} FROM {Confirmation._meta.db_table} looked"
        f" WHERE looked.snapshot_id = {ListingSnapshot._meta.db_table}.id"
        " AND looked.day BETWEEN %s AND %s)",
        [adapt((start - BEFORE).astimezone(UTC).date()), adapt(end.astimezone(UTC).date())],
        output_field=JSONField(),
    )


def stretches(
    as_of: datetime, days: Iterable[Day], confirmed_at: datetime, *, until: datetime, at_most: float
) -> list[Stretch]:
    """From the first look to the last one by `until`, broken where two looks lie more than
    `at_most` seconds apart. At least one stretch, though it be a single look."""
    last = _seconds(until)
    looks = chain([_seconds(as_of)], _looks(days), [_seconds(confirmed_at)])
    known = [look for look in looks if look <= last]
    ends = [(one, other) for one, other in pairwise(known) if other - one > at_most]
    begins = [known[0], *(other for _, other in ends)]
    stops = [*(one for one, _ in ends), known[-1]]
    # The first and the last were kept to the microsecond, the others to the second.
    exact = {_seconds(moment): moment for moment in (as_of, confirmed_at)}
    return [
        (exact.get(begin) or _moment(begin), exact.get(stop) or _moment(stop))
        for begin, stop in zip(begins, stops, strict=True)
    ]


def confirmed_by(snapshot: ListingSnapshot, *, at: datetime) -> datetime:
    """The newest moment, up to `at`, at which the snapshot was found true."""
    if snapshot.confirmed_at <= at:
        return snapshot.confirmed_at
    at = at.astimezone(UTC)
    days = Confirmation.objects.filter(snapshot=snapshot, day__lte=at.date()).order_by("-day")[:2]
    for day in days:
        begin = datetime.combine(day.day, time.min, tzinfo=UTC)
        moments = [begin + timedelta(seconds=second) for second in day.seconds]
        known = [moment for moment in moments if moment <= at]
        if known:
            return max(known[-1], snapshot.as_of)
    return snapshot.as_of


def _looks(days: Iterable[Day]) -> Iterator[float]:
    for day, seconds in sorted(days):
        begin = _seconds(datetime.combine(date.fromisoformat(day), time.min, tzinfo=UTC))
        yield from (begin + second for second in seconds)


def _seconds(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds()


def _moment(seconds: float) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)
