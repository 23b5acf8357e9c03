"""Every act has an entry: who, from where, on what, before and after; and it stays."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from aliexpress import source_door
from aliexpress.connection import CannotConnect, connect
from aliexpress.models import SkuAlias
from aliexpress.refresh import request_refresh
from cards.alerts.handling import acknowledge
from cards.api_keys import issue_api_key, new_api_key, revoke_key
from cards.members.administration import change_rights
from cards.members.provider_claims import set_rights
from cards.models import Alert, AlertRule, ApiKey, Webhook, WorkItem
from cards.work.items import change
from tests.factories import (
    ConnectionFactory,
    MembershipFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def test_a_refresh_over_the_api_says_who_and_with_which_key(world, client):
    made = new_api_key(world.ops, name="warehouse", at=NOON)

    client.logout()
    answer = client.post(
        "/api/v1/stores/harbour-home/syncs/",
        {},
        content_type="application/json",
        headers={"authorization": f"Bearer {made.plain}"},
    )

    assert answer.status_code in (201, 202)
    [entry] = world.entries(action="refresh")
    assert (entry.actor, entry.via, entry.with_what) == ("olga", "api", "warehouse")
    assert entry.store == "harbour-home"
    assert entry.before is None
    assert entry.after["trigger"] == "manual"
    assert entry.request_id


def test_what_the_schedule_begins_nobody_did(world):
    run = request_refresh(world.store, at=NOON)
    run.delete()

    from aliexpress.sync import lease

    lease.request_run(world.store, at=NOON, trigger="schedule")

    assert [entry.after["trigger"] for entry in world.entries(action="refresh")] == ["manual"]


def test_a_definition_changed_in_the_admin_says_what_it_was(world):
    card = world.card
    card.title = "All listings"
    card.save()

    [entry] = world.entries(action="definition")
    assert entry.before == {"title": "Total Listings"}
    assert entry.after == {"title": "All listings"}
    assert entry.what == "card All listings"


def test_a_save_that_changes_nothing_leaves_no_entry(world):
    world.card.save()
    world.store.save()

    assert world.entries() == []


def test_a_key_made_and_revoked_on_the_page_leaves_two_entries(world):
    issue_api_key(world.ops, name="warehouse", at=NOON)
    key = ApiKey.objects.get(name="warehouse")

    revoke_key(world.ops, key.pk, at=NOON)

    made, revoked = world.entries(action="key")
    assert made.before is None
    assert revoked.before == {"revoked_at": None}
    assert revoked.after["revoked_at"].startswith("2026")
    assert revoked.person == "olga"
    assert key.digest not in str([made.after, revoked.after])


def test_roles_and_stores_are_told_as_they_were_and_are(world):
    person = UserFactory(username="ada")
    person.groups.add(Group.objects.get(name="owner"))
    MembershipFactory(user=person, store=world.store)

    boss = UserFactory(is_superuser=True)

    change_rights(person, roles=["owner", "finance"], stores=[], by=boss)

    told = [(e.before, e.after) for e in world.entries(action="role", person="ada")]
    assert ({"groups": []}, {"groups": ["owner"]}) in told
    assert ({"groups": ["owner"]}, {"groups": ["finance", "owner"]}) in told
    assert any(after is None and before["store.slug"] == "harbour-home" for before, after in told)


def test_a_role_given_from_its_own_side_is_told_of_the_person(world):
    person = UserFactory(username="ada")
    Group.objects.get(name="owner").user_set.add(person)

    entry = world.entries(action="role", person="ada")[-1]
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["owner"]})


def test_what_a_provider_says_is_told(world):
    person = UserFactory(username="ada")
    set_rights(person, roles=["operations"], stores=["harbour-home"])

    told = [entry.after for entry in world.entries(action="role", person="ada")]
    assert {"groups": ["operations"]} in told
    assert {"is_staff": True} in told
    assert {"store.slug": "harbour-home", "user.username": "ada"} in told


def test_alerts_aliases_and_work_are_told(world):
    alert = Alert.objects.create(
        card=world.card,
        store=world.store,
        trigger="> 1",
        sentence="!",
        opened_at=NOON,
        updated_at=NOON,
    )
    acknowledge(alert, by=world.ops, at=NOON)
    AlertRule.objects.create(card=world.card, trigger="> 5", by=world.ops, created_at=NOON).delete()
    alias = SkuAlias.objects.create(
        store=world.store, kind="not_ours", code="A1", key="a1", why="old", made_at=NOON
    )
    source_door.undo_decision(world.store, alias, why="wrong", at=NOON, by=world.ops)
    item = WorkItem.objects.create(store=world.store, title="Seven", kind="chosen", created_at=NOON)
    change(item, {"assignee": "olga"}, by=world.ops, at=NOON)

    [acknowledged, made, removed] = world.entries(action="alert")
    assert acknowledged.after["acknowledged_by"] == "olga"
    assert (made.before, removed.after) == (None, None)
    assert world.entries(action="alias")[-1].after["ended_why"] == "wrong"
    assert world.entries(action="work")[-1].after == {"assignee": "olga"}


def test_no_secret_is_in_an_entry(world):
    hook = Webhook.objects.create(
        store=world.store, url="https://hooks.example/T0/verysecretpath", secret="sign-with-this"
    )
    hook.secret = "sign-with-that"
    hook.save()
    world.ops.set_password("correct horse battery")
    world.ops.save()

    said = "".join(f"{e.what} {e.before} {e.after}" for e in world.entries())
    assert world.entries(action="alert")[-1].after == {"secret": "(hidden)"}
    assert world.entries(action="role")[-1].after == {"password": "(hidden)"}
    for secret in ("verysecretpath", "sign-with", world.ops.password):
        assert secret not in said


def test_a_store_that_goes_with_all_that_is_its_own_is_told_of_each(world):
    ConnectionFactory(store=world.store)

    world.store.delete()

    removed = [entry for entry in world.entries(store="harbour-home") if entry.after is None]
    told = " ".join(entry.what.lower() for entry in removed)
    assert all(name in told for name in ("store", "connection", "membership"))


def test_what_is_not_kept_has_no_entry(world):
    with transaction.atomic():
        StoreFactory()
        transaction.set_rollback(True)

    assert world.entries() == []
    with pytest.raises(CannotConnect):
        connect("harbour home", name="x", at=NOON, clock=lambda: NOON)
    assert world.entries() == []


def test_a_command_is_told_by_its_name_and_never_by_what_followed(world, monkeypatch):
    monkeypatch.setattr("sys.argv", ["manage.py", "add_member", "ada", "--password-file", "F"])
    call_command("add_member", "ada", "--role", "owner", "--store", "harbour-home", stdout=None)

    assert {(e.via, e.with_what) for e in world.entries()} == {("command", "add_member")}
