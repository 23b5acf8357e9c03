"""The snapshots readers were given at each of many moments, in one statement."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL

from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from cards.history.stretches import days_of_looks, lapsed_looks
from cards.statements.prepared import Prepared
from cards.statements.quick_moments import QuickMoment, microseconds

_TABLE = ListingSnapshot._meta.db_table
# Moments out of a list of microseconds since 1970.
_MOMENTS = {
    "postgresql": "SELECT timestamptz 'epoch' + value::bigint * interval '1 microsecond'"
    " FROM json_array_elements_text(%s::json)",
    # Compared as text: a moment kept without a fraction comes before the same one with zeros.
    "sqlite": "SELECT strftime('%%Y-%%m-%%d %%H:%%M:%%S', value / 1000000, 'unixepoch')"
    " || printf('.%%06d', value %% 1000000) FROM json_each(%s)",
}
_IN_ORDER = f"OVER (ORDER BY {_TABLE}.published_at, {_TABLE}.id)"
# The next row mostly is the next snapshot, and then nothing has to be looked up.
_FOLLOWED_AT = (
    f"CASE WHEN lead({_TABLE}.previous_id) {_IN_ORDER} = {_TABLE}.id"
    f" THEN lead({_TABLE}.as_of) {_IN_ORDER}"
    f" ELSE (SELECT MIN(next.as_of) FROM {_TABLE} next WHERE next.previous_id = {_TABLE}.id) END"
)


class Given(NamedTuple):
    """A snapshot as the statement tells it."""

    snapshot: int
    sync_interval: int
    verdict: str
    total: int
    as_of: datetime
    confirmed_at: datetime
    followed_at: datetime | None  # when the next snapshot was true, None: it is the newest
    looks: str | None  # as cards.history.stretches takes them
    counts: dict[str, int]  # by state


_COUNTS_AT = Given._fields.index("counts")
_STATES = [state.value for state in COUNT_FIELD]


def given_at_each(
    store: Store, *, start: datetime, end: datetime, step: timedelta, at_least: timedelta
) -> Iterator[Given]:
    """At `end`, each `step` before it, and `start`: every snapshot once, in the order they were
    given. `looks` where somebody stayed away for longer than `at_least` and than a reading stays
    fresh."""
    first_day, last_day = days_of_looks(start=start, end=end)
    apart = step // timedelta(microseconds=1)
    rows = _STATEMENT.all(
        store_id=store.pk,
        moments=json.dumps(
            [*range(microseconds(end), microseconds(start), -apart), microseconds(start)]
        ),
        first_day=first_day,
        last_day=last_day,
        end=end,
        at_least=int(at_least.total_seconds()),
    )
    for row in rows:
        yield Given._make([*row[:_COUNTS_AT], dict(zip(_STATES, row[_COUNTS_AT:], strict=True))])


def given_statement(
    *, store_id: int, moments: str, first_day: str, last_day: str, end: datetime, at_least: int
) -> QuerySet[ListingSnapshot, Any]:
    return (
        ListingSnapshot.objects.filter(pk__in=snapshot_ids(store_id, moments))
        .order_by("published_at", "id")
        .values_list(
            "pk",
            "sync_interval",
            "verdict",
            "total_count",
            QuickMoment("as_of"),
            QuickMoment("confirmed_at"),
            QuickMoment(RawSQL(_FOLLOWED_AT, [], output_field=DateTimeField())),
            lapsed_looks(first_day=first_day, last_day=last_day, end=end, at_least=at_least),
            *COUNT_FIELD.values(),
        )
    )


def snapshot_ids(store_id: int, moments: str) -> RawSQL:
    """An index look-up a moment, however many snapshots there are. The moments are one parameter:
    to write three hundred takes longer than to look them up."""
    return RawSQL(
        f"WITH look(at) AS ({_MOMENTS[connection.vendor]}) SELECT"
        f" (SELECT given.id FROM {_TABLE} given WHERE given.store_id = %s"
        " AND given.published_at <= look.at"
        " ORDER BY given.published_at DESC, given.id DESC LIMIT 1) FROM look",
        [moments, store_id],
    )


_STATEMENT = Prepared(
    given_statement,
    store_id=1_999_999_001,
    at_least=1_999_999_002,
    moments="[moments]",
    first_day="[first day]",
    last_day="[last day]",
    end=datetime(2000, 1, 1, tzinfo=UTC),
)
