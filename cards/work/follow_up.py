"""What came of listings that were taken on, told by their own movements since: nobody ticks
anything off."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from aliexpress.lifecycle import State
from aliexpress.models import BridgeEntry, Finding, Transition
from aliexpress.models.bridge_words import FindingKind, ItemPart, Side
from cards.models import GroupKind, WorkItem, WorkListing
from cards.work.groups import OF_BRIDGE


class Outcome(models.TextChoices):
    """What a listing of a work item has come to."""

    STILL_THERE = "still_there", "Still there"
    SENT_BACK = "sent_back", "Sent back to AliExpress"
    TURNED_DOWN = "turned_down", "Turned down again"
    CLEARED = "cleared", "Cleared"
    GONE = "gone", "Gone"

    @property
    def in_sentence(self) -> str:
        """Its label behind a number: 'sent back to AliExpress'."""
        label = str(self.label)
        return label[0].lower() + label[1:]


# As long as one of these is left, the work is not done.
LEFT = (Outcome.STILL_THERE, Outcome.SENT_BACK, Outcome.TURNED_DOWN)
Followed = QuerySet[WorkListing, Any]

_IS_READ = Q(listing__detail__is_known=True) & Q(
    listing__detail__asked_for=F("listing__gmt_modified")
)
_OFFERED = Finding.objects.filter(
    listing=OuterRef("listing"), kind=FindingKind.OUT_OF_STOCK, until_tally__isnull=True
)
_LACKED = BridgeEntry.objects.filter(
    store=OuterRef("listing__store"),
    side=Side.ITEM,
    part=ItemPart.MISSING,
    sibling=OuterRef("listing"),
    until_tally__isnull=True,
)
# Where an item of the source stands in the newest bridge.
_ENTRY = BridgeEntry.objects.filter(
    item=OuterRef("source_item"), side=Side.ITEM, until_tally__isnull=True
)
_LISTED = _ENTRY.filter(part=ItemPart.LISTED)
_OF_ITEM = Case(
    When(source_item__gone_at__isnull=False, then=Value(Outcome.GONE.value)),
    When(Exists(_ENTRY.filter(part=ItemPart.LEFT_OUT)), then=Value(Outcome.GONE.value)),
    When(Exists(_LISTED.filter(state=State.AUDITING)), then=Value(Outcome.SENT_BACK.value)),
    When(Exists(_LISTED.filter(state=State.REJECTED)), then=Value(Outcome.TURNED_DOWN.value)),
    When(Exists(_LISTED), then=Value(Outcome.CLEARED.value)),
    default=Value(Outcome.STILL_THERE.value),
    output_field=models.CharField(),
)
# Left the state it was taken on in, for Active; or, of what is on sale all along, lost what
# was wrong with it.
_CLEARED = (
    Q(item__kind=GroupKind.EXPIRING, listing__offline_at__gt=F("offline_at"))
    | Q(item__kind=GroupKind.OUT_OF_STOCK, listing__detail__is_out_of_stock=False) & _IS_READ
    | Q(item__kind=GroupKind.SOURCE_OUT) & ~Exists(_OFFERED)
    | Q(item__kind=GroupKind.SOURCE_LACKS) & ~Exists(_LACKED)
    | Q(listing__state=State.ACTIVE)
    & ~Q(state=State.ACTIVE)
    & ~Q(item__kind__in=[GroupKind.OUT_OF_STOCK, GroupKind.LACKING, *OF_BRIDGE])
)
# On sale since, and looked at again because somebody edited it: that is no work of this item's.
_EDITED = (
    Q(was_on_sale=True) & ~Q(state=State.ACTIVE)
    | Q(item__kind=GroupKind.EXPIRING, listing__offline_at__gt=F("offline_at"))
) & Q(listing__state=State.AUDITING)
_FILLED = Q(item__kind=GroupKind.LACKING, listing__detail__required_filled=100) & _IS_READ


def followed(rows: QuerySet[WorkListing]) -> Followed:
    """The rows with `outcome`, `was_turned_down` (ever since) and `ended_at` (of what is cleared
    or gone: the moment, or the first at which we knew)."""
    since = Transition.objects.filter(
        listing=OuterRef("listing"), snapshot_id__gt=Coalesce(OuterRef("item__snapshot"), 0)
    )
    turned_down = Exists(since.filter(to_state=State.REJECTED))
    outcome = Case(
        When(source_item__isnull=False, then=_OF_ITEM),
        When(listing__gone_at__isnull=False, then=Value(Outcome.GONE.value)),
        When(_FILLED, then=Value(Outcome.CLEARED.value)),
        When(_EDITED, then=Value(Outcome.CLEARED.value)),
        When(Exists(since) & Q(listing__state=State.AUDITING), then=Value(Outcome.SENT_BACK.value)),
        When(turned_down & Q(listing__state=State.REJECTED), then=Value(Outcome.TURNED_DOWN.value)),
        When(_CLEARED & Q(listing__state=State.ACTIVE), then=Value(Outcome.CLEARED.value)),
        default=Value(Outcome.STILL_THERE.value),
        output_field=models.CharField(),
    )
    ends = Q(to_state=State.ACTIVE) | Q(to_state=None)
    ended = Coalesce(
        Subquery(since.filter(ends).order_by("-snapshot_id").values("by_at")[:1]),
        Case(
            When(source_item__gone_at__isnull=False, then=F("source_item__gone_at")),
            When(
                source_item__isnull=False,
                then=Subquery(_ENTRY.values("since_tally__published_at")[:1]),
            ),
            When(item__kind=GroupKind.EXPIRING, then=F("listing__modified_at")),
            default=F("listing__detail__asked_at"),
            output_field=DateTimeField(),
        ),
    )
    on_sale = Exists(since.filter(to_state=State.ACTIVE))
    rows = rows.annotate(was_on_sale=on_sale)
    return rows.annotate(outcome=outcome, was_turned_down=turned_down, ended_at=ended)


def rows_of(item: WorkItem, outcome: Outcome | None = None) -> Followed:
    """The item's listings with what came of each, by product id; or its items of the source."""
    rows: Any = followed(WorkListing.objects.filter(item=item))
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    rows = rows.select_related("listing__shop", "source_item", "item")
    found: Followed = rows.order_by("listing__product_id", "source_item__code", "pk")
    return found


def days_taken(row: Any) -> int | None:
    """Whole days from taking it on until it was cleared or gone; None where neither happened."""
    if row.outcome in LEFT or row.ended_at is None:
        return None
    taken: timedelta = row.ended_at - row.item.created_at
    return max(0, taken.days)
