"""Listings found by what somebody typed, in all the stores they see."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, QuerySet

from aliexpress.models import Listing, ListingSku, Store
from aliexpress.roles import Viewer
from aliexpress.search_text import found_by
from aliexpress.sku_key import sku_key
from aliexpress.typed.numbers import id_of, is_id
from aliexpress.typed.text import text_from
from cards.models import Card

LONGEST_QUERY: Final = 200
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Hits:
    """`is_exact`: they have this product id or SKU, rather than these words."""

    listings: list[Listing]  # each with its store; at most MOST_SHOWN
    is_exact: bool = False
    are_more: bool = False


def search(user: Viewer, query: str) -> Hits:
    """By product id, else by SKU, else by words of title and SKUs. Nothing for a blank query. At
    most four statements. Raises BadInput."""
    query = text_from("q", query, longest=LONGEST_QUERY)
    if not query:
        return Hits([])
    sees_a_card = Exists(Card.objects.visible_to(user))
    stores = list(Store.objects.visible_to(user).filter(sees_a_card).values_list("pk", flat=True))
    of_stores = Listing.objects.filter(store__in=stores).select_related("store")
    for exact in (with_id(of_stores, query), with_sku(of_stores, stores, query)):
        if exact:
            return Hits(exact[:MOST_SHOWN], is_exact=True, are_more=len(exact) > MOST_SHOWN)
    found = _first(of_stores.filter(found_by(query), gone_at__isnull=True))
    return Hits(found[:MOST_SHOWN], are_more=len(found) > MOST_SHOWN)


def with_id(listings: QuerySet[Listing], query: str) -> list[Listing]:
    """Those that are gone as well: who asks for one by its id asks what became of it."""
    return _first(listings.filter(product_id=id_of(query))) if is_id(query) else []


def with_sku(listings: QuerySet[Listing], stores: list[int], query: str) -> list[Listing]:
    key = sku_key(query)
    if not key:
        return []
    of_code = ListingSku.objects.filter(store__in=stores, key=key).values("listing")
    return _first(listings.filter(pk__in=of_code, gone_at__isnull=True))


def _first(listings: QuerySet[Listing]) -> list[Listing]:
    return list(listings.order_by("store__name", "product_id")[: MOST_SHOWN + 1])
