"""Verifying stores: what came of it is kept, said by the command, on /health/ and in the admin."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from aliexpress.models import StoreNow
from cards import tasks
from cards.models import Verification
from cards.verification.verify import DEFECT, is_due, last_of_all, verify_all
from tests.factories import MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def said(**options):
    out = StringIO()
    call_command("verify", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def broken():
    store = StoreFactory(slug="broken")
    StoreNow.objects.filter(store=store).delete()
    return store


def test_the_command_says_that_all_of_it_holds():
    StoreFactory(slug="whole")

    assert said() == "whole: all of it holds.\n"
    assert Verification.objects.get().holds


def test_the_command_ends_with_1_and_says_what_does_not_hold(broken):
    out = StringIO()

    with pytest.raises(CommandError) as raised:
        call_command("verify", stdout=out)

    assert raised.value.returncode == 1
    assert out.getvalue() == "broken: It has no row of pointers.\n"
    assert Verification.objects.get().problems == [
        {"store": "broken", "problem": "It has no row of pointers."}
    ]


def test_a_store_that_cannot_even_be_looked_at_keeps_no_other_from_being_told(broken, monkeypatch):
    StoreFactory(slug="whole")

    def fails(store):
        if store.slug == "whole":
            raise RuntimeError("a fault")
        return []

    monkeypatch.setattr("cards.verification.work_items.problems", fails)

    found = verify_all(clock=lambda: NOON)

    assert found.problems == [
        {"store": "broken", "problem": "It has no row of pointers."},
        {"store": "whole", "problem": DEFECT},
    ]


def test_one_store_may_be_verified_and_that_is_no_look_at_all_of_them(broken):
    StoreFactory(slug="whole")

    assert said(store="whole") == "whole: all of it holds.\n"
    assert last_of_all() is None


def test_a_store_that_is_not_there_is_bad_usage():
    with pytest.raises(CommandError) as raised:
        said(store="nowhere")

    assert raised.value.returncode == 2


def test_it_runs_each_week_in_the_background():
    assert not is_due(at=NOON)  # there is no store
    StoreFactory()
    assert is_due(at=NOON)

    verify_all(clock=lambda: NOON)

    assert not is_due(at=NOON + timedelta(days=6, hours=23))
    assert is_due(at=NOON + timedelta(days=7))


def test_a_database_that_was_restored_is_verified_at_once():
    """Else what it says of itself would be of before."""
    StoreFactory()
    verify_all(clock=lambda: NOON)
    assert not is_due(at=NOON)

    Verification.objects.update(database="of where it was dumped")

    assert is_due(at=NOON)


def test_the_background_task_keeps_what_it_found(broken):
    tasks.verify_weekly()
    tasks.verify_weekly()  # not due again

    assert Verification.objects.get().problems


def test_health_says_what_came_of_it_the_last_time(client, broken):
    assert client.get("/health/").json() == {"status": "ok"}
    found = verify_all(clock=lambda: NOON)

    answer = client.get("/health/")

    assert answer.status_code == 200  # it serves; which store it is stands in the admin
    assert answer.json()["verified"] == {"at": found.ended_at.isoformat(), "holds": False}
    assert "broken" not in json.dumps(answer.json())


def test_operations_see_in_the_admin_what_does_not_hold_in_their_stores(client, broken):
    hidden = StoreFactory(slug="hidden-store")
    StoreNow.objects.filter(store=hidden).delete()
    user = UserFactory(role="operations", is_staff=True)
    MembershipFactory(user=user, store=broken)
    client.force_login(user)
    found = verify_all(clock=lambda: NOON)

    page = client.get(reverse("admin:cards_verification_change", args=[found.pk])).content.decode()

    assert "It has no row of pointers." in page
    assert "hidden-store" not in page
