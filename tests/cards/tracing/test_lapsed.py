"""Why listings expired: held against those that were to lapse as well, and were renewed."""

from datetime import timedelta

from aliexpress.models import Listing, Renewal
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.tracing.archive import asked_from, question_of, traced_at_once
from tests.cards.store_past import lived

HOUR = timedelta(hours=1)


def lapsing(store):
    """Of forty on sale twelve lapse, and twelve that were to lapse are renewed."""
    active = dict.fromkeys(range(1, 41), "active")
    first, last = lived(store, [active, active | dict.fromkeys(range(1, 13), "expired")])
    for one in Listing.objects.filter(product_id__gt=1_005_000_000_000_028):
        Renewal.objects.create(
            store=store, listing=one, former_end=last.as_of - HOUR / 2, found_at=last.as_of
        )
    return first, last


def asked(store, first, last):
    ends = {"from": first.published_at.isoformat(), "to": last.published_at.isoformat()}
    return traced_at_once(
        store, asked_from({"subject": "expired", **ends}, at=last.published_at), by=None,
        at=last.published_at,
    ).answer or {}  # fmt: skip


def test_what_lapsed_is_held_against_what_was_renewed(store):
    first, last = lapsing(store)

    answer = asked(store, first, last)

    assert answer["counts"]["asked_about"] == 12
    assert answer["counts"]["compared_with"] == 12
    assert answer["counts"]["population"] == "that were to lapse and were renewed"
    question = question_of(store, "expired", "why", start=first.published_at, end=last.published_at)
    rest = find(store, filters_from(question.rest), at=last.published_at).listings
    assert rest.count() == 12


def test_where_no_renewal_was_kept_what_stayed_on_sale_is_told(store):
    first, last = lapsing(store)
    Renewal.objects.all().delete()

    assert asked(store, first, last)["counts"]["compared_with"] == 28
