"""Connects a store to its BigCommerce shop: looks at it first, and says what it found."""

from contextlib import closing
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction

from aliexpress.models import SourceCatalogue, Store
from aliexpress.source.ending import end_source
from aliexpress.source.failures import SourceRefused
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.credentials import door_of, pace_of
from aliexpress.source.gateway.shop import Abilities, BigCommerceShop
from aliexpress.source.gateway.shop_reader import KIND
from aliexpress.source.reading.shop import ShopFacts

LONGEST_TOKEN: Final = 4000


class Found(NamedTuple):
    facts: ShopFacts
    products: int
    variants: int
    abilities: Abilities

    @property
    def sentence(self) -> str:
        tax = {True: " with tax", False: " without tax", None: ""}[self.facts.prices_include_tax]
        stock = "by location" if self.abilities.stock_by_location else "as the products tell it"
        channel = self.abilities.channel
        tool = f"what the channel {channel} says of AliExpress" if channel else "no word"
        return (
            f"{self.facts.name or self.facts.external_id} at BigCommerce, with prices in "
            f"{self.facts.currency}{tax}. Products: {self.products:,}; variants: "
            f"{self.variants:,}. Stock is read {stock}; of the tool that lists them, {tool}."
        )


class Connected(NamedTuple):
    catalogue: SourceCatalogue
    found: Found


def connect_bigcommerce(
    store: Store,
    *,
    shop: str,
    token: str | None,
    at: datetime,
    by: Any | None = None,
    **rules: Any,
) -> Connected:
    """From now on the shop is the store's source, read at once. `token` None keeps the one that is
    stored for this very shop; `rules`: fields of SourceCatalogue to set.

    Another shop or another currency is another catalogue: what was known of the one before stays
    with it. Raises SourceFailure, and nothing is changed then.
    """
    known = SourceCatalogue.objects.in_force().filter(store=store).first()
    same = known if known and (known.kind, known.external_id) == (KIND, shop) else None
    if not token and (same is None or not has_token(same)):
        raise SourceRefused("A token is needed: that of a store-level API account of the shop.")
    if token and len(token) > LONGEST_TOKEN:
        raise SourceRefused("The token is no BigCommerce token.")
    asked = same or SourceCatalogue(store=store, kind=KIND, external_id=shop, connected_at=at)
    for name, value in {**rules, **({"token": token} if token else {})}.items():
        setattr(asked, name, value)
    found = look_at(asked)
    last = asked.snapshots.order_by("-published_at", "-id").first() if same else None
    if last and last.currency != found.facts.currency:
        asked.pk, asked._state.adding = None, True
    asked.name = found.facts.name
    asked.connected_at, asked.connected_by, asked.due_at, asked.failure_count = at, by, at, 0
    with transaction.atomic():
        if asked.pk is None:
            end_source(store, at=at)
        asked.save()
    return Connected(asked, found)


def has_token(catalogue: SourceCatalogue) -> bool:
    """Asked of the database: the token itself is not opened for it."""
    return SourceCatalogue.objects.filter(pk=catalogue.pk).exclude(token="").exists()


def look_at(catalogue: SourceCatalogue) -> Found:
    """Raises SourceFailure."""
    with closing(door_of(catalogue)) as door:
        shop = BigCommerceShop(catalogue, Calls(door, pace_of(catalogue)))
        facts = shop.facts()
        if facts.external_id != catalogue.external_id:
            raise SourceRefused(f"The token is that of another shop: {facts.external_id}.")
        return Found(facts, shop.newest().total, shop.variants().declared, shop.abilities())
