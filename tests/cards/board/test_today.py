"""Today: each rule, what it tells and where it leads, and which five are told."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from aliexpress.models import BridgeTally
from cards.board import today as rules
from cards.board.reviews import Reviews
from cards.board.store_today import OpenAlert, StoreToday
from cards.board.today import today
from cards.measures.measured import Coverage, Row, Window
from cards.models import Card
from cards.readings.reading import Attempt, Reading
from tests.moments import NOON

A_DAY = timedelta(days=1)
COUNTS = {"active": 4310, "auditing": 340, "rejected": 120, "expired": 50, "unmapped": 0}


def reading(card, value, **fields):
    given = {"unit": "count", "breakdown": COUNTS, "last_attempt": None, **fields}
    return Reading(
        card=card,
        store="harbour-home",
        value=value,
        as_of=NOON,
        confirmed_at=NOON,
        stale=False,
        verdict="complete",
        snapshot=17,
        sentiment="neutral",
        **given,
    )


def store(*readings, name="Harbour Home", slug="harbour-home", **fields):
    state = {
        "pk": 1,
        "name": name,
        "slug": slug,
        "is_active": True,
        "is_renewable": True,
        "renewable_until": NOON + 50 * A_DAY,
        "access_until": None,
        "waiting_since": None,
        "next_due_at": NOON,
        "unbelieved_fall": "",
        "account_warning": "",
    }
    found = {key: fields.pop(key) for key in list(fields) if key in state}
    shown = readings or [reading("aex_total_listings", 4820)]
    return StoreToday(
        store=SimpleNamespace(**state | found),
        at=NOON,
        readings={one.card: one for one in shown},
        **fields,
    )


def told(rule, now):
    return [(one.text, one.stake, one.address) for one in rule(now)]


def test_an_authorisation_that_ends_is_told_with_its_days_and_who_can_help():
    now = store(renewable_until=NOON + 9 * A_DAY)

    assert told(rules.authorisation, now) == [
        (
            "The authorisation of Harbour Home ends in 9 days: ask operations to connect it again.",
            4820,
            "/stores/harbour-home/cards/aex_total_listings/",
        )
    ]


def test_operations_are_led_to_where_a_store_is_connected():
    now = store(renewable_until=NOON - A_DAY, is_for_operations=True)

    assert told(rules.authorisation, now) == [
        (
            "The authorisation of Harbour Home has ended: connect it again.",
            4820,
            "/admin/aliexpress/store/1/change/",
        )
    ]


def test_an_authorisation_that_ends_later_than_in_two_weeks_is_not_told():
    assert not told(rules.authorisation, store(renewable_until=NOON + 15 * A_DAY))


def test_the_sooner_an_authorisation_ends_the_more_it_weighs():
    [soon] = rules.authorisation(store(renewable_until=NOON + 2 * A_DAY))
    [later] = rules.authorisation(store(renewable_until=NOON + 12 * A_DAY))

    assert soon.weight > later.weight


FAILED = Attempt("failed", NOON, "AliExpress did not answer. We try again.")


def test_a_failed_refresh_is_told_with_its_reason():
    now = store(reading("aex_total_listings", 4820, last_attempt=FAILED))

    [(text, stake, _)] = told(rules.failing, now)

    assert text == "Harbour Home could not be read: AliExpress did not answer."
    assert stake == 4820


@pytest.mark.parametrize(
    ("is_for_operations", "cure"),
    [(True, "Connect the store again."), (False, "Ask operations to connect the store again.")],
)
def test_what_somebody_has_to_act_on_is_told_with_the_cure(is_for_operations, cure):
    error = "AliExpress no longer accepts the access token. "
    error += "Connect the store again, or ask operations to."
    refused = Attempt("failed", NOON, error, needs_somebody=True)
    now = store(
        reading("aex_total_listings", 4820, last_attempt=refused),
        is_for_operations=is_for_operations,
    )

    [(text, _, _)] = told(rules.failing, now)

    said = "Harbour Home could not be read: AliExpress no longer accepts the access token."
    assert text == f"{said} {cure}"


def test_one_cause_is_told_once():
    failed = reading("aex_total_listings", 4820, last_attempt=FAILED)

    assert not told(rules.failing, store(failed, renewable_until=NOON - A_DAY))
    assert not told(rules.failing, store(failed, is_active=False))


def test_a_store_nobody_read_yet_is_told():
    nothing = reading("aex_total_listings", None, breakdown={})

    [(text, _, _)] = told(rules.unread, store(nothing))

    assert text == "Harbour Home has not been read yet."
    assert not told(rules.unread, store())


def test_a_refresh_no_worker_came_to_is_told():
    late = store(next_due_at=NOON - timedelta(minutes=5))

    assert [text for text, _, _ in told(rules.late, late)] == [
        "Harbour Home waits for a refresh that is late: tell operations."
    ]
    assert not told(rules.late, store())


def test_that_no_worker_comes_is_told_once_for_all_stores():
    waits = {"next_due_at": NOON - timedelta(minutes=5), "is_for_operations": True}
    stores = [store(name=name, slug=name.lower(), **waits) for name in ("Quay", "Pine", "Lane")]

    [one] = today(stores)

    assert one.text == "Several stores wait for a refresh that is late: no worker came."
    assert one.stake == 3 * 4820


def test_what_is_doubtful_about_a_store_is_told():
    doubtful = store(
        unbelieved_fall="It fell to 0. We look again.", account_warning="A sub-account."
    )

    assert [text for text, _, _ in told(rules.warned, doubtful)] == [
        "Harbour Home: It fell to 0.",
        "Harbour Home: A sub-account.",
    ]


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


def test_listings_without_a_required_attribute_are_told():
    row = Row("lacking", "lack a required attribute", 434, listings={"part": "lacking"})
    share = reading("aex_attribute_completeness", 91.0, rows=(row,))

    [(text, stake, address)] = told(rules.lacking, store(share))

    assert text == "434 listings of Harbour Home lack a required attribute."
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


def test_who_sees_no_card_about_rejections_is_told_of_none():
    empty = reading("aex_oos_listings", 0, listings={"card": "y"})

    assert not told(rules.rejected, store(empty, rejected={"": 7}))


def test_where_all_is_well_nothing_is_told():
    assert today([store()]) == []


def test_what_is_missing_is_told_once_every_code_is_known():
    whole = BridgeTally(missing_count=7, not_read_listing_count=0)
    part = BridgeTally(missing_count=11_208, not_read_listing_count=4_580)

    [(text, stake, _)] = told(rules.missing_from_aliexpress, store(bridge=whole))

    assert text == "7 items of the source of Harbour Home are missing on AliExpress."
    assert stake == 7
    assert told(rules.missing_from_aliexpress, store(bridge=part)) == []


def test_an_alert_that_a_store_cannot_be_read_is_not_told_beside_that_it_cannot():
    attempt = Attempt("failed", NOON, "AliExpress is down. We try again.")
    card = Card(key="aex_total_listings", title="Total Listings")
    alert = OpenAlert(card, "It cannot be read: AliExpress is down.", "failing")
    failing = store(reading("aex_total_listings", 4820, last_attempt=attempt), alerts=[alert])

    assert [one.rule for one in today([failing])] == ["failing"]


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

    texts = [one.text for rule in rules.RULES for one in rule(now)]

    assert len(texts) > 7
    assert [text for text in texts if "Harbour Home" in text] == []
    assert "45 listings are rejected: in the wrong category." in texts
    assert "The store could not be read: AliExpress did not answer." in texts
