"""The stores' list and page: how a store stands, its settings, its members, its buttons."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aliexpress.models import Connection, Membership, Store, SyncRun
from tests.factories import MembershipFactory, StoreFactory, SyncRunFactory, UserFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

LIST = reverse("admin:aliexpress_store_changelist")


def page(store: Store, view: str = "change") -> str:
    return reverse(f"admin:aliexpress_store_{view}", args=[store.pk])


def settings_form(store: Store, *members: Any, **changed: object) -> dict[str, object]:
    """What the store's page posts; `members` are the people chosen in new rows."""
    form: dict[str, object] = {
        "name": store.name,
        "is_active": "on",
        "sync_interval": store.sync_interval,
        "time_zone": store.time_zone,
        "memberships-TOTAL_FORMS": store.memberships.count() + len(members),
        "memberships-INITIAL_FORMS": store.memberships.count(),
    }
    for number, membership in enumerate(store.memberships.order_by("user__username")):
        form[f"memberships-{number}-id"] = membership.pk
        form[f"memberships-{number}-store"] = store.pk
    for number, member in enumerate(members, store.memberships.count()):
        form[f"memberships-{number}-store"] = store.pk
        form[f"memberships-{number}-person"] = member.pk
    return {**form, **changed}


def test_the_list_shows_the_newest_proven_total_and_its_verdict(ops):
    answer = ops.get(LIST)

    assert "4,820" in answer.content.decode()
    assert "Complete" in answer.content.decode()


def test_a_store_without_a_reading_is_unknown_and_not_zero(ops, operations):
    MembershipFactory(user=operations, store=StoreFactory(name="New"))

    answer = ops.get(LIST, {"q": "New"})

    assert "unknown" in answer.content.decode()
    assert "No complete reading yet" in answer.content.decode()


def test_the_list_says_why_a_store_fails_and_how_often(ops, store):
    SyncRunFactory(store=store, failed=True, finished_at=NOON + timedelta(hours=1))
    Store.objects.update(failure_count=3)

    answer = ops.get(LIST)

    assert "Failed 3 times in a row: AliExpress did not answer" in answer.content.decode()


def test_the_lists_statements_do_not_grow_with_its_rows(ops, operations):
    with CaptureQueriesContext(database) as for_one:
        ops.get(LIST)
    for _ in range(30):
        MembershipFactory(user=operations, store=StoreFactory())

    with CaptureQueriesContext(database) as for_many:
        ops.get(LIST)

    # one of them for the line on top that says which stores fail
    assert len(for_many) == len(for_one) <= 8


def test_the_settings_are_saved(ops, store):
    ops.post(page(store), settings_form(store, name="Harbour & Home", sync_interval=60))

    store.refresh_from_db()
    assert (store.name, store.sync_interval) == ("Harbour & Home", 60)


def test_saving_the_settings_writes_over_nothing_a_sync_wrote_meanwhile(ops, store):
    def sync_writes(sender, **kwargs):
        Store.objects.filter(pk=store.pk).update(watermark="2026-03-14 05:00:00")

    pre_save.connect(sync_writes, sender=Store)
    ops.post(page(store), settings_form(store, sync_interval=60))
    pre_save.disconnect(sync_writes, sender=Store)

    store.refresh_from_db()
    assert (store.watermark, store.sync_interval) == ("2026-03-14 05:00:00", 60)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"sync_interval": "4"}, "greater than or equal to 5"),
        ({"sync_interval": "2592001"}, "less than or equal to 2592000"),
        ({"sync_interval": "9" * 5_000}, "Enter a whole number"),
        ({"time_zone": "Atlantis/Capital"}, "is not a time zone"),
        ({"name": ""}, "required"),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(ops, store, wrong, says):
    answer = ops.post(page(store), settings_form(store, **wrong))

    assert says in answer.content.decode()


@pytest.fixture
def anna(operations):
    """An owner of another store the reader sees."""
    anna = UserFactory(username="anna", role="owner")
    other = StoreFactory(name="North Quay")
    for user in (anna, operations):
        MembershipFactory(store=other, user=user)
    return anna


