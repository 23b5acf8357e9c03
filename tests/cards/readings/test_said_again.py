"""Whatever happened since: every door says the same of a moment, and says it again for ever."""

import random
from datetime import datetime, timedelta

import pytest

from aliexpress.models import ListingSnapshot, Store
from aliexpress.sync.publishing.confirmation import confirm
from aliexpress.sync.publishing.reviews import count_reviews
from cards.board.board import rows_of
from cards.board.card_page import card_page
from cards.history.ranges import Range
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.reader import read, reading_for
from tests.cards.polling import polled_by
from tests.factories import (
    DetailTallyFactory,
    ListingFactory,
    SnapshotFactory,
    SyncRunFactory,
    TransitionFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON
from tests.thorough import first_always

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
# Of now alone: a past moment has no attempt, and sentences tell of both.
NOT_OF_THE_PAST = {"last_attempt"}


class Life:
    """What may happen to a store, at random, a few seconds to two days apart."""

    def __init__(self, store: Store, *, seed: int) -> None:
        self.store, self.chance = store, random.Random(seed)
        self.now: datetime = NOON - timedelta(days=40)
        self.newest: ListingSnapshot | None = None

    def goes_on(self) -> None:
        self.now += self.chance.choice([30, 200, 301, 4_000, 50_000, 200_000]) * SECOND
        happens = [self.publish, self.confirm, self.count_again, self.read_details, self.run]
        self.chance.choice(happens)()

    def passes(self) -> None:
        self.now += self.chance.choice([0, 1, 100, 1_000, 20_000]) * SECOND

    def publish(self) -> None:
        """True before it is given: somebody may have looked in between."""
        as_of, before = self.now - self.chance.choice([0, 5, 60, 3_000]) * SECOND, self.newest
        if before is not None:
            before.refresh_from_db()
            as_of = max(as_of, before.confirmed_at + SECOND)
        self.newest = SnapshotFactory(
            store=self.store,
            previous=before,
            as_of=as_of,
            published_at=self.now,
            longest_lapse=0,
            sync_interval=self.store.sync_interval,
            active_count=self.chance.randint(0, 50),
            auditing_count=self.chance.randint(0, 9),
            rejected_count=self.chance.randint(0, 5),
            verdict=self.chance.choice(["complete", "complete", "disputed"]),
        )
        for _ in range(self.chance.randint(0, 3) if before else 0):
            TransitionFactory(
                snapshot=self.newest,
                listing=ListingFactory(store=self.store, state="rejected"),
                from_state="auditing",
                to_state="rejected",
                after_at=before.confirmed_at if before else as_of,
            )
        count_reviews(store=self.store, snapshot=self.newest, as_of=as_of)

    def confirm(self) -> None:
        if self.newest is not None:
            self.newest.refresh_from_db()
            confirm(self.newest, at=self.now, given_at=self.now)

    def count_again(self) -> None:
        if self.newest is not None:
            days = [self.chance.randint(0, 9) for _ in range(30)]
            self.tallied(ValidityTallyFactory, days=days)

    def read_details(self) -> None:
        if self.newest is not None:
            self.tallied(DetailTallyFactory, out_of_stock_count=self.chance.randint(0, 90))

    def tallied(self, made, **fields):
        made(snapshot=self.newest, as_of=self.now, published_at=self.now, **fields)

    def run(self) -> None:
        outcome = self.chance.choice(["complete", "failed"])
        SyncRunFactory(store=self.store, finished_at=self.now, **{outcome: True})


@pytest.mark.parametrize("seed", first_always(range(12)))
def test_every_door_says_the_same_and_says_it_again_of_that_moment(seed, store, owner):
    life = Life(store, seed=seed)
    window = life.chance.choice([1, 3, 7, 30])
    rule = {"rule": "directional_change", "good": "up", "window_days": window, "flat_within": 1}
    Card.objects.filter(key="aex_active_listings").update(sentiment_rule=rule)
    cards = list(Card.objects.filter(key__in=MEASURES))
    said = []
    for _ in range(life.chance.randint(5, 20)):
        life.goes_on()
        life.passes()
        at = life.now
        [row] = rows_of(cards, [store.pk], at=at)
        for card, on_board in row.cells:
            answer = read(card, store, at=at).as_json()
            of_api = polled_by(owner, slug=store.slug, key=card.key, at=at)
            assert of_api.as_json() == on_board.as_json() == answer
            said.append((at, card, answer))
        page = card_page(card.key, store.slug, user=owner, at=at, span=Range("30d", at))
        assert page.reading.as_json() == answer

    much_later = life.now + timedelta(days=3)
    for at, card, then in said:
        again = reading_for(owner, slug=store.slug, key=card.key, at=much_later, as_of=at).as_json()
        differing = {name for name, value in again.items() if value != then[name]}
        assert differing <= NOT_OF_THE_PAST, (card.key, at)


def test_what_is_published_while_a_moment_is_asked_changes_nothing_of_it(store):
    """Its moment is later than the one the request began at, by a right clock too."""
    card = Card.objects.get(key="aex_total_listings")
    first = SnapshotFactory(store=store, as_of=NOON - timedelta(hours=1))
    asked_at = NOON + 2 * SECOND
    SnapshotFactory(store=store, previous=first, as_of=asked_at + SECOND / 10)

    told = {read(card, store, at=at, as_of=NOON).snapshot for at in (asked_at, NOON + 60 * SECOND)}

    assert told == {first.pk}
