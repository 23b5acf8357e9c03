"""Many stores at once: what the board adds up, sorts and ranks by the numbers beside the pointers
is what the stores say one by one."""

from datetime import timedelta

import pytest

from aliexpress.models import ReviewTally, Store, StoreNow
from cards.board.board import board, readable_cards, roll_up, today_of
from cards.board.roll_up import can_be_summed
from cards.board.store_numbers import numbers_of, yesterday_of
from cards.board.store_order import in_order
from cards.board.sums import sums_of
from cards.models import Alert, Card
from tests.factories import (
    ConnectionFactory,
    DetailTallyFactory,
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    TransitionFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def stores(owner, snapshot):
    """One of each kind: read whole and in part, disputed, old, failing, ending, never read."""

    def made(name, *, days=0, read=True, **fields):
        store = StoreFactory(name=name, slug=name.lower())
        MembershipFactory(user=owner, store=store)
        if not read:
            return store, None
        before = SnapshotFactory(store=store, as_of=NOON - (days + 2) * A_DAY)
        as_of = NOON - days * A_DAY
        return store, SnapshotFactory(store=store, as_of=as_of, previous=before, **fields)

    made("Unread", read=False)
    _, whole = made("Whole", active_count=700, rejected_count=9)
    known = {f"{one}_known_count": whole.total_count for one in ("stock", "attributes", "codes")}
    DetailTallyFactory(
        **known,
        snapshot=whole,
        total_count=whole.total_count,
        stock_known_active_count=700,
        out_of_stock_count=41,
        complete_count=600,
        complete_active_count=500,
        scored_count=0,
        no_sku_count=0,
        one_sku_count=whole.total_count,
        sku_count=whole.total_count,
        sharing_count=12,
        shared_code_count=6,
    )
    ValidityTallyFactory(snapshot=whole, active_count=700, overdue_count=2)
    _, part = made("Part")
    DetailTallyFactory(snapshot=part)
    ValidityTallyFactory(snapshot=part, undated_count=10)
    _, undated = made("Undated", verdict="disputed", active_count=50, auditing_count=300)
    ValidityTallyFactory(snapshot=undated, active_count=50, undated_count=50)
    tally = ReviewTally.objects.create(
        store=undated.store,
        snapshot=undated,
        as_of=NOON,
        known_count=50,
        usual_seconds=3600,
        nine_in_ten_seconds=7200,
        waiting=[[(NOON - 2 * A_DAY).isoformat(), 260], [NOON.isoformat(), 40]],
    )
    StoreNow.objects.filter(store=undated.store).update(reviews=tally)
    _, old = made("Old", days=5, active_count=20, unmapped_count=30)
    DetailTallyFactory(snapshot=old)
    ending, _ = made("Ending", active_count=8)
    ConnectionFactory(store=ending, refresh_expires_at=NOON + 3 * A_DAY)
    failing, _ = made("Failing", active_count=90)
    SyncRunFactory(store=failing, failed=True)
    for reason, number in (("category_audit_fail", 7), ("tbd_audit_fail", 3)):
        for _ in range(number):
            listing = ListingFactory(
                store=whole.store, state="rejected", audit_failure_reason=reason
            )
            TransitionFactory(
                snapshot=whole,
                listing=listing,
                from_state="auditing",
                to_state="rejected",
                audit_failure_reason=reason,
                after_at=NOON - 2 * AN_HOUR,
                by_at=NOON - AN_HOUR,
            )
    Alert.objects.create(
        card=Card.objects.get(key="aex_total_listings"),
        store=old.store,
        trigger="value < 100",
        sentence="It is 90, below 100.",
        opened_at=NOON,
        updated_at=NOON,
    )
    return Store.objects.visible_to(owner)


@pytest.fixture
def cards(owner):
    return [*Card.objects.visible_to(owner).in_order()]


def told(total):
    return (
        total.value,
        total.parts,
        total.is_at_least,
        total.remarks,
        total.oldest_confirmed_at,
    )


def test_what_is_added_up_by_the_database_is_what_the_stores_add_up_to(stores, cards, owner):
    sums = {card.key: total for card, total in sums_of(cards, stores, at=NOON)}

    for card in cards:
        if can_be_summed(card):
            assert told(sums[card.key]) == told(roll_up(card, owner, at=NOON)), card.key
        else:
            assert sums[card.key] is None


def test_today_over_many_is_what_all_of_them_looked_into_say(stores, owner):
    shown = board(owner, at=NOON)
    every = numbers_of(shown.cards, stores, at=NOON)

    assert shown.today == today_of(every, owner, at=NOON)
    assert len({one.rule for one in shown.today}) > 2


def test_today_over_many_tells_of_an_alert_of_a_card_without_a_column(stores, owner):
    busy = SnapshotFactory(store__name="Busy", rejected_count=400).store
    MembershipFactory(user=owner, store=busy)
    Alert.objects.create(
        card=Card.objects.get(key="aex_rejected_listings"),
        store=busy,
        trigger="above 100",
        sentence="It is 400, above 100.",
        opened_at=NOON,
        updated_at=NOON,
    )

    shown = board(owner, at=NOON, stores_a_page=2)

    every = numbers_of(readable_cards(owner), stores, at=NOON)
    assert shown.today == today_of(every, owner, at=NOON)
    assert "It is 400, above 100." in " ".join(one.text for one in shown.today)


@pytest.mark.parametrize(
    "stores_hidden",
    [("Undated",), ("Undated", "Part", "Whole"), ("Undated", "Failing", "Old", "Ending"), ()],
)
def test_whatever_is_weightiest_is_found(stores, owner, stores_hidden):
    owner.memberships.filter(store__name__in=stores_hidden).delete()

    shown = board(owner, at=NOON)

    every = numbers_of(shown.cards, Store.objects.visible_to(owner), at=NOON)
    assert shown.today == today_of(every, owner, at=NOON)


def test_stores_are_sorted_by_what_their_cards_say(stores, cards, owner):
    numbers = {one.store.pk: one.readings for one in numbers_of(cards, stores, at=NOON)}
    for column, card in enumerate(cards):
        order, sort = in_order(stores, cards, f"-{card.key}", at=NOON)

        values = [numbers[pk][column].value for pk in order]
        known = [value for value in values if value is not None]
        assert sort == f"-{card.key}"
        assert values == sorted(known, reverse=True) + [None] * (len(values) - len(known))


def test_stores_are_sorted_by_how_a_card_changed_since_yesterday(stores, cards, owner):
    then = yesterday_of(cards, stores.values_list("pk", flat=True), at=NOON)
    numbers = {one.store.pk: one.readings for one in numbers_of(cards, stores, at=NOON)}

    order, _ = in_order(stores, cards, "change:aex_total_listings", at=NOON)

    changes = [
        None if before is None or now is None else now - before
        for now, before in (
            (numbers[pk][0].value, then.get((pk, "aex_total_listings"))) for pk in order
        )
    ]
    known = [change for change in changes if change is not None]
    assert len(known) > 4
    assert known == sorted(known)
    assert changes[len(known) :] == [None] * (len(changes) - len(known))
