"""In which order a board shows the stores: by name, by a card's number, or by how that changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import ListingSnapshot, Store, StoreNow
from cards.board.month_lines import given_at, points_of
from cards.board.store_numbers import numbers_of
from cards.catalogue.definitions import definition
from cards.formats import Number
from cards.history.card_values import values_at
from cards.measures import MEASURES
from cards.measures.facts import BRIDGE, DETAILS, REJECTIONS, VALIDITY
from cards.measures.measured import Measured
from cards.measures.rejections import with_moves_lately
from cards.models import Card
from cards.readings.lookup import A_DAY, PROOF
from cards.readings.store_facts import StoreFacts

BY_STORE: Final = "store"
BY_CHANGE: Final = "change:"  # before the key of a card


def in_order(
    stores: QuerySet[Store], cards: Sequence[Card], sort: str, *, at: datetime
) -> tuple[list[int], str]:
    """The keys of the stores sorted, and by what: a minus before it means from the largest down.
    Names decide among equals; what is not known comes last either way. One statement; one or two
    more by a card's number, and up to four more by its change since yesterday."""
    ids = list(stores.order_by("name", "id").values_list("pk", flat=True))
    is_descending, by = sort.startswith("-"), sort.removeprefix("-")
    card = next((card for card in cards if card.key == by.removeprefix(BY_CHANGE)), None)
    if card is None:
        return (ids[::-1], sort) if sort == f"-{BY_STORE}" else (ids, BY_STORE)
    values = numbers_now(card, stores, at=at)
    if by != card.key:
        then = numbers_given(card, stores, at=at - A_DAY)
        values = {pk: value - then[pk] for pk, value in values.items() if pk in then}
    known = [pk for pk in ids if pk in values]
    known.sort(key=lambda pk: values[pk], reverse=is_descending)
    return known + [pk for pk in ids if pk not in values], sort


def numbers_now(card: Card, stores: QuerySet[Store], *, at: datetime) -> dict[int, Number]:
    """By store, what the card says now, where that is known in full or in part."""
    kind = definition(card.key).stands_on
    if kind == REJECTIONS:
        read: Any = with_moves_lately(stores).filter(now__snapshot__isnull=False)
        return dict(read.order_by().values_list("pk", "moves_lately"))
    if kind == BRIDGE:
        found_now = numbers_of([card], stores, at=at)
        given = {one.store.pk: one.readings[0].value for one in found_now}
        return {pk: value for pk, value in given.items() if value is not None}
    beside = {VALIDITY: ["validity"], DETAILS: ["details__snapshot"]}.get(kind, [])
    proof = [f"snapshot__{name}" for name in PROOF]
    rows = StoreNow.objects.filter(store__in=stores.order_by().values("pk"))
    found: QuerySet[Any] = rows.filter(snapshot__isnull=False)
    found = found.select_related("snapshot", *beside).defer(*proof)
    measured = {}
    for now in found.iterator():
        facts = StoreFacts(
            now.snapshot,
            now.snapshot.confirmed_at,
            validity=now.validity if kind == VALIDITY else None,
            details=now.details if kind == DETAILS else None,
        )
        measured[now.store_id] = MEASURES[card.key](facts.facts_for(card))
    return _known(measured)


def numbers_given(card: Card, stores: QuerySet[Store], *, at: datetime) -> dict[int, Number]:
    """By store, what readers were told then."""
    given = stores.order_by().annotate(given=given_at(at)).filter(given__isnull=False)
    store_of = dict(given.values_list("given", "pk"))
    points = points_of(ListingSnapshot.objects.filter(pk__in=store_of))
    measured = values_at(card, [*points.values()], by=at)
    return _known({store_of[pk]: one for pk, one in zip(points, measured, strict=True)})


def _known(measured: Mapping[int, Measured]) -> dict[int, Number]:
    return {pk: one.value for pk, one in measured.items() if one.value is not None}
