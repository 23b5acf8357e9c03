"""The stretches of time in which a snapshot was found still true, look after look."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import BigIntegerField, Case, Q, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from aliexpress.models import Confirmation, ListingSnapshot
from aliexpress.models.seconds import runs
from cards.readings.freshness import INTERVALS_MISSED

Stretch = tuple[datetime, datetime]

# The look before a period began tells whether the first one in it came in time.
BEFORE = timedelta(days=7)


def days_of_looks(*, start: datetime, end: datetime) -> tuple[str, str]:
    """The first and the last day whose looks tell of a period, as databases write them."""
    first, last = (start - BEFORE).astimezone(UTC), end.astimezone(UTC)
    return first.date().isoformat(), last.date().isoformat()


def lapsed_looks(*, first_day: str, last_day: str, end: datetime, at_least: int) -> Case:
    """The looks of a snapshot as `stretches` takes them, for a statement that reads snapshots.

    None, and not one moment is read, where nobody stayed away for longer than `at_least` seconds
    and than a reading stays fresh, and nothing was learnt after the end.
    """
    never_away = Q(longest_lapse__lte=at_least) | Q(
        # As large a number as three intervals of any length are.
        longest_lapse__lte=INTERVALS_MISSED * Cast("sync_interval", BigIntegerField())
    )
    return Case(
        When(never_away, confirmed_at__lte=end, then=Value(None)),
        default=looks_sql(first_day, last_day),
        output_field=TextField(),
    )


def looks_sql(first_day: str, last_day: str) -> RawSQL:
    """The days of its confirmations with their packed moments; empty where there are none."""
    days = (
        "string_agg(to_char(looked.day, 'YYYY-MM-DD') || ':' || encode(looked.seconds, 'hex'), ' ')"
        if connection.vendor == "postgresql"
        else "group_concat(looked.day || ':' || hex(looked.seconds), ' ')"
    )
    return RawSQL(
        f"(SELECT COALESCE({days}, '') FROM {Confirmation._meta.db_table} looked"
        f" WHERE looked.snapshot_id = {ListingSnapshot._meta.db_table}.id"
        " AND looked.day BETWEEN %s AND %s)",
        [first_day, last_day],
        output_field=TextField(),
    )


def stretches(
    as_of: datetime,
    looks: str,
    confirmed_at: datetime,
    *,
    until: datetime,
    at_most: timedelta,
) -> list[Stretch]:
    """From the first look to the last one by `until`, broken where two looks lie more than
    `at_most` apart. At least one stretch, though it be a single look.

    `looks`: the days of its confirmations, "2026-03-14:012c012c 2026-03-15:00ff" in no order.
    """
    known = [(as_of, as_of)]
    found = [run for day in sorted(looks.split()) for run in runs_of_day(day, until, at_most)]
    if confirmed_at <= until:
        found.append((confirmed_at, confirmed_at))
    for begin, stop in found:
        if begin - known[-1][1] > at_most:
            known.append((begin, stop))
        else:
            known[-1] = known[-1][0], max(stop, known[-1][1])
    return known


def runs_of_day(day: str, until: datetime, at_most: timedelta) -> list[Stretch]:
    name, packed = day.split(":")
    begin = datetime.combine(date.fromisoformat(name), time.min, tzinfo=UTC)
    found = runs(
        bytes.fromhex(packed),
        at_most=at_most.total_seconds(),
        until=(until - begin).total_seconds(),
    )
    return [
        (begin + timedelta(seconds=first), begin + timedelta(seconds=last)) for first, last in found
    ]