def test_a_member_is_chosen_from_people_with_their_roles(ops, store, anna):
    assert "anna, owner</option>" in ops.get(page(store)).content.decode()

    ops.post(page(store), settings_form(store, anna))

    assert Membership.objects.filter(store=store, user=anna).exists()


def test_somebody_the_reader_shares_no_store_with_is_no_choice(ops, store):
    stranger = UserFactory(username="stranger", role="owner")
    MembershipFactory(user=stranger)

    assert "stranger" not in ops.get(page(store)).content.decode()
    answer = ops.post(page(store), settings_form(store, stranger))

    assert "not one of the available choices" in answer.content.decode()
    assert store.memberships.count() == 1


def test_a_member_chosen_twice_is_said_in_a_sentence(ops, operations, store, anna):
    for chosen in ([operations], [anna, anna]):
        answer = ops.post(page(store), settings_form(store, *chosen))

        assert "They may see this store already." in answer.content.decode()
        assert store.memberships.count() == 1


def test_the_pages_statements_do_not_grow_with_the_members(ops, store):
    with CaptureQueriesContext(database) as for_one:
        ops.get(page(store))
    for _ in range(20):
        MembershipFactory(store=store, user=UserFactory(role="owner"))

    with CaptureQueriesContext(database) as for_many:
        ops.get(page(store))

    assert len(for_many) == len(for_one)


def test_a_member_is_removed(ops, store):
    gone = MembershipFactory(store=store, user=UserFactory(username="anna"))

    ops.post(page(store), settings_form(store, **{"memberships-0-DELETE": "on"}))

    assert not Membership.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(("posted", "full"), [({}, False), ({"full": "1"}, True)])
def test_sync_now_opens_a_run_and_shows_it(ops, operations, store, posted, full):
    answer = ops.post(page(store, "sync"), posted)

    run = SyncRun.objects.open().get()
    assert answer["Location"] == reverse("admin:aliexpress_syncrun_change", args=[run.pk])
    assert (run.full_wanted, run.trigger, run.requested_by) == (full, "manual", operations)


def test_sync_now_again_shows_the_run_there_is(ops, store):
    ops.post(page(store, "sync"))
    ops.post(page(store, "sync"))

    assert SyncRun.objects.open().count() == 1


def test_the_action_asks_for_a_run_of_every_store_ticked(ops, operations, store):
    other = MembershipFactory(user=operations, store=StoreFactory()).store

    ops.post(LIST, {"action": "sync_now", "_selected_action": [store.pk, other.pk]})

    assert SyncRun.objects.open().count() == 2


@pytest.mark.parametrize("ticked", ["abc", "9" * 30, "\x00", ""])
def test_the_action_on_what_is_no_key_asks_for_no_run(ops, store, ticked):
    chosen = {"action": "sync_now", "_selected_action": [store.pk, ticked]}

    answer = ops.post(LIST, chosen, follow=True)

    assert "What was ticked is no row of this list" in answer.content.decode()
    assert not SyncRun.objects.open().exists()


def test_the_page_warns_of_a_sub_account(ops, store):
    Connection.objects.update(account_warning="It seems to belong to a sub-account.")

    assert "sub-account" in ops.get(page(store)).content.decode()


def test_list_and_page_warn_when_the_authorisation_nears_its_end(ops, store):
    Connection.objects.update(refresh_expires_at=timezone.now() + timedelta(days=13, hours=1))

    for address in (LIST, page(store)):
        assert "ends in 13 days" in ops.get(address).content.decode()


def test_a_store_without_a_connection_says_how_to_connect_it(ops, store):
    Connection.objects.all().delete()

    assert "Not connected." in ops.get(page(store)).content.decode()


def test_a_store_whose_secrets_cannot_be_decrypted_still_opens(ops, store):
    with database.cursor() as cursor:
        cursor.execute("UPDATE aliexpress_connection SET access_token = 'not ciphertext'")

    assert ops.get(page(store)).status_code == 200
    assert ops.get(page(store, "connect")).status_code == 200


def test_an_inactive_store_is_never_due(ops, store):
    Store.objects.update(is_active=False, next_due_at=timezone.now())

    assert "the store is switched off" in ops.get(page(store)).content.decode()
