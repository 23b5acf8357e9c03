"""Every page is light, and nothing that it waits for before it is shown is heavy."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from aliexpress.models import Listing, ListingDetail, Membership
from cards.models import Card, WorkItem
from cards.reconciliation import entry_from, reconcile
from cards.work.items import take_on
from tests.bridge_stores import counted, held_together
from tests.cards.long_history import much_happened
from tests.cards.pages.page_names import PAGES
from tests.factories import (
    ListingDetailFactory,
    ListingFactory,
    StoreFactory,
    UserFactory,
)

MOST_BYTES = 150_000
STYLES = {"tokens.css", "centre.css"}
CHARTS = "uPlot"
BEFORE_PAINT = re.compile(r"cards/(zone|watch|keys|later)\.js[^>]* defer>")
REASONS = ("category_audit_fail", "fake_audit_fail", "tbd_audit_fail", "duplicate_audit_fail")
STORE = {"slug": "harbour-home"}
CARD = {**STORE, "key": "aex_total_listings"}
# Seen by nobody who is in, by a link of a mail alone, or with a test of its own.
APART = {"login", "set_password", "end_note", "source_upload", None}


@pytest.fixture
def operator(store, member):
    """Of a store that much happened to, with 400 rejected listings, among many people."""
    user = member("operations")
    much_happened(store)
    name = "Handmade linen curtain with a long name, ready to hang, 140 by 250 cm"
    rejected = [
        ListingFactory.build(
            store=store,
            state="rejected",
            status="editingRequired",
            audit_failure_reason=REASONS[number % len(REASONS)],
            subject=name,
        )
        for number in range(400)
    ]
    made = Listing.objects.bulk_create(rejected)
    ListingDetail.objects.bulk_create(ListingDetailFactory.build(listing=one) for one in made)
    people = [UserFactory.build(username=f"anna-{number}") for number in range(60)]
    Membership.objects.bulk_create(
        Membership(store=store, user=one) for one in get_user_model().objects.bulk_create(people)
    )
    codes = [[f"A-{number}"] for number in range(60)]
    other = held_together(
        items=[f"B-{number}" for number in range(60)],
        listings=codes,
        store=StoreFactory(slug="bridged"),
    )
    counted(other)
    other.memberships.create(user=user)
    return user


@pytest.fixture
def item(store, operator):
    take_on(store, {"kind": "rejected"}, by=operator, at=timezone.now())
    return WorkItem.objects.get()


def addresses(store, operator, item, *, at):
    """A page of each name, some in more than one state."""
    bridged = {"slug": "bridged"}
    entry = entry_from({"entered": "4310", "observed_at": at.isoformat()}, at=at)
    record = reconcile(store, entry, by=operator, at=at)
    listing = store.listings.latest("pk")
    yield "bridge_list", "/stores/bridged/bridge/out-of-stock/"
    yield "bridge_list", "/stores/bridged/bridge/drifting/"
    for name, arguments, query in (
        ("board", {}, ""),
        ("board", {}, "?view=compact"),
        ("compare", {}, "?store=harbour-home&store=bridged"),
        ("ask", {}, ""),
        ("ask", {}, "?question=How+many+listings+are+rejected%3F"),
        ("alerts", {}, ""),
        *[("card", {**STORE, "key": card.key}, "") for card in Card.objects.all()],
        ("alert_me", CARD, ""),
        ("listings", STORE, ""),
        ("listings", STORE, "?state=rejected"),
        ("timeline", {**STORE, "product_id": listing.product_id}, ""),
        ("skus", STORE, ""),
        ("flow", STORE, ""),
        ("all_work", {}, ""),
        ("bridge", bridged, ""),
        ("bridge", STORE, ""),
        ("bridge_list", {**bridged, "name": "missing"}, ""),
        ("bridge_list", {**bridged, "name": "orphans"}, ""),
        ("work", STORE, ""),
        ("reconciliation", {**STORE, "record_id": record.pk}, ""),
        ("work_new", STORE, "?kind=rejected"),
        ("work_group", {**STORE, "kind": "rejected"}, ""),
        ("work_item", {**STORE, "item_id": item.pk}, ""),
        ("why", CARD, ""),
        ("why", {**STORE, "key": "aex_rejected_listings"}, ""),
        ("reconcile", STORE, ""),
        ("search", {}, "?q=linen"),
        ("people", {}, ""),
        ("invite", {}, ""),
        ("person", {"user_id": operator.pk}, ""),
        ("account", {}, ""),
        ("password_change", {}, ""),
        ("password_change_done", {}, ""),
        ("setup", {}, ""),
    ):
        yield name, reverse(name, kwargs=arguments) + query


def test_no_page_is_heavier_than_150_kb_or_waits_for_what_it_does_not_need(
    store, operator, item, as_user
):
    browser = as_user(operator)
    heavy, waiting, seen = [], [], set()
    for name, address in addresses(store, operator, item, at=timezone.now()):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        seen.add(name)
        if len(answer.content) > MOST_BYTES:
            heavy.append((address, len(answer.content)))
        head = text.partition("</head>")[0]
        styles = {one.rpartition("/")[2] for one in re.findall(r'stylesheet" href="([^"?]*)', head)}
        late = [tag for tag in re.findall("<script[^>]*>", head) if not BEFORE_PAINT.search(tag)]
        charts = {one for one in styles if one.startswith(CHARTS)}
        if late or styles - charts - STYLES or bool(charts) != ("data-chart=" in text):
            waiting.append((address, styles, late))
        assert "@font-face" not in text

    assert heavy == []
    assert waiting == []
    assert PAGES - APART - seen == set()
