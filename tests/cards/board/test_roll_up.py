"""Several stores: their sum, never called a total while one of them is not known."""

from datetime import timedelta

import pytest
import time_machine

from cards.board.board import board, roll_up
from cards.models import Card
from tests.factories import DetailTallyFactory, MembershipFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

ADDRESS = "/api/v1/cards/aex_total_listings/rollup/"


@pytest.fixture
def second(snapshot, owner):
    """A second store of the owner's, with a hundred listings."""
    store = MembershipFactory(user=owner, store=StoreFactory(name="Lakeside")).store
    SnapshotFactory(
        store=store, active_count=100, auditing_count=0, rejected_count=0, expired_count=0
    )
    return store


@pytest.fixture
def unread(owner):
    return MembershipFactory(user=owner, store=StoreFactory(name="New Shop")).store


def test_the_sum_of_complete_readings_is_the_total(total, owner, second):
    rolled = roll_up(total, owner, at=NOON)

    assert (rolled.value, rolled.is_at_least, rolled.remarks) == (4920, False, [])


def test_a_store_without_a_complete_reading_makes_it_at_least(total, owner, second, unread):
    rolled = roll_up(total, owner, at=NOON)

    assert (rolled.value, rolled.is_at_least) == (4920, True)
    assert rolled.remarks == ["1 store without a complete reading"]


def test_a_store_that_was_read_and_not_yet_product_by_product_is_not_called_unread(snapshot, owner):
    rolled = roll_up(Card.objects.get(key="aex_oos_listings"), owner, at=NOON)

    assert rolled.remarks == ["1 store of which it is not known yet"]


def test_a_part_known_in_part_is_told_so_beside_its_number(snapshot, owner, as_user):
    DetailTallyFactory(snapshot=snapshot)

    with time_machine.travel(NOON, tick=False):
        answer = as_user(owner).get("/api/v1/cards/aex_oos_listings/rollup/").json()

    assert (answer["value"], answer["is_at_least"]) == (95, True)
    assert answer["stores"][0]["coverage"]["sentence"] == "stock known for 4,655 of 4,820"


def test_where_nothing_is_known_there_is_no_sum(total, owner, unread, store):
    assert roll_up(total, owner, at=NOON).value is None


def test_it_is_no_fresher_than_its_oldest_part(total, owner, second):
    SnapshotFactory(
        store=MembershipFactory(user=owner, store=StoreFactory()).store,
        as_of=NOON - timedelta(hours=5),
    )

    rolled = roll_up(total, owner, at=NOON)

    assert rolled.oldest_confirmed_at == NOON - timedelta(hours=5)
    assert rolled.remarks == ["1 store not refreshed lately"]


def test_a_disputed_part_is_said(total, owner, second):
    SnapshotFactory(store=second, verdict="disputed", as_of=NOON)

    assert "1 store disputed by AliExpress" in roll_up(total, owner, at=NOON).remarks


def test_stores_of_others_are_not_in_the_sum(total, owner, second):
    SnapshotFactory(store=StoreFactory(name="Somebody Else's"))

    assert roll_up(total, owner, at=NOON).value == 4920


def test_a_score_is_not_added_up(total, owner, second):
    type(total).objects.filter(pk=total.pk).update(unit="points")

    assert board(owner, at=NOON).sums[0] == (Card.objects.get(pk=total.pk), None)


def test_shares_are_summed_from_their_integers(owner, second):
    share = roll_up(Card.objects.get(key="aex_active_share"), owner, at=NOON)

    numerator, denominator = share.parts or (0, 0)
    assert denominator == 4920
    assert share.value == round(100 * numerator / denominator, 1)
    assert share.figure == f"{share.value:.1f} %"


def test_a_share_over_a_store_nobody_read_yet_is_only_so_far(owner, second, unread):
    share = roll_up(Card.objects.get(key="aex_active_share"), owner, at=NOON)

    assert share.is_at_least
    assert share.figure.endswith(" % so far")


def test_each_cell_of_the_sums_names_its_card(total, owner, as_user, second):
    """Where there is no room for a head of the table, on a phone."""
    score = Card.objects.get(key="aex_listing_quality_score")

    text = as_user(owner).get("/").content.decode()
    sums = text.partition("<tfoot>")[2]

    assert f'data-card="{total.title}"' in sums
    assert f'<td data-card="{score.title}"><span class="words">cannot be added up' in sums


def test_the_board_shows_the_sum_where_there_are_several_stores(owner, as_user, second, unread):
    text = as_user(owner).get("/").content.decode()

    assert "All 3 stores" in text
    assert "at least 4,920" in text


def test_a_single_store_needs_no_sum(owner, as_user, snapshot):
    assert "<tfoot>" not in as_user(owner).get("/").content.decode()


def test_the_api_gives_each_store_s_part(owner, with_key, second, unread):
    answer = with_key(owner).get(ADDRESS).json()

    assert (answer["value"], answer["is_at_least"]) == (4920, True)
    assert sorted((part["value"] or 0, part["verdict"]) for part in answer["stores"]) == [
        (0, "none"),
        (100, "complete"),
        (4820, "complete"),
    ]


def test_the_api_refuses_to_add_up_what_cannot_be(total, owner, with_key, second):
    type(total).objects.filter(pk=total.pk).update(unit="points")

    answer = with_key(owner).get(ADDRESS)

    assert answer.status_code == 400
    assert "cannot be added up" in answer.json()["error"]["message"]


def test_rejections_of_a_store_first_read_today_make_it_at_least(snapshot, owner):
    rolled = roll_up(Card.objects.get(key="aex_rejected_listings_24h"), owner, at=NOON)

    assert (rolled.value, rolled.is_at_least) == (0, True)
    assert rolled.remarks == ["1 store not known in full"]


def test_a_share_known_in_part_is_told_of_what_was_read(snapshot, owner, second):
    tally = DetailTallyFactory(snapshot=snapshot)

    share = roll_up(Card.objects.get(key="aex_attribute_completeness"), owner, at=NOON)

    of_known = 100 * tally.complete_count / tally.attributes_known_count
    assert tally.attributes_known_count < 4820
    words = f"{tally.complete_count:,} of the 4,655 read so far"
    assert share.so_far == (f"{of_known:.1f} %", words)


def test_what_is_said_of_all_sums_is_said_once(total, owner, as_user, second, unread):
    sums = as_user(owner).get("/").content.decode().partition("<tfoot>")[2]

    assert sums.count("1 store without a complete reading") == 1
    assert sums.count("the oldest confirmed") == 1
