"""The kinds of fault, the phases of a sync they befall, and what holds afterwards."""

from typing import Any

from aliexpress.models import Listing, ListingSnapshot, SyncRun

LIST = "findproductinfolistquery"
DETAIL = "offer.product.query"
# Which calls a fault befalls.
PHASES: dict[str, dict[str, Any]] = {
    "declared counts": {"method": LIST, "page_size": 1},
    "first page": {"method": LIST, "page_size": 99, "status": "onSelling", "page": 1},
    "middle page": {"method": LIST, "page_size": 99, "status": "onSelling", "page": 2},
    "last page": {"method": LIST, "page_size": 99, "status": "onSelling", "page": 3},
    "another status": {"method": LIST, "page_size": 99, "status": "offline"},
    "one product singly": {"method": DETAIL},
}
WIRE = [
    "timeout",
    "reset",
    "cut_off",
    "http_429",
    "http_500",
    "http_502",
    "http_503",
    "html",
    "truncated_json",
]
GATEWAY = ["throttled", "bad_shape"]
REFUSALS: dict[str, dict[str, Any]] = {
    "bad signature": {"kind": "error_response", "code": "IncompleteSignature"},
    "no permission": {"kind": "error_response", "code": "InvalidAppkey"},
    "address not listed": {"kind": "error_response", "code": "AppWhiteIpLimit"},
}
# What AliExpress is known to answer when it could not carry out one call, and what nobody has
# seen yet.
FAILURES: dict[str, dict[str, Any]] = {
    "system error": {
        "kind": "success_false",
        "code": "F00-10-10000-001",
        "message": "system error, please try again later",
    },
    "remote service error": {"kind": "error_response", "code": "15", "type": "ISP"},
    "something new": {"kind": "success_false", "code": 13001004, "message": "Not today"},
}
# Lists that lie: what AliExpress answers looks whole and is not.
LIES = ["lost_page", "repeated_page", "missing_items", "not_products"]


def assert_nothing_was_published(run, snapshot):
    assert run.status == SyncRun.Status.FAILED
    assert run.error
    assert not run.error.startswith("The refresh stopped on a fault of this")
    assert run.retry_at > run.finished_at
    assert ListingSnapshot.objects.get() == snapshot
    assert Listing.objects.counted().count() == snapshot.total_count == 300


def assert_exact(run, catalogue):
    truth = catalogue.counts()
    assert run.error == ""
    assert run.snapshot.verdict == "complete"
    assert (
        run.snapshot.total_count
        == sum(truth[status] for status in ("onSelling", "auditing", "editingRequired", "offline"))
        == 299
    )
    assert run.snapshot.active_count == truth["onSelling"] == 260
    counted = Listing.objects.counted().values_list("product_id", "status")
    assert dict(counted) == {pid: status for pid, (status, _) in catalogue.truth().items()}
