"""Who may see and do what in the admin: one matrix of people, models and pages."""

from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.test import Client
from django.urls import reverse

from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun
from tests.aliexpress.admin.conftest import signed_in

FACTS = ["listing", "listingsnapshot", "syncrun"]
BUTTONS = ["connect", "check", "sync", "authorise"]
MODELS: dict[str, Any] = {
    "store": Store,
    "listing": Listing,
    "listingsnapshot": ListingSnapshot,
    "syncrun": SyncRun,
}

pytestmark = pytest.mark.django_db


def page_of(model: str, view: str, pk: int | None = None) -> str:
    return reverse(f"admin:aliexpress_{model}_{view}", args=[pk] if pk is not None else [])


def row_of(model: str, store: Store) -> int:
    if model == "store":
        return store.pk
    pk: int = MODELS[model].objects.filter(store=store).values_list("pk", flat=True)[0]
    return pk


def sees(client: Client, model: str, store: Store) -> bool:
    """Whether the detail page opens; what is hidden is answered as if it did not exist."""
    return client.get(page_of(model, "change", row_of(model, store))).status_code == 200


@pytest.mark.parametrize(
    ("person", "own", "hidden_one"),
    [
        ("operations", True, False),
        ("operations_elsewhere", False, False),
        ("superuser", True, True),
        ("staff_owner", False, False),
        ("owner", False, False),
        ("inactive", False, False),
    ],
)
def test_a_detail_page_opens_for_operations_of_its_store(
    people, store, hidden, person, own, hidden_one
):
    client = signed_in(getattr(people, person))

    for model in MODELS:
        assert sees(client, model, store) is own, model
        assert sees(client, model, hidden) is hidden_one, model


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("operations", 200),
        ("operations_elsewhere", 200),
        ("superuser", 200),
        ("staff_owner", 403),
        ("owner", 302),
        ("inactive", 302),
    ],
)
def test_a_list_opens_for_operations(people, person, status):
    client = signed_in(getattr(people, person))

    answers = {model: client.get(page_of(model, "changelist")).status_code for model in MODELS}

    assert set(answers.values()) == {status}, answers


@pytest.mark.parametrize("model", MODELS)
def test_a_list_holds_the_rows_of_ones_own_stores_alone(ops, store, hidden, model):
    answer = ops.get(page_of(model, "changelist"))

    shown = [row.pk for row in answer.context["cl"].result_list]
    assert shown == [row_of(model, store)]


@pytest.mark.parametrize("model", FACTS)
def test_the_hidden_store_cannot_be_asked_for_by_its_filter(ops, hidden, model):
    answer = ops.get(page_of(model, "changelist"), {"store": "quay-lights"})

    assert b"Quay Lights" not in answer.content
    assert list(answer.context["cl"].result_list) == []


@pytest.mark.parametrize("person", ["operations", "superuser"])
def test_nobody_adds_a_fact(people, person):
    client = signed_in(getattr(people, person))

    answers = {model: client.post(page_of(model, "add"), {}).status_code for model in FACTS}

    assert set(answers.values()) == {403}, answers


@pytest.mark.parametrize("person", ["operations", "superuser"])
@pytest.mark.parametrize("view", ["change", "delete"])
def test_nobody_changes_or_deletes_a_fact(people, store, person, view):
    client = signed_in(getattr(people, person))

    for model in FACTS:
        pk = row_of(model, store)
        answer = client.post(page_of(model, view, pk), {"post": "yes"})

        assert answer.status_code == 403, model
        assert MODELS[model].objects.filter(pk=pk).exists()


@pytest.mark.parametrize("person", ["operations", "superuser"])
def test_nobody_deletes_a_store(people, store, person):
    client = signed_in(getattr(people, person))

    answer = client.post(page_of("store", "delete", store.pk), {"post": "yes"})

    assert answer.status_code == 403
    assert Store.objects.filter(pk=store.pk).exists()


def test_the_buttons_of_a_hidden_store_do_not_exist(ops, hidden):
    for view in BUTTONS:
        address = page_of("store", view, hidden.pk)

        assert ops.get(address).status_code in {404, 405}, view
        assert ops.post(address).status_code in {404, 405}, view


def test_the_buttons_of_a_store_are_not_for_owners(people, store):
    client = signed_in(people.staff_owner)

    for view in BUTTONS:
        address = page_of("store", view, store.pk)
        codes = {client.get(address).status_code, client.post(address).status_code}

        assert codes <= {403, 405}, view


def test_the_action_on_a_hidden_store_asks_for_no_run(ops, hidden):
    ops.post(
        page_of("store", "changelist"), {"action": "sync_now", "_selected_action": [hidden.pk]}
    )

    assert not SyncRun.objects.open().exists()


def test_the_progress_of_a_hidden_run_does_not_exist(ops, hidden):
    address = page_of("syncrun", "progress", row_of("syncrun", hidden))

    assert ops.get(address).status_code == 404


def test_the_front_page_shows_staff_without_the_role_nothing(people):
    answer = signed_in(people.staff_owner).get(reverse("admin:index"))

    assert answer.context["app_list"] == []


def test_the_front_page_names_no_store_one_is_no_longer_a_member_of(ops, operations, store):
    LogEntry.objects.log_actions(operations.pk, [store], CHANGE, single_object=True)
    operations.memberships.all().delete()

    assert "Harbour Home" not in ops.get(reverse("admin:index")).content.decode()


def test_the_front_page_reminds_a_superuser_of_what_they_did(people, store):
    LogEntry.objects.log_actions(people.superuser.pk, [store], CHANGE, single_object=True)

    page = signed_in(people.superuser).get(reverse("admin:index")).content.decode()

    assert "Harbour Home" in page


@pytest.mark.parametrize("model", MODELS)
def test_who_is_not_signed_in_is_sent_to_sign_in(store, model):
    answer = Client().get(page_of(model, "changelist"))

    assert answer.status_code == 302
    assert "login" in answer["Location"]
