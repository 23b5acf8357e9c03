"""Stores, how they are connected, and their listings."""

import factory
from django.db.models.signals import m2m_changed, post_save
from factory.django import DjangoModelFactory

from aliexpress.lifecycle import State
from aliexpress.models import (
    Connection,
    Listing,
    ListingDetail,
    SourceCatalogue,
    Store,
)
from aliexpress.search_text import search_text
from tests.moments import NOON

# What a test begins with is nobody's act: to keep it takes as long as to make it.
unaudited = factory.django.mute_signals(post_save, m2m_changed)


@unaudited
class StoreFactory(DjangoModelFactory[Store]):
    class Meta:
        model = Store

    name = "Harbour Home"
    slug = factory.Sequence(lambda n: f"harbour-home-{n}")


@unaudited
class ConnectionFactory(DjangoModelFactory[Connection]):
    class Meta:
        model = Connection

    store = factory.SubFactory(StoreFactory)
    app_key = "500100"
    app_secret = "an-app-secret"
    access_token = "an-access-token"
    refresh_token = "a-refresh-token"
    list_method = "aliexpress.postproduct.redefining.findproductinfolistquery"


@unaudited
class SourceCatalogueFactory(DjangoModelFactory[SourceCatalogue]):
    class Meta:
        model = SourceCatalogue

    store = factory.SubFactory(StoreFactory)
    name = "The shop's own list"
    connected_at = NOON


class ListingFactory(DjangoModelFactory[Listing]):
    class Meta:
        model = Listing

    store = factory.SubFactory(StoreFactory)
    product_id = factory.Sequence(lambda n: 1_005_003_033_814_656 + n)
    status = "onSelling"
    state = State.ACTIVE
    subject = "Linen curtain, 140 by 250 cm"
    search_text = factory.LazyAttribute(lambda made: search_text(made.subject))
    first_seen_at = NOON
    state_since_at = NOON


class ListingDetailFactory(DjangoModelFactory[ListingDetail]):
    """In stock, every attribute filled, six pictures and a long title."""

    class Meta:
        model = ListingDetail

    listing = factory.SubFactory(ListingFactory)
    store = factory.SelfAttribute("listing.store")
    asked_at = NOON
    asked_for = factory.SelfAttribute("listing.gmt_modified")
    is_known = True
    category_id = 200_000_101
    sku_count = 2
    skus_in_stock = 1
    is_out_of_stock = False
    image_count = 6
    title_length = 80
    filled = factory.LazyFunction(lambda: [2, 10, 219])
    missing = factory.LazyFunction(list)
    required_filled = 100
    key_filled = 100
