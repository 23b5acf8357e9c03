"""What a page takes of stores: what `gather` tells, by statements that are written once.

Measured on the demo: to have Django write these statements anew for each request is a third of the
CPU of a board, and a quarter of that of a card.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from aliexpress.models import Store
from cards.models import Card
from cards.readings.lookup import A_DAY, Moment, moments_of, named_by, with_facts
from cards.readings.store_facts import Known, known_of
from cards.statements.prepared import Prepared

# What comes along with each store (joins, columns) and in which order; a function of a module.
Along = Callable[[QuerySet[Store]], QuerySet[Any]]
Shape = tuple[tuple[int, Moment], ...]  # by days before, each at a moment that stands for any

MOST_STATEMENTS: Final = 200  # a few for each choice of cards and rules in use
# One parameter however many stores there are.
IDS: Final = {
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
    "sqlite": "SELECT value FROM json_each(%s)",
}
THEN: Final = datetime(1970, 1, 1, tzinfo=UTC)


def page_facts(
    cards: Sequence[Card],
    store_ids: Iterable[int],
    along: Along,
    *,
    at: datetime,
    by: datetime | None = None,
    besides: Iterable[int] = (),
    is_judged: bool = True,
) -> list[Known]:
    """What `gather` tells, in as many statements."""
    moments = moments_of(cards, at=at, by=by, besides=besides, is_judged=is_judged)
    named = tuple(sorted(named_by(cards))) if is_judged else ()
    past = {f"by_{days}": one.by for days, one in moments.items() if one.by is not None}
    shape = tuple(
        (days, replace(one, by=one.by and THEN - days * A_DAY)) for days, one in moments.items()
    )
    stores = statement_of(along, shape, named).all(stores=json.dumps([*store_ids]), **past)
    return known_of(stores, moments, at=at)


def alone(stores: QuerySet[Store]) -> QuerySet[Store]:
    """Nothing comes along."""
    return stores


@lru_cache(maxsize=MOST_STATEMENTS)
def statement_of(along: Along, shape: Shape, named: tuple[str, ...]) -> Prepared:
    stand_ins = {f"by_{days}": one.by for days, one in shape if one.by is not None}

    def build(*, stores: str, **_: datetime) -> QuerySet[Any, Any]:
        asked = Store.objects.filter(pk__in=RawSQL(IDS[connection.vendor], [stores]))
        return with_facts(along(asked), dict(shape), named=named)

    return Prepared(build, stores="[stores]", **stand_ins)
