"""What tracing answers of a store, and whether every list of it is as long as its number."""

from urllib.parse import parse_qsl

from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.tracing.archive import asked_from, traced_at_once
from cards.tracing.listed_numbers import receipts_of
from tests.cards.tracing.reviewed_store import CLOSING

AT = CLOSING


def traced(store, **asked):
    values = {"subject": "rejected", **asked}
    return traced_at_once(store, asked_from(values, at=AT), by=None, at=AT)


def length(store, address):
    query = dict(parse_qsl(address.partition("?")[2]))
    return find(store, filters_from(query), at=AT).listings.count()


def hold(store, answer):
    """Every list is as long as its number."""
    for number, address in receipts_of(answer):
        assert address is None or length(store, address) == number, address


def address_of(snapshot):
    return f"{snapshot.published_at:%Y-%m-%dT%H:%M:%SZ}"
