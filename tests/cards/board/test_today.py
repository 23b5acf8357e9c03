"""Today: which five are told over all stores and cards, in which order, and in which words."""

from aliexpress.models import BridgeTally
from cards.board import today_of_stores as rules
from cards.board.store_today import OpenAlert
from cards.board.today import RULES, today
from cards.measures.measured import Window
from cards.models import Card
from cards.readings.reading import Attempt
from tests.cards.board.stores_of_today import A_DAY, COUNTS, FAILED, reading, store, told
from tests.moments import NOON


def test_an_open_alert_is_told():
    card = Card(key="aex_rejected_listings", title="Rejected Listings")
    rejected = reading("aex_rejected_listings", 120)

    [(text, stake, address)] = told(
        rules.alerting, store(rejected, alerts=[OpenAlert(card, "It is 120, above 100.")])
    )

    assert text == "Alert open, Rejected Listings of Harbour Home: It is 120, above 100."
    assert (stake, address) == (120, "/alerts/")


def test_at_most_five_are_told_most_at_stake_first_over_all_stores():
    stores = [
        store(name=name, slug=name, rejected={"category_audit_fail": number})
        for name, number in zip("abcdefg", (3, 900, 5, 70, 11, 1, 40), strict=True)
    ]

    assert [one.stake for one in today(stores)] == [900, 70, 40, 11, 5]


def test_a_few_that_are_lost_within_days_come_before_some_that_wait():
    window = Window(NOON, NOON + 3 * A_DAY)
    expiring = reading("aex_listings_expiring_soon", 26, window=window, listings={"card": "x"})
    empty = reading("aex_oos_listings", 40, listings={"card": "y"})

    assert [one.rule for one in today([store(expiring, empty)])] == ["expiring", "out_of_stock"]


def test_on_the_page_of_a_card_only_what_concerns_it_is_told():
    empty = reading("aex_oos_listings", 40, listings={"card": "y"})
    now = store(empty, rejected={"": 7}, renewable_until=NOON + A_DAY)

    assert [one.rule for one in today([now], card="aex_oos_listings")] == [
        "authorisation",
        "out_of_stock",
    ]


def test_where_all_is_well_nothing_is_told():
    assert today([store()]) == []


def test_an_alert_that_a_store_cannot_be_read_is_not_told_beside_that_it_cannot():
    attempt = Attempt("failed", NOON, "AliExpress is down. We try again.")
    card = Card(key="aex_total_listings", title="Total Listings")
    alert = OpenAlert(card, "It cannot be read: AliExpress is down.", "failing")
    failing = store(reading("aex_total_listings", 4820, last_attempt=attempt), alerts=[alert])

    assert [one.rule for one in today([failing])] == ["failing"]


def test_on_a_stores_own_page_today_says_the_cure_where_the_standing_says_the_failure():
    error = "AliExpress no longer accepts the token. Connect the store again, or ask operations to."
    refused = Attempt("failed", NOON, error, None, True)
    card = Card(key="aex_total_listings", title="Total Listings", unit="count")
    alert = OpenAlert(card, f"It cannot be read: {error}", "failing")
    total = reading("aex_total_listings", 4820, last_attempt=refused)

    told = today([store(total, alerts=[alert], is_alone=True)])

    assert [one.text for one in told] == ["Ask operations to connect the store again."]


def test_on_a_stores_own_page_no_sentence_repeats_its_name():
    counts = {**COUNTS, "unmapped": 3}
    readings = [
        reading("aex_total_listings", 4823, breakdown=counts, last_attempt=FAILED),
        reading("aex_oos_listings", 95, listings={"card": "aex_oos_listings"}),
    ]
    now = store(
        *readings,
        name="Harbour Home",
        is_alone=True,
        renewable_until=NOON + 9 * A_DAY,
        unbelieved_fall="It fell to 0. Look.",
        waiting_since=NOON - A_DAY,
        rejected={"category_audit_fail": 45},
        bridge=BridgeTally(oos_settled_count=2, missing_count=7, not_read_listing_count=0),
    )

    texts = [one.text for rule in RULES for one in rule(now)]

    assert len(texts) > 7
    assert [text for text in texts if "Harbour Home" in text] == []
    assert "45 listings are rejected: in the wrong category." in texts
    assert [text for text in texts if "AliExpress did not answer" in text] == []
