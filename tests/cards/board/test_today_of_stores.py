"""What Today tells of a store itself: its authorisation, its refreshes, what is doubtful."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from cards.board import today_of_stores as rules
from cards.board.today import today
from cards.readings.reading import Attempt
from tests.cards.board.stores_of_today import A_DAY, FAILED, reading, store, told
from tests.moments import NOON


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
    fall = store(failed, unbelieved_fall=FAILED.error)
    assert not told(rules.failing, fall)
    assert told(rules.warned, fall)


def test_of_a_store_that_is_switched_off_nothing_is_to_be_done():
    failed = reading("aex_total_listings", 4820, last_attempt=FAILED)
    off = store(failed, is_active=False, rejected={"category_audit_fail": 45})

    assert not today([off])
    assert today([replace(off, store=store().store)])


def test_a_store_nobody_read_yet_is_told():
    nothing = reading("aex_total_listings", None, breakdown={})

    [(text, _, _)] = told(rules.unread, store(nothing))

    assert text == "Harbour Home has not been read yet."
    assert not told(rules.unread, store())
    assert not told(rules.unread, store(nothing, now=SimpleNamespace(open_run_id=7)))


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
