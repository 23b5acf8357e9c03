"""What readings say of an account of several shops, and leave out where there is one."""

import pytest

from aliexpress.models import Store
from cards.board.sums import sums_of
from cards.models import Card
from cards.readings.reader import read
from tests.factories import DetailTallyFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

POP = {"shop": "1", "channel": "AE_GLOBAL", "name": "Home", "family": "pop"}
EU = {"shop": "2", "channel": "AE_GLOBAL", "name": "EU", "family": "local_service"}
KOREA = {"shop": "3", "channel": "AE_GLOBAL", "name": "Korea", "family": "local_cb"}
SPAIN = {"shop": "4", "channel": "ARISE_ES", "name": "Spain", "family": "other"}


def is_counted(shop):
    return shop | {"counted": True, "reason": ""}


def is_not(shop, reason="It closes in May."):
    return shop | {"counted": False, "reason": reason}


def reading_of(key, **snapshot):
    store = StoreFactory()
    SnapshotFactory(store=store, **snapshot)
    return read(Card.objects.get(key=key), store, at=NOON)


@pytest.mark.django_db
def test_every_reading_says_that_a_shop_is_not_counted():
    shops = [is_counted(POP), is_counted(EU), is_not(KOREA), is_not(SPAIN)]

    reading = reading_of("aex_total_listings", shops=shops)

    told = reading.as_json()["shops"]
    assert (told["counted"], told["of"], told["is_short"]) == (2, 3, True)
    assert "Covers 2 of 3 shops (not counted is Korea: It closes in May)." in reading.sentences


@pytest.mark.django_db
def test_shops_that_are_all_counted_are_told_and_need_no_sentence():
    reading = reading_of("aex_total_listings", shops=[is_counted(POP), is_counted(EU)])

    assert reading.as_json()["shops"]["sentence"] == "covers 2 of 2 shops"
    assert not any("shops" in sentence for sentence in reading.sentences)


@pytest.mark.django_db
def test_a_store_of_one_pop_shop_says_nothing_of_shops_and_knows_no_pending():
    reading = reading_of("aex_total_listings")

    assert reading.as_json()["shops"] is None
    assert "pending" not in reading.as_json()["breakdown"]


@pytest.mark.django_db
def test_pending_is_in_the_breakdown_where_a_shop_knows_it():
    shops = [is_counted(POP), is_counted(EU)]

    reading = reading_of("aex_total_listings", shops=shops, pending_count=7)

    assert reading.as_json()["breakdown"]["pending"] == 7
    assert reading.value == 4827
    assert reading_of("aex_total_listings", shops=shops).breakdown["pending"] == 0


@pytest.mark.django_db
def test_what_does_not_expire_does_not_apply_and_is_not_zero():
    reading = reading_of("aex_listings_expiring_soon", shops=[is_counted(EU)])

    assert reading.value is None
    assert reading.note.startswith("Does not apply")


ATTRIBUTE_CARDS = [
    "aex_complete_listings",
    "aex_complete_active_listings",
    "aex_attribute_completeness",
    "aex_listing_quality_score",
]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ATTRIBUTE_CARDS)
def test_attributes_aliexpress_does_not_tell_do_not_apply_and_are_not_zero(key):
    store = StoreFactory()
    snapshot = SnapshotFactory(store=store, shops=[is_counted(EU)])
    DetailTallyFactory(snapshot=snapshot)

    reading = read(Card.objects.get(key=key), store, at=NOON)

    assert reading.value is None
    assert reading.note.startswith("Does not apply: AliExpress does not tell the attributes")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ATTRIBUTE_CARDS)
def test_of_an_account_with_both_they_say_of_which_shop_they_do_not_apply(key):
    store = StoreFactory()
    snapshot = SnapshotFactory(store=store, shops=[is_counted(POP), is_counted(EU)])
    DetailTallyFactory(snapshot=snapshot)

    reading = read(Card.objects.get(key=key), store, at=NOON)

    assert reading.value is not None
    assert "does not apply to listings of EU" in reading.as_json()["coverage"]["because"]


@pytest.mark.django_db
def test_completeness_is_divided_by_the_listings_it_applies_to_and_says_so():
    """The numerator has none of the others, so neither has the denominator."""
    store = StoreFactory()
    snapshot = SnapshotFactory(store=store, shops=[is_counted(POP), is_counted(EU)])
    DetailTallyFactory(
        snapshot=snapshot,
        attributes_apply_count=4700,
        attributes_apply_active_count=4200,
        attributes_known_count=4700,
    )

    card = Card.objects.get(key="aex_attribute_completeness")
    reading = read(card, store, at=NOON)

    ratio = reading.as_json()["ratio"]
    assert (ratio["numerator"]["value"], ratio["denominator"]["value"]) == (4386, 4700)
    assert (reading.value, reading.is_partial) == (93.3, False)
    assert [one.denominator.value for one in reading.beside] == [4200]
    assert "4,386 Complete Listings of 4,700 Total Listings without EU is" in " ".join(
        reading.sentences
    )
    [(_, sum_of_all)] = sums_of([card], Store.objects.all(), at=NOON)
    assert sum_of_all is not None
    assert (sum_of_all.value, sum_of_all.parts) == (93.3, (4386, 4700))
