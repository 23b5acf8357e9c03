"""An answer is of the reading its receipt names, at any moment the one a card gave then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aliexpress.models import DetailTally
from cards.ask.queries.query_json import query_from_json
from cards.ask.question import Question, answer_query
from cards.models import Alert, Card
from cards.readings.reader import read
from tests.cards.ask.world import everybody, receipts, texts
from tests.factories import DetailTallyFactory, SnapshotFactory, StoreFactory

HOUR = timedelta(hours=1)
OOS = "aex_oos_listings"
pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def store(at):
    """Products were read at the first of two readings: twice, ninety-five of them without stock
    three hours ago, and seventy one hour ago."""
    store = StoreFactory(slug="harbour-home")
    first = SnapshotFactory(store=store, as_of=at - 4 * HOUR)
    for hours, count in ((3, 95), (1, 70)):
        then = at - hours * HOUR
        DetailTallyFactory(snapshot=first, as_of=then, out_of_stock_count=count)
    SnapshotFactory(store=store, as_of=at - 0.5 * HOUR, previous=first, active_count=4000)
    return store


def told(store, now, *, moment=None, **query):
    question = Question("", store, everybody(), now, moment=moment)
    answer = answer_query(question, query_from_json(query)).as_json()
    assert answer["status"] == "answered", answer
    return answer


def test_a_number_of_products_names_the_reading_they_were_read_at(store, at):
    given = read(Card.objects.get(key=OOS), store, at=at)

    number = receipts(told(store, at, act="value", subject="oos", at="now"))[0]

    assert (number["said"], number["snapshot"]) == (given.value, given.snapshot)
    assert number["snapshot"] != store.now.snapshot_id
    assert number["as_of"] == given.as_json()["as_of"]


@pytest.mark.parametrize("subject", ["complete/total", "oos/active"])
def test_both_numbers_of_a_share_are_of_one_reading(store, at, subject):
    numbers = receipts(told(store, at, act="share", subject=subject, at="now"))

    assert len({number["snapshot"] for number in numbers}) == 1
    assert {4820, 4310} & {number["said"] for number in numbers}


@pytest.mark.parametrize("hours", [2, 3])
def test_asked_as_at_a_moment_it_is_what_the_card_gave_then(store, at, hours):
    then = at - hours * HOUR
    given = read(Card.objects.get(key=OOS), store, at=at, as_of=then)

    as_at = told(store, at, moment=then, act="value", subject="oos", at="now")
    of_then = told(store, at, act="value", subject="oos", at=then.isoformat())

    assert receipts(as_at)[0]["said"] == receipts(of_then)[0]["said"] == given.value == 95


def test_a_share_is_divided_as_the_card_divides_it(store, at):
    DetailTally.objects.update(attributes_apply_count=4655, attributes_apply_active_count=4200)
    given = read(Card.objects.get(key="aex_attribute_completeness"), store, at=at)

    numbers = receipts(told(store, at, act="share", subject="complete/total", at="now"))

    assert given.value in {number["said"] for number in numbers}


def test_an_alert_that_was_open_then_is_told_as_at_that_moment(store, at):
    Alert.objects.create(
        card=Card.objects.get(key=OOS), store=store, trigger="above 90", sentence="It is 95.",
        opened_at=at - 3 * HOUR, updated_at=at - HOUR, closed_at=at - HOUR,
    )  # fmt: skip

    assert "It is 95." in texts(told(store, at, moment=at - 2 * HOUR, act="alerts"))[0]
    assert texts(told(store, at, act="alerts")) == ["No alert is open."]


def test_a_share_of_all_but_one_does_not_read_as_all(at):
    store = StoreFactory(slug="quay-lights")
    counts = {"auditing_count": 0, "expired_count": 0, "rejected_count": 1}
    SnapshotFactory(store=store, as_of=at - HOUR, active_count=4819, **counts)

    answer = told(store, at, act="share", subject="active/total", at="now")

    assert "99.98 %" in " ".join(texts(answer))
