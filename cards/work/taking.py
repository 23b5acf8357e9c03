"""What is to be taken on: the listings of a group or of a choice, or items of the source that no
listing has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from aliexpress.models import Listing, Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import LARGEST_ID
from aliexpress.typed.text import text_from
from cards.formats import many
from cards.models import GroupKind, WorkListing
from cards.work.groups import Edges, edges_of, groups_in, kind_from, listings_in
from cards.work.missing import missing_entries
from cards.work.narrowing import is_in_hand, narrowing_from, reason_from

LONGEST_TITLE: Final = 200
MOST_LISTINGS: Final = 5000


class Taken(NamedTuple):
    """Rows that are not saved yet; `words`: how many of what."""

    kind: GroupKind
    reason: str
    title: str
    rows: list[WorkListing]
    snapshot: int | None
    words: str


def taken(store: Store, values: Mapping[str, Any], *, at: datetime) -> Taken:
    """From a form's or an API's words. Raises BadInput."""
    if values.get("items") or values.get("kind") == GroupKind.SOURCE_MISSING:
        return _items(store, values)
    return _listings(store, values, at=at)


def _items(store: Store, values: Mapping[str, Any]) -> Taken:
    found = missing_entries(store)
    if chosen := values.get("items"):
        found = found.filter(item__external_id__in=_texts(chosen))
    reason = reason_from(values)
    found = found.filter(reason=reason) if reason else found
    ids = list(found.order_by("pk").values_list("item", flat=True)[: MOST_LISTINGS + 1])
    _look_whether_any(ids, name="items")
    kind = GroupKind.SOURCE_MISSING
    snapshot = Store.objects.filter(pk=store.pk).values_list("now__snapshot", flat=True).first()
    rows = [WorkListing(source_item_id=pk) for pk in ids]
    words = many(len(ids), "item") + _left(chosen or (), len(ids))
    return Taken(kind, "", str(kind.label), rows, snapshot, words)


def _listings(store: Store, values: Mapping[str, Any], *, at: datetime) -> Taken:
    """Of `listings` (product ids), or else of the group that `kind`, `reason` and what narrows it
    name."""
    edges = edges_of(store, at=at)
    listings: QuerySet[Listing]
    if chosen := values.get("listings"):
        kind, reason, title = GroupKind.CHOSEN, "", ""
        listings = Listing.objects.of(store).counted().filter(product_id__in=_ids(chosen))
        if values.get("kind"):
            kind, reason, title, group = _group(store, values, edges=edges, at=at)
            listings = listings.filter(pk__in=group.values("pk"))
    else:
        kind, reason, title, listings = _group(store, values, edges=edges, at=at)
    found = list(as_they_are(listings)[: MOST_LISTINGS + 1])
    _look_whether_any(found, name="listings")
    number = many(len(found), "listing")
    rows = [
        WorkListing(listing_id=pk, state=state, reason=why, offline_at=end)
        for pk, state, why, end, _ in found
    ]
    words = number + _left(chosen or (), len(found)) + _in_hand(listings, len(found))
    return Taken(kind, reason, title or f"{number} by choice", rows, found[0][-1], words)


def _look_whether_any(rows: Sequence[object], *, name: str) -> None:
    if not rows:
        raise BadInput(name, f"{name} are none any more: choose some that are there now.")
    if len(rows) > MOST_LISTINGS:
        raise BadInput(
            name, f"{name} must be at most {MOST_LISTINGS:,} at a time: narrow the group."
        )


def _group(
    store: Store, values: Mapping[str, Any], *, edges: Edges, at: datetime
) -> tuple[GroupKind, str, str, QuerySet[Listing]]:
    """Kind, reason and title of the group that is named, and its listings."""
    if not values.get("kind"):
        raise BadInput("listings", "listings or a kind of group must be given.")
    kind, narrowing = kind_from(values["kind"]), narrowing_from(values)
    reason = reason_from(values)
    listings = listings_in(store, kind, reason=reason, narrowing=narrowing, edges=edges, at=at)
    made = groups_in(listings, kind)
    title = made[0].title if len(made) == 1 else kind.label
    return kind, made[0].reason if reason and made else "", title[:LONGEST_TITLE], listings


def as_they_are(listings: QuerySet[Listing]) -> QuerySet[Listing, Any]:
    """With the snapshot that counted them, in the same statement."""
    return listings.order_by("product_id").values_list(
        "pk", "state", "audit_failure_reason", "offline_at", "store__now__snapshot"
    )


def _ids(value: Any) -> list[int]:
    ids = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    right = [type(one) is int and 0 <= one <= LARGEST_ID for one in ids]
    if not right or not all(right) or len(right) > MOST_LISTINGS:
        raise BadInput(
            "listings", f"listings must be a list of at most {MOST_LISTINGS:,} product ids."
        )
    return list(ids)


def _texts(value: Any) -> list[str]:
    texts = value if isinstance(value, Sequence) and not isinstance(value, str) else []
    if not texts or len(texts) > MOST_LISTINGS or not all(isinstance(one, str) for one in texts):
        raise BadInput(
            "items", f"items must be a list of at most {MOST_LISTINGS:,} ids of the source's items."
        )
    return [text_from("items", one, longest=300) for one in texts]


def _left(chosen: Sequence[object], found: int) -> str:
    """What to say of those that were chosen and have moved on meanwhile."""
    left = len(set(chosen)) - found
    if left <= 0:
        return ""
    return f"; {left:,} that {'was' if left == 1 else 'were'} chosen had moved on by then"


def _in_hand(listings: QuerySet[Listing], found: int) -> str:
    """What to say of those that are in an open work item already, maybe since a moment ago."""
    count = listings.filter(is_in_hand()).count()
    if not count:
        return ""
    return f"; {'all' if count == found else f'{count:,}'} of them in other work as well"
