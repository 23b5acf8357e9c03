"""Nobody changes the audit, and who reads what of it."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cards.models import AlertRule, Card
from nervecentre.audit.models import Entry, NeverChanged
from tests.factories import (
    MembershipFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def test_nobody_changes_or_removes_an_entry(world):
    StoreFactory()
    entry = Entry.objects.latest("pk")

    for refused in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(NeverChanged):
            refused()
    with pytest.raises(NeverChanged):
        Entry.objects.update(actor="nobody")


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_refuses_it_too(world, statement):
    StoreFactory()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" and statement.startswith("DELETE"):
            # Taken away where tests empty their tables.
            cursor.execute(
                import_module("nervecentre.audit.migrations.0002_refuse_changes").SQLITE[1]
            )
        with (
            pytest.raises(DatabaseError, match="neither changed nor removed"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


def test_it_is_not_emptied_or_replaced_either(world):
    """PostgreSQL empties a table without a look at its rows; SQLite replaces a row unasked."""
    StoreFactory()
    entry = Entry.objects.latest("pk")
    statement = "TRUNCATE audit_entry"
    if connection.vendor == "sqlite":
        row = (
            "id, at, action, via, 'somebody else', with_what, what, store, card, person, request_id"
        )
        names = row.replace("'somebody else'", "actor")
        statement = (
            f"INSERT OR REPLACE INTO audit_entry ({names})"
            f" SELECT {row} FROM audit_entry WHERE id = {entry.pk}"
        )

    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="neither changed nor removed"),
        transaction.atomic(),
    ):
        cursor.execute(statement)

    assert Entry.objects.get(pk=entry.pk).actor == entry.actor


def test_operations_read_of_their_stores_and_people_and_nothing_else(world):
    hidden = StoreFactory(name="Hidden House", slug="hidden-house")
    stranger = UserFactory(username="stranger")
    MembershipFactory(user=stranger, store=hidden)
    world.store.sync_interval = 600
    world.store.save()
    seen = Entry.objects.latest("pk")
    hidden.sync_interval = 600
    hidden.save()
    unseen = Entry.objects.latest("pk")

    page = world.client.get(reverse("admin:audit_entry_changelist"), {"action__exact": "connect"})
    assert page.status_code == 200
    assert "harbour-home" in page.text
    assert "hidden-house" not in page.text.lower()
    assert "stranger" not in world.client.get(reverse("admin:audit_entry_changelist")).text
    detail = reverse("admin:audit_entry_change", args=[seen.pk])
    assert "300" in world.client.get(detail).text
    hidden_detail = reverse("admin:audit_entry_change", args=[unseen.pk])
    assert world.client.get(hidden_detail).status_code == 404
    assert world.client.post(detail, {"actor": "x"}).status_code == 403


def test_operations_do_not_learn_of_a_card_that_is_not_theirs(world):
    card = Card.objects.create(key="owners-only", title="Owners Only")
    card.roles.set(Group.objects.filter(name="owner"))
    AlertRule.objects.create(card=card, trigger="> 5", by=world.ops, created_at=NOON)

    assert {entry.card for entry in world.entries()} == {"owners-only"}
    page = world.client.get(reverse("admin:audit_entry_changelist"))
    assert "wners" not in page.text


def test_owners_do_not_learn_that_there_is_an_audit(world, client):
    owner = UserFactory(role="owner")
    client.force_login(owner)

    answer = client.get(reverse("admin:audit_entry_changelist"), follow=True)

    assert answer.status_code == 404
