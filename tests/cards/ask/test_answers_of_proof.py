"""How much is known, how old it is and what proves it, on a store counted by hand."""

import pytest
from django.utils import timezone

from aliexpress.models import DetailTally, Listing, ReviewTally
from cards.models import Alert, Annotation, Card
from tests.cards.ask.counted_store import DAY, answered_without_lists, filled
from tests.cards.ask.world import answered, refused, texts
from tests.factories import (
    DetailTallyFactory,
    ListingDetailFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
)

COUNTS = [
    one.name for one in DetailTally._meta.get_fields() if one.name.endswith(("_count", "_sum"))
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(db, at):
    return filled(StoreFactory(slug="harbour-home", name="Harbour Home"), at)


def test_a_proof_shows_declared_beside_listed(store, at):
    told = answered_without_lists(store, at, act="proof", subject="total")

    rows = {row["words"]: row["said"] for row in told["table"]}
    assert rows["onSelling: AliExpress declares"] == rows["onSelling: we listed"] == 4
    assert "declares as many listings as we listed" in texts(told)[0]


def test_a_disputed_reading_says_so_before_the_number(store, at):
    store.snapshots.update(verdict="disputed")

    told = answered(store, at, "how many listings do we have")

    assert "disputed" in texts(told)[0]
    assert "10 listings" in texts(told)[1]


def test_how_old_the_data_is(store, at):
    assert ": up to date" in texts(answered(store, at, "is the data up to date"))[0]


def test_how_the_last_refresh_went(store, at):
    assert texts(answered(store, at, "did the refresh succeed"))[0].startswith(
        "The last refresh succeeded"
    )
    SyncRunFactory(store=store, failed=True, finished_at=at)

    told = answered(store, at, "how many listings are rejected")

    assert texts(told)[0].startswith("The last refresh failed: AliExpress did not answer")


def test_of_how_many_something_is_known(store, at):
    DetailTallyFactory(
        snapshot=store.snapshots.get(),
        **{
            **dict.fromkeys(COUNTS, 0),
            "total_count": 10,
            "active_count": 4,
            "stock_known_count": 8,
            "stock_known_active_count": 4,
        },
    )

    told = answered(store, at, "How many products do you know the stock of?")

    assert texts(told) == ["The stock of 8 of 10 listings is known."]


def test_out_of_stock_names_what_is_not_known(store, at):
    for listing in store.listings.all():
        ListingDetailFactory(listing=listing)

    assert refused(store, at, "how many listings are out of stock")["because"]


@pytest.mark.parametrize(("entered", "words"), [("10", "Equal"), ("4", "Seller Center shows 4")])
def test_another_number_is_reconciled(store, at, entered, words):
    told = answered(store, at, f"Seller Center says {entered}")

    assert words in " ".join(texts(told))
    assert told["links"][0]["address"] == "/stores/harbour-home/reconcile/"


def test_a_number_said_of_us_is_checked(store, at):
    told = answered(store, at, "Seller Center shows 4, why do you say 99?")

    assert texts(told)[0] == "You say 99; we have 10 listings."


def test_of_how_many_listings_the_price_is_known(store, at):
    first = Listing.objects.order_by("pk")[:1]
    Listing.objects.filter(pk__in=[one.pk for one in first]).update(min_price=None, max_price=None)

    told = answered(store, at, "For how many listings do you know the price?")

    assert texts(told) == ["The price of 9 of 10 listings is known."]
    assert sum(row["said"] for row in told["table"]) == 9
    assert refused(store, at, "for how many listings do you know the category")


def test_made_before_a_day_is_said_with_the_day(store, at):
    day = (at - 100 * DAY).date()

    told = answered(store, at, f"how many listings were created before {day}")

    assert texts(told)[0].startswith(f"There are 5 listings made before {day}, ")  # of group 1


def test_a_marketplace_is_named_as_it_was_asked_of(store, at):
    for place in ("Shopee", "Etsy", "Instagram", "Mercado Libre"):
        told = refused(store, at, f"how many listings do we have on {place}")
        assert (
            told["because"].casefold() == f"Only AliExpress is read here, not {place}.".casefold()
        )


def test_how_long_reviews_take_and_which_are_stuck(store, at):
    ReviewTally.objects.create(
        store=store,
        snapshot=store.snapshots.get(),
        as_of=at,
        known_count=50,
        usual_seconds=2 * 86400,
        nine_in_ten_seconds=5 * 86400,
        waiting=[[(at - 12 * DAY).isoformat(), 1], [(at - 3 * DAY).isoformat(), 1]],
    )

    usual = answered(store, at, "How long do reviews usually take?")
    stuck = answered_without_lists(store, at, act="reviews", subject="stuck")

    assert texts(usual) == ["Reviews usually take 2.0 days, and nine in ten end within 5.0 days."]
    assert texts(stuck)[0].startswith("1 listing has been in auditing for longer")


def test_the_life_of_a_listing_that_is_not_there(store, at):
    assert refused(store, at, "when was 1005003033814999999 rejected")["kind"] == "unknown_value"


def test_alerts_and_marks(store, at):
    card = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(
        card=card, store=store, trigger="t", sentence="Total fell.", opened_at=at, updated_at=at
    )
    user = UserFactory(username="mei")
    Annotation.objects.create(store=store, at=at, text="Bulk upload", by=user, created_at=at)

    assert "Total fell." in texts(answered(store, at, "are there open alerts"))[0]
    assert "mei marked it" in texts(answered(store, at, "who marked the bulk upload"))[0]
    overview = texts(answered(store, at, "How's the store doing?"))
    assert "10 listings: 4 are active, 2 auditing, 3 rejected, 1 expired" in overview[0]
    assert "Total fell." in overview[1]
