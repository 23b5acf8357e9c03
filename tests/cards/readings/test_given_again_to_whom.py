"""A reading that was given is given again to whom may still see it, and to nobody else."""

import pytest
from django.http import Http404

from aliexpress.models import Membership, Store
from cards.models import Card
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import (
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

KEY = "aex_total_listings"
pytestmark = pytest.mark.usefixtures("snapshot")


def asked(owner, *, key=KEY, at=NOON, slug="harbour-home"):
    return polled_by(owner, slug=slug, key=key, at=at)


def test_two_readers_of_a_store_share_it_and_two_stores_do_not(store, owner):
    other = MembershipFactory(user=owner, store=StoreFactory(slug="quay-lights")).store
    SnapshotFactory(store=other)
    another = MembershipFactory(store=store, user=UserFactory(role="owner")).user

    assert asked(owner) is asked(another)
    assert asked(owner, slug="quay-lights").store == "quay-lights"


def lost_membership(user):
    Membership.objects.filter(user=user).delete()


def lost_role(user):
    user.groups.clear()


def card_switched_off(_):
    Card.objects.update(is_enabled=False)


def card_of_other_roles(_):
    Card.objects.get(key=KEY).roles.clear()


def slug_changed(_):
    Store.objects.update(slug="harbour-house")


@pytest.mark.parametrize(
    "change",
    [lost_membership, lost_role, card_switched_off, card_of_other_roles, slug_changed],
)
def test_what_is_no_longer_theirs_is_absent_at_the_next_request(owner, change):
    asked(owner)
    change(owner)

    with pytest.raises(Http404):
        asked(owner)


def test_a_store_that_takes_the_name_of_another_is_read_as_itself(store, owner):
    asked(owner)
    Store.objects.filter(pk=store.pk).update(slug="harbour-house")
    taker = MembershipFactory(user=owner, store=StoreFactory(slug="harbour-home")).store

    assert asked(owner).value is None
    assert asked(owner) == read(Card.objects.get(key=KEY), taker, at=NOON)
    assert asked(owner, slug="harbour-house").value == 4820
