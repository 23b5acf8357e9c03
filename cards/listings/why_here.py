"""Why a listing stands in a list of what needs work: the facts about it that do, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aliexpress.lifecycle import State, meaning_in_any_family
from aliexpress.models import CategoryAttributes, Listing, ListingDetail, ListingSku
from aliexpress.rejection_reasons import REJECTION_REASONS
from aliexpress.words import ago

ENDS_SOON: Final = timedelta(days=7)
MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Why:
    """One fact, and AliExpress's word for it where it has one."""

    words: str
    word: str = ""


Row = tuple[Listing, list[Why]]


def why_here(rows: Sequence[Listing], *, at: datetime, is_past: bool = False) -> list[Row]:
    """Each listing with its facts; one statement where `detail` and `shop` were selected with
    the rows. Of the past only the state is known."""
    names = {} if is_past else _names(rows)
    return [(listing, list(_facts(listing, names, at=at, is_past=is_past))) for listing in rows]


def said_of_all(rows: Sequence[Row]) -> tuple[list[Why], list[Row]]:
    """The facts all of several listings share, and each listing with its others."""
    shared = [why for why in rows[0][1] if all(why in whys for _, whys in rows)] if rows[1:] else []
    return shared, [(listing, [why for why in whys if why not in shared]) for listing, whys in rows]


def codes_of(rows: Sequence[Listing]) -> dict[int, str]:
    """The first SKU codes of each listing, by primary key; one statement."""
    skus = ListingSku.objects.filter(listing__in=[listing.pk for listing in rows])
    found: dict[int, list[str]] = {}
    in_order = skus.exclude(code="").order_by("listing", "position")
    for listing, code in in_order.values_list("listing", "code"):
        found.setdefault(listing, []).append(code)
    return {listing: _some(codes) for listing, codes in found.items()}


def _some(words: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(words) - MOST_NAMES
    return ", ".join(words[:MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def detail_of(listing: Listing) -> ListingDetail | None:
    """What was read of the product itself, where that is still true of it."""
    detail: ListingDetail | None = getattr(listing, "detail", None)
    is_current = detail and detail.is_known and detail.asked_for == listing.gmt_modified
    return detail if is_current else None


def attribute_names(detail: ListingDetail, names: dict[str, str]) -> list[str]:
    """The required attributes that are empty, by name; by number where no name is known."""
    return [names.get(str(number), str(number)) for number in detail.missing or ()]


def _facts(
    listing: Listing, names: dict[int, dict[str, str]], *, at: datetime, is_past: bool
) -> Iterable[Why]:
    if listing.gone_at is not None:
        return
    if listing.state != State.ACTIVE:
        yield why_in_state(listing)
    if is_past:
        return
    if listing.state == State.ACTIVE and listing.offline_at:
        if listing.offline_at <= at:
            yield Why("Its listing period is over, and it is still on sale")
        elif listing.offline_at <= at + ENDS_SOON:
            yield Why(f"Its listing period ends {ago(listing.offline_at, at=at)}")
    detail = detail_of(listing)
    if detail and detail.is_out_of_stock and listing.state == State.ACTIVE:
        yield Why("Every SKU is at zero")
    if detail and detail.missing:
        missing = attribute_names(detail, names.get(detail.category_id or 0, {}))
        yield Why(f"Lacks {_some(missing)}")


def why_in_state(listing: Listing) -> Why:
    if listing.audit_failure_reason:
        reason = listing.audit_failure_reason
        words = REJECTION_REASONS.get(reason)
        return Why(words[:1].upper() + words[1:], reason) if words else Why(reason)
    meaning = meaning_in_any_family(listing.status, listing.offline_reason)
    word = " / ".join(word for word in (listing.status, listing.offline_reason) if word)
    if meaning is None:
        return Why("A state AliExpress has no meaning for that we know", word)
    words = meaning.words
    return Why(words[:1].upper() + words[1:], word)


def _names(rows: Sequence[Listing]) -> dict[int, dict[str, str]]:
    details = [detail for listing in rows if (detail := detail_of(listing)) and detail.missing]
    wanted = {detail.category_id for detail in details if detail.category_id is not None}
    found = CategoryAttributes.objects.filter(category_id__in=wanted)
    return dict(found.values_list("category_id", "names")) if wanted else {}
