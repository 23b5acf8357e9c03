"""What Today tells of a store's listings: which, how many, and where they are worked on."""

import pytest

from aliexpress.models import BridgeTally
from cards.board import today_of_listings as rules
from cards.board.reviews import Reviews
from cards.measures.measured import Coverage, Row, Window
from tests.cards.board.stores_of_today import A_DAY, reading, store, told
from tests.moments import NOON


def test_rejected_listings_are_told_by_reason_in_words():
    now = store(rejected={"category_audit_fail": 45, "moon_audit_fail": 1, "": 2})

    assert told(rules.rejected, now) == [
        (
            f"{words}.",
            stake,
            f"/stores/harbour-home/work/groups/rejected/?reason={reason}",
        )
        for words, stake, reason in (
            (
                "45 listings of Harbour Home are rejected: in the wrong category",
                45,
                "category_audit_fail",
            ),
            ("1 listing of Harbour Home is rejected: moon_audit_fail", 1, "moon_audit_fail"),
            ("2 listings of Harbour Home are rejected: AliExpress gave no reason", 2, "-"),
        )
    ]


def test_listings_that_expire_are_told_with_the_days_of_the_card():
    window = Window(NOON, NOON + 3 * A_DAY)
    query = {"card": "aex_listings_expiring_soon"}
    expiring = reading("aex_listings_expiring_soon", 26, window=window, listings=query)

    assert told(rules.expiring, store(expiring)) == [
        (
            "26 listings of Harbour Home expire within 3 days.",
            26,
            "/stores/harbour-home/listings/?card=aex_listings_expiring_soon",
        )
    ]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (4820, "95 active listings of Harbour Home have no stock."),
        (4000, "At least 95 active listings of Harbour Home have no stock."),
    ],
)
def test_what_is_out_of_stock_is_told_and_that_it_may_be_more(known, words):
    coverage = Coverage("stock known", known, 4820)
    empty = reading("aex_oos_listings", 95, listings={"card": "x"}, coverage=coverage)

    assert [text for text, _, _ in told(rules.out_of_stock, store(empty))] == [words]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (4820, "434 listings of Harbour Home lack a required attribute."),
        (4000, "At least 434 listings of Harbour Home lack a required attribute."),
    ],
)
def test_listings_without_a_required_attribute_are_told_and_that_they_may_be_more(known, words):
    row = Row("lacking", "lack a required attribute", 434, listings={"part": "lacking"})
    coverage = Coverage("attributes known", known, 4820)
    share = reading("aex_attribute_completeness", 91.0, rows=(row,), coverage=coverage)

    [(text, stake, address)] = told(rules.lacking, store(share))

    assert text == words
    assert (stake, address) == (434, "/stores/harbour-home/listings/?part=lacking")


def test_what_is_stuck_in_auditing_is_told():
    reviews = Reviews(NOON, 340, [], 40, A_DAY, 5 * A_DAY, 12, {"state": "auditing"})

    [(text, stake, _)] = told(rules.stuck, store(reviews=reviews))

    assert "12 listings of Harbour Home have been in auditing longer" in text
    assert stake == 12


def test_listings_in_states_we_do_not_know_are_told():
    [(text, _, address)] = told(
        rules.unmapped, store(reading("aex_total_listings", 3, breakdown={"unmapped": 3}))
    )

    assert text == "3 listings of Harbour Home are in a state we do not know."
    assert address.endswith("?state=unmapped")


def test_who_sees_no_card_about_rejections_is_told_of_none():
    empty = reading("aex_oos_listings", 0, listings={"card": "y"})

    assert not told(rules.rejected, store(empty, rejected={"": 7}))


def test_what_is_missing_is_told_once_every_code_is_known():
    whole = BridgeTally(missing_count=7, not_read_listing_count=0)
    part = BridgeTally(missing_count=11_208, not_read_listing_count=4_580)

    [(text, stake, _)] = told(rules.missing_from_aliexpress, store(bridge=whole))

    assert text == "7 items of the source of Harbour Home are missing on AliExpress."
    assert stake == 7
    assert told(rules.missing_from_aliexpress, store(bridge=part)) == []


def test_of_the_source_a_reader_is_told_what_their_cards_count():
    bridge = BridgeTally(missing_count=7, not_read_listing_count=0, oos_settled_count=3)
    now = store(bridge=bridge, seen=["aex_xc_missing_on_aliexpress"])

    assert not told(rules.out_of_stock_at_the_source, now)
    assert told(rules.missing_from_aliexpress, now)
    assert not told(rules.missing_from_aliexpress, store(bridge=bridge, seen=[]))
