"""What every page of the admin says the same way."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from cards.models import Alert, Annotation, Card
from tests.aliexpress.admin.conftest import signed_in
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory
from tests.moments import NOON

NOON_WITH_ITS_ZONE = "14 March 2026, 12:00:00 UTC"


@pytest.fixture
def store(db):
    return StoreFactory(name="Harbour Home")


@pytest.fixture
def ops(store):
    user = UserFactory(role="operations")
    user.set_password("correct horse battery")
    user.save()
    MembershipFactory(store=store, user=user)
    return signed_in(user)


def text_of(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_no_moment_stands_without_its_zone(ops, store):
    card = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(card=card, store=store, trigger="t", opened_at=NOON, updated_at=NOON)
    Annotation.objects.create(store=store, at=NOON, text="A mark", created_at=NOON)

    for model in ("alert", "annotation"):
        assert NOON_WITH_ITS_ZONE in text_of(ops, reverse(f"admin:cards_{model}_changelist"))


def test_a_reading_is_called_by_a_moment_with_its_zone(ops, store):
    snapshot = SnapshotFactory(store=store)

    text = text_of(ops, reverse("admin:aliexpress_listingsnapshot_change", args=[snapshot.pk]))

    assert f"Reading {snapshot.pk}: 4,820 at 2026-03-14 12:00 UTC" in text


def test_a_moment_is_asked_for_with_its_zone(ops, store):
    mark = Annotation.objects.create(store=store, at=NOON, text="A mark", created_at=NOON)

    assert "At (UTC):" in text_of(ops, reverse("admin:cards_annotation_change", args=[mark.pk]))


def test_the_desk_calls_things_as_all_other_pages_do(ops):
    UserFactory(username="admin", is_superuser=True, is_staff=True)
    text = text_of(signed_in(get_user_model().objects.get(username="admin")), "/admin/")

    names = re.findall(r'<li><a href="/admin/[^"]*">([^<]*)</a></li>', text)
    assert {"Refreshes", "Readings", "Marks", "Sources", "People", "Roles", "Sign-ins"} <= {*names}
    machine = (
        "run",
        "snapshot",
        "annotation",
        "tall",
        "alias",
        "user",
        "group",
        "log",
        "catalogue",
    )
    assert [name for name in names if any(word in name.lower() for word in machine)] == []


@pytest.mark.parametrize("model", ["tracing", "reconciliation", "card", "webhook"])
def test_no_list_and_no_form_names_a_switch_as_the_code_does(ops, model):
    for page in ("changelist", "add"):
        answer = ops.get(reverse(f"admin:cards_{model}_{page}"))
        assert not re.search(r">\s*(?:By )?is [a-z]+", answer.content.decode(), re.IGNORECASE)


def test_there_is_no_switch_of_colours_on_any_page(ops):
    text = text_of(ops, reverse("admin:password_change"))

    assert "Old password" in text
    assert "theme-toggle" not in text


def test_the_way_back_is_named_as_the_line_above_names_it(ops, store):
    page = text_of(ops, reverse("admin:aliexpress_store_change", args=[store.pk]))
    way = page.partition('<div class="breadcrumbs">')[2].partition("</div>")[0]

    assert re.findall(r">([^<>]+)</a>", way) == ["Desk", "Stores"]
    assert "Harbour Home" in way
    assert "AliExpress" not in way
