"""Calls that are refused or limited, each kind with what it holds back."""

from datetime import timedelta

import pytest

from aliexpress.gateway.families.pop import SOLUTION_LIST
from aliexpress.models import SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sync import sync_store
from tests.aliexpress.sync.faults.kinds_of_fault import (
    DETAIL,
    FAILURES,
    LIST,
    assert_exact,
    assert_nothing_was_published,
)
from tests.factories import ConnectionFactory


@pytest.mark.parametrize("failure", [*FAILURES, "no permission", "something it does not like"])
def test_what_the_look_up_of_one_product_says_never_ends_a_run(
    read, catalogue, sandbox, snapshot, failure
):
    refused = {"kind": "error_response", "code": "15", "type": "ISP"}
    sub_code = "isv.insufficient-permission" if failure == "no permission" else "isv.what-ever"
    fault = sandbox.faults.add(
        Fault(**FAILURES.get(failure, refused | {"sub_code": sub_code}), method=DETAIL)
    )

    run = read(full=True)

    assert fault.fired
    assert_exact(run, catalogue)


def test_the_other_list_method_is_tried_where_the_one_we_knew_may_no_longer_be_called(
    read, store, catalogue, sandbox, snapshot
):
    sandbox.seller.list_methods = frozenset({SOLUTION_LIST})
    sandbox.faults.add(
        Fault(
            "error_response",
            method=LIST,
            code="15",
            type="ISP",
            sub_code="isv.insufficient-permission",
        )
    )

    run = read(full=True)

    store.connection.refresh_from_db()
    assert_exact(run, catalogue)
    assert store.connection.list_method == SOLUTION_LIST


def test_a_token_that_was_refused_is_refreshed_once_and_the_run_goes_on(
    read, store, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("token_refused", method=LIST, times=1))
    before = store.connection.access_token

    run = read()

    store.connection.refresh_from_db()
    refreshes = [seen for seen in sandbox.requests if seen.method == "/auth/token/refresh"]
    assert_exact(run, catalogue)
    assert len(refreshes) == 1
    assert store.connection.access_token != before


def test_a_token_that_stays_refused_says_who_must_do_what(read, catalogue, sandbox, snapshot):
    sandbox.faults.add(Fault("token_refused", method=LIST))

    run = read()

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert "Connect the store again" in run.error


def test_a_limit_of_one_seller_lets_every_other_store_of_the_app_go_on(
    read, store, catalogue, sandbox, snapshot
):
    other = sandbox.add_seller()
    sandbox.fill(other, {"onSelling": 3})
    sandbox.faults.add(
        Fault(
            "error_response",
            seller_id=sandbox.seller.seller_id,
            code="SellerCallLimit",
            message="The request frequency of the seller exceeds the limit: 300 seconds",
        )
    )
    connection = ConnectionFactory(
        gateway_url=sandbox.url,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        access_token=other.access_token,
    )

    limited = read()
    free = sync_store(connection.store, clock=sandbox.clock.now, patience=0).snapshot

    assert limited.retry_at - limited.finished_at == timedelta(seconds=300)
    assert free is not None
    assert free.total_count == 3


def test_a_store_whose_lists_of_removed_products_always_fail_is_still_read(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("success_false", method=LIST, status="deleted", code="x", message="y"))

    run = read()

    assert_exact(run, catalogue)


def test_many_removed_products_are_asked_for_at_the_pace_aliexpress_allows(
    read, catalogue, sandbox, paced
):
    read(patience=20)
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    for product_id in catalogue.in_status("onSelling")[:30]:
        catalogue.delete(product_id)
    sandbox.requests.clear()

    run = read(patience=20)

    look_ups = [seen for seen in sandbox.requests if seen.method.endswith(DETAIL)]
    assert run.snapshot.total_count == 270
    assert len(look_ups) == 30  # one each: no answer was that there were too many


def test_a_ban_is_shared_with_every_other_worker_through_the_database(
    read, catalogue, sandbox, snapshot, store
):
    sandbox.faults.add(Fault("throttled", method=LIST, seconds=120, times=1))

    run = read()

    assert_nothing_was_published(run, snapshot)
    assert run.retry_at - run.finished_at >= timedelta(seconds=120)
