"""The admin begins with what somebody has to do, of the stores they see."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aliexpress.models import SyncRun
from aliexpress.models.warnings import CONNECT_AGAIN
from cards.models import Alert, Card, WorkItem
from tests.aliexpress.admin.conftest import signed_in
from tests.factories import (
    ConnectionFactory,
    MembershipFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
)
from tests.moments import NOON

DESK = reverse("admin:index")
REFUSED = SyncRun.ErrorKind.REFUSED


@pytest.fixture
def store(db):
    return StoreFactory(name="Harbour Home")


@pytest.fixture
def ops(store) -> Client:
    return signed_in(MembershipFactory(store=store, user=UserFactory(role="operations")).user)


def text_of(browser, address=DESK):
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def fails(store, **fields):
    SyncRunFactory(store=store, failed=True, **fields)


def test_a_store_that_fails_says_why_when_next_and_leads_to_its_cure(ops, store):
    fails(
        store,
        error_kind=REFUSED,
        error="The token has ended.",
        retry_at=timezone.now() + timedelta(hours=3),
    )

    text = text_of(ops)

    assert "<b>Harbour Home</b>: The token has ended. We try again" in text
    assert reverse("admin:aliexpress_store_connect", args=[store.pk]) in text
    assert "Connect it again" in text


def test_every_other_page_says_so_on_top(ops, store):
    fails(store, error="AliExpress did not answer.")

    text = text_of(ops, reverse("admin:cards_card_changelist"))

    assert "<b>Harbour Home</b> cannot be read: AliExpress did not answer." in text


def test_nothing_of_a_hidden_store_is_on_the_desk(ops):
    hidden = StoreFactory(name="Quay Lights")
    fails(hidden, error="The token has ended.")
    card = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(card=card, store=hidden, trigger="t", opened_at=NOON, updated_at=NOON)
    WorkItem.objects.create(
        store=hidden, title="Old", kind="rejected", due_on=NOON.date(), created_at=NOON
    )
    ends_at = timezone.now() + timedelta(days=3)
    ConnectionFactory(store=hidden, refresh_expires_at=ends_at)

    assert "Quay Lights" not in text_of(ops)


def test_alerts_work_and_authorisations_stand_on_it(ops, store):
    card = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(
        card=card, store=store, trigger="t", sentence="It fell.", opened_at=NOON, updated_at=NOON
    )
    item = WorkItem.objects.create(
        store=store, title="45 rejected", kind="rejected", due_on=NOON.date(), created_at=NOON
    )
    ConnectionFactory(store=store, refresh_expires_at=timezone.now() + timedelta(days=3))

    text = text_of(ops)

    assert "It fell." in text
    assert reverse("work_item", args=[store.slug, item.pk]) in text
    assert "Authorise it again" in text


def test_a_store_that_fails_for_its_ended_authorisation_stands_once(ops, store):
    ended_at = timezone.now() - timedelta(days=1)
    ConnectionFactory(store=store, refresh_expires_at=ended_at)
    fails(store, error_kind=REFUSED, error=f"The token has ended. {CONNECT_AGAIN}")

    text = text_of(ops)

    assert "Connect it again" in text
    assert "Authorise it again" not in text
    assert "None within two weeks." in text


def test_an_authorisation_that_ended_before_any_refresh_failed_is_told(ops, store):
    ConnectionFactory(store=store, refresh_expires_at=timezone.now() - timedelta(days=1))

    assert "Authorise it again" in text_of(ops)


def test_an_inactive_store_fails_no_more(ops, store):
    fails(store)
    store.is_active = False
    store.save()

    assert "Connect it again" not in text_of(ops)
    assert "every store was read" in text_of(ops)


def test_the_sections_are_named_by_task(ops):
    text = text_of(ops)

    places = [text.index(f"<h2>{name}</h2>") for name in ("Stores", "Work", "Definitions")]
    assert places == sorted(places)
    assert "<h2>Axes</h2>" not in text


def test_the_line_on_top_names_sections_and_the_pages_of_the_one_that_is_open(ops):
    text = text_of(ops, reverse("admin:aliexpress_listing_changelist"))

    line, _, rest = text.partition("</nav>")
    line = line.partition('aria-label="Sections"')[2]
    names = ["Desk", "Stores", "Work", "People", "Definitions", "History"]
    assert re.findall(r">\s*([A-Z]\w+)\s*</a>", line) == names
    pages = rest.partition('aria-label="Stores"')[2].partition("</nav>")[0]
    assert "Shops" in pages
    assert "Sync runs" not in pages


def test_the_audit_stands_under_history(ops):
    text = text_of(ops)

    of_history = text.partition("<h2>History</h2>")[2].partition("</section>")[0]
    assert "Audit entries" in of_history


def test_whoever_is_no_operations_has_no_desk(db):
    browser = signed_in(UserFactory(is_staff=True, is_superuser=False))

    assert "Stores that fail" not in text_of(browser)


def test_a_zone_is_chosen_from_a_list(ops, store):
    text = text_of(ops, reverse("admin:aliexpress_store_change", args=[store.pk]))

    assert '<select name="time_zone"' in text
    assert '<option value="America/Los_Angeles" selected>' in text
