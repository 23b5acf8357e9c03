"""What the cards count over all of a reader's stores, in one statement.

Stores that are alike (read or not, fresh or not, known whole or in part) make one group, whose
tallies the database adds up; the measure of a card then counts the group as if it were one store.
Every card that can be summed is the same either way, because it counts listings.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    PositiveIntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from aliexpress.models import DetailTally, ListingSnapshot, Store, SyncRun, ValidityTally
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.typed.moments import CLOCKS_DIFFER
from cards.board.roll_up import RollUp, can_be_summed
from cards.board.store_numbers import numbers_of
from cards.catalogue.definitions import definition
from cards.measures import MEASURES, Facts
from cards.measures.facts import BRIDGE, DETAILS, REJECTIONS, VALIDITY
from cards.measures.measured import Window
from cards.measures.rejections import LENGTH, Rejections, with_moves_lately
from cards.measures.validity import days_of
from cards.models import Card
from cards.readings.freshness import INTERVALS_MISSED, LEAST_FRESHNESS
from cards.readings.reading import Reading

A_SECOND: Final = timedelta(seconds=1)
SNAPSHOT: Final = "now__snapshot__"
OF_VALIDITY: Final = "now__validity__"
OF_DETAILS: Final = "now__details__"
COUNTS: Final = ("total_count", *COUNT_FIELD.values())
ENDS: Final = ("active_count", "undated_count", "overdue_count")
KNOWN: Final = tuple(
    field.name
    for field in DetailTally._meta.concrete_fields
    if isinstance(field, PositiveIntegerField)
)
# What attributes apply to, and what that is of where it was not counted yet.
APPLY: Final = (
    ("attributes_apply_count", "total_count"),
    ("attributes_apply_active_count", "active_count"),
)
# How much of what a card needs is known: nothing, a part, or all.
NOTHING, PART, ALL = 0, 1, 2


def sums_of(
    cards: Sequence[Card], stores: QuerySet[Store], *, at: datetime
) -> list[tuple[Card, RollUp | None]]:
    """As the cards; None where a card cannot be summed."""
    days = max((days_of(card.settings) for card in cards), default=0)
    groups = list(_grouped(stores, at=at, days=days))
    return [
        (card, roll_up_of(card, stores, groups, days=days, at=at) if can_be_summed(card) else None)
        for card in cards
    ]


def roll_up_of(
    card: Card, stores: QuerySet[Store], groups: list[dict[str, Any]], *, days: int, at: datetime
) -> RollUp:
    """What stands on a bridge has no numbers beside the pointers: those stores are read."""
    if definition(card.key).stands_on == BRIDGE:
        return RollUp(card, [one.readings[0] for one in numbers_of([card], stores, at=at)])
    readings = [reading(card, group, days=days, at=at) for group in groups]
    return RollUp(card, readings, [group["stores"] for group in groups])


def _grouped(stores: QuerySet[Store], *, at: datetime, days: int) -> QuerySet[Store, Any]:
    limit = at + CLOCKS_DIFFER
    confirmed = F(f"{SNAPSHOT}confirmed_at")
    found_again = Q(
        **{f"{SNAPSHOT}confirmed_at__gt": limit},
        now__last_run__status=SyncRun.Status.COMPLETE,
        now__last_run__finished_at__lte=limit,
    )
    asked = with_moves_lately(stores).annotate(
        confirmed=Case(When(found_again, then=F("now__last_run__finished_at")), default=confirmed),
        details_confirmed=Least(f"{OF_DETAILS}snapshot__confirmed_at", "confirmed"),
        fresh_from=ExpressionWrapper(
            Value(at, DateTimeField())
            - Greatest(
                Value(LEAST_FRESHNESS, DurationField()),
                ExpressionWrapper(
                    Cast("sync_interval", IntegerField())
                    * Value(INTERVALS_MISSED * A_SECOND, DurationField()),
                    output_field=DurationField(),
                ),
            ),
            output_field=DateTimeField(),
        ),
    )
    shaped = asked.annotate(
        shops_counted=F(f"{SNAPSHOT}shops"),
        verdict=F(f"{SNAPSHOT}verdict"),
        details_verdict=F(f"{OF_DETAILS}snapshot__verdict"),
        is_stale=_is_stale("confirmed", limit),
        details_are_stale=_is_stale("details_confirmed", limit),
        **{f"of_{name}": Coalesce(OF_DETAILS + name, OF_DETAILS + whole) for name, whole in APPLY},
    ).annotate(
        validity=_known(
            OF_VALIDITY + "undated_count", OF_VALIDITY + "active_count", is_lacking=True
        ),
        stock=_known(OF_DETAILS + "stock_known_count", OF_DETAILS + "total_count"),
        attributes=_known(OF_DETAILS + "attributes_known_count", "of_attributes_apply_count"),
        codes=_known(OF_DETAILS + "codes_known_count", OF_DETAILS + "total_count"),
        shared=Case(When(**{f"{OF_DETAILS}sharing_count__isnull": True}, then=0), default=1),
    )
    sums = {
        **{f"now_{name}": Sum(SNAPSHOT + name) for name in COUNTS},
        **{f"then_{name}": Sum(f"{OF_DETAILS}snapshot__{name}") for name in COUNTS},
        **{f"ends_{name}": Sum(OF_VALIDITY + name) for name in ENDS},
        **{f"day_{day}": ending_on(day) for day in range(days)},
        **{f"known_{name}": Sum(OF_DETAILS + name) for name in KNOWN},
        **{f"known_{name}": Sum(f"of_{name}") for name, _ in APPLY},
    }
    return (
        shaped.order_by()
        .values(
            "shops_counted",
            "verdict",
            "details_verdict",
            "is_stale",
            "details_are_stale",
            "validity",
            "stock",
            "attributes",
            "codes",
            "shared",
            "knows_window",
        )
        .annotate(
            stores=Count("pk"),
            oldest=Min("confirmed"),
            details_oldest=Min("details_confirmed"),
            moves=Sum("moves_lately"),
            **sums,
        )
    )


def _is_stale(confirmed: str, limit: datetime) -> Case:
    """As `is_stale` judges."""
    is_late = Q(**{f"{confirmed}__lt": F("fresh_from")}) | Q(**{f"{confirmed}__gt": limit})
    return Case(When(is_late, then=1), default=0, output_field=IntegerField())


def _known(known: str, of: str, *, is_lacking: bool = False) -> Case:
    """`is_lacking`: the first of the two counts what is not known."""
    none, whole = Q(**{known: 0}), Q(**{f"{known}__gte": F(of)})
    if is_lacking:
        none, whole = whole & Q(**{f"{of}__gt": 0}), none
    return Case(
        When(Q(**{f"{known}__isnull": True}) | none, then=NOTHING),
        When(whole, then=ALL),
        default=PART,
        output_field=IntegerField(),
    )


def ending_on(day: int) -> Sum:
    return Sum(Coalesce(Cast(KeyTextTransform(day, f"{OF_VALIDITY}days"), IntegerField()), 0))


def reading(card: Card, group: dict[str, Any], *, days: int, at: datetime) -> Reading:
    """What the card says of a group of stores that are alike."""
    kind = definition(card.key).stands_on
    is_of_details = kind == DETAILS and group["details_verdict"] is not None
    verdict = group["details_verdict"] if is_of_details else group["verdict"]
    if verdict is None:
        return Reading(card=card.key, store="", unit=card.unit)
    measured = MEASURES[card.key](_facts(kind, group, card, days=days, at=at))
    is_stale = group["details_are_stale" if is_of_details else "is_stale"]
    return Reading(
        card=card.key,
        store="",
        value=measured.value,
        unit=card.unit,
        as_of=None,
        confirmed_at=group["details_oldest" if is_of_details else "oldest"],
        stale=bool(is_stale),
        verdict=verdict,
        snapshot=0,
        sentiment="neutral",
        ratio=measured.ratio,
        coverage=measured.coverage,
    )


def _facts(kind: str, group: dict[str, Any], card: Card, *, days: int, at: datetime) -> Facts:
    whose = "then_" if kind == DETAILS and group["details_verdict"] is not None else "now_"
    window = Window(at - LENGTH, at, None if group["knows_window"] else at)
    details = None
    if kind == DETAILS and group["details_verdict"] is not None:
        details = DetailTally(**{name: group[f"known_{name}"] for name in KNOWN})
    validity = None
    if kind == VALIDITY and group["ends_active_count"] is not None:
        ends = {name: group[f"ends_{name}"] for name in ENDS}
        validity = ValidityTally(as_of=at, days=[group[f"day_{n}"] for n in range(days)], **ends)
    shops = ListingSnapshot(shops=group["shops_counted"] or [])
    return Facts(
        counts=ListingSnapshot(**{name: group[whose + name] for name in COUNTS}),
        snapshot=0,
        rejections=Rejections(window, {"": group["moves"]}) if kind == REJECTIONS else None,
        validity=validity,
        details=details,
        settings=card.settings_at(None),
        knows_expiry=shops.knows_expiry,
        knows_attributes=shops.knows_attributes,
        shops_without_attributes=shops.shops_without_attributes,
    )
