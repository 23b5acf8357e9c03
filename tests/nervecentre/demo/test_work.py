"""The people of the demo, and what else they do: alerts, views, marks and reconciliations."""

import pytest

from cards.models import AlertRule, Annotation, Reconciliation, SavedView
from nervecentre.demo.sign_ins import welcome_colleagues
from tests.moments import NOON
from tests.nervecentre.demo.histories import DAY, history_of, store_with_work


@pytest.fixture
def store(db):
    return store_with_work()


@pytest.fixture
def history(store):
    return history_of(store)


def test_an_alert_is_asked_for_and_views_are_kept(history, store):
    history.ask_for_an_alert(at=NOON)
    history.keep_views(at=NOON)

    assert AlertRule.objects.get().trigger == "above 100"
    assert set(SavedView.objects.values_list("name", "is_shared")) == {
        ("Rejected", True),
        ("In auditing", False),
    }


def test_a_mark_stands_on_its_history_and_two_numbers_are_reconciled(history, store):
    history.mark_the_upload(at=NOON)
    history.reconcile(at=NOON)

    assert Annotation.objects.get().store == store
    first, whole = Reconciliation.objects.order_by("pk")
    assert (first.entered, first.status, first.unexplained) == (4310, "explained", 0)
    assert (whole.entered, whole.status) == (4820, "agreed")


def test_the_team_has_somebody_who_was_invited_and_has_not_come(store):
    team = welcome_colleagues(store, at=NOON)
    welcome_colleagues(store, at=NOON + DAY)

    assert [user.username for user in team] == ["mei", "tomas"]
    assert set(store.members.filter(last_login=None).values_list("username", flat=True)) == {
        "nadia"
    }
    assert not any(user.has_usable_password() for user in team)
