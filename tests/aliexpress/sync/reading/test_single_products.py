"""What AliExpress says of one product stays with that product: no answer about it ends a run."""

from datetime import timedelta
from typing import Any

import pytest

from aliexpress.models import Listing, SyncRun
from aliexpress.sandbox import Fault
from tests.thorough import first_always

DETAIL = "offer.product.query"

ANSWERS: dict[str, dict[str, Any]] = {
    "deleted, in words": {"kind": "success_false", "message": "The product has been deleted."},
    "deleted, in Chinese": {"kind": "success_false", "message": "商品不存在"},
    "nothing": {"kind": "bad_shape", "shape": {}},
    "an empty result": {"kind": "bad_shape", "shape": {"result": {}}},
    "a bare code": {"kind": "bad_shape", "shape": {"result": {"error_code": "F00-00-10001-999"}}},
    "a code and no": {
        "kind": "bad_shape",
        "shape": {"result": {"success": False, "error_code": 15}},
    },
    "a wrong parameter": {"kind": "error_response", "code": "InvalidParameter", "message": "no"},
    "system error": {"kind": "success_false", "message": "system error, please try again later"},
    "not permitted": {
        "kind": "error_response",
        "type": "ISP",
        "code": "InsufficientPermission",
        "message": "no",
    },
}


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, {"onSelling": 40, "auditing": 20, "offline": 4})
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture(params=first_always(ANSWERS, always=3))
def odd_answer(request, sandbox):
    return lambda: sandbox.faults.add(Fault(method=DETAIL, **ANSWERS[request.param]))


def assert_exact(run, catalogue):
    assert run.error == ""
    counted = Listing.objects.counted().values_list("product_id", "status", "offline_reason")
    assert {pid: (status, reason) for pid, status, reason in counted} == catalogue.truth()


@pytest.mark.parametrize("full", [False, True])
def test_one_of_64_that_is_deleted_is_counted_out_whatever_is_said_of_it(
    read, catalogue, sandbox, odd_answer, full
):
    read()
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    catalogue.delete(catalogue.in_status("auditing")[3])
    odd_answer()

    run = read(full=full)

    assert_exact(run, catalogue)
    assert run.snapshot.total_count == 63


def test_one_that_moved_while_it_was_read_is_found_in_the_lists(
    read, catalogue, sandbox, settings, odd_answer
):
    settings.ALIEXPRESS_CONNECTIONS = 1
    read()
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    odd_answer()
    product_id = catalogue.in_status("auditing")[0]

    def approve_once(seen):
        if seen.page_size == 99 and seen.status == "onSelling":
            sandbox.on_request = None
            catalogue.approve(product_id)

    sandbox.on_request = approve_once
    run = read(full=True)

    assert sandbox.on_request is None
    assert_exact(run, catalogue)


def test_a_gateway_that_is_away_ends_the_run_all_the_same(read, catalogue, sandbox):
    first = read().snapshot
    catalogue.delete(catalogue.in_status("auditing")[3])
    sandbox.faults.add(Fault("http_503", method=DETAIL))

    run = read(full=True)

    assert run.error_kind == SyncRun.ErrorKind.UNAVAILABLE
    assert Listing.objects.counted().count() == first.total_count
