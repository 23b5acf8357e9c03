"""Each fault in each phase of a sync: before, the reading stands; after, it stands or is exact.

Over real HTTP against the sandbox. A fault that stays leaves the last snapshot as it was and says
so in the run; a fault that passes is waited out within the run's patience.
"""

from datetime import timedelta
from typing import Any

import pytest

from aliexpress.gateway import retry
from aliexpress.gateway.families.pop import SOLUTION_LIST
from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sync import sync_store
from tests.factories import ConnectionFactory
from tests.thorough import first_always, matrix

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


@pytest.fixture(autouse=True)
def _short_read_timeout(request, monkeypatch):
    """Half a minute is a long time in a test, where an answer is meant never to come. Elsewhere
    a busy machine may be slow."""
    if "timeout" in request.node.name:
        monkeypatch.setattr(retry, "LONGEST_READ", 0.5)


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(
        sandbox.seller, {"onSelling": 250, "auditing": 30, "editingRequired": 12, "offline": 8}
    )
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def snapshot(read, catalogue, sandbox):
    """The last complete reading; then two hundred listings change, and one is gone."""
    snapshot = read(patience=20).snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    ids = [pid for pid, (status, _) in catalogue.truth().items() if status == "auditing"]
    for product_id in ids[:10]:
        catalogue.approve(product_id)
    catalogue.delete(ids[20])
    return snapshot


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


@pytest.mark.parametrize(("kind", "phase"), matrix([*WIRE, *GATEWAY], PHASES))
def test_while_aliexpress_is_unavailable_the_reading_stands(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, seconds=0.1, **PHASES[phase]))

    run = read(full=True)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.UNAVAILABLE


@pytest.mark.parametrize(("refusal", "phase"), matrix(REFUSALS, PHASES))
def test_what_aliexpress_refuses_stops_the_run_at_once(
    read, catalogue, sandbox, snapshot, refusal, phase
):
    fault = sandbox.faults.add(Fault(**REFUSALS[refusal], **PHASES[phase]))

    run = read(full=True, patience=30)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert fault.fired <= 8  # the calls that were under way together; none was repeated


@pytest.mark.parametrize(
    ("failure", "phase"),
    matrix(FAILURES, [phase for phase in PHASES if phase != "one product singly"]),
)
def test_a_call_that_always_fails_leaves_the_reading_as_it_was_and_the_store_on_its_turn(
    read, catalogue, sandbox, snapshot, failure, phase
):
    sandbox.faults.add(Fault(**FAILURES[failure], **PHASES[phase]))

    run = read(full=True)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.UNAVAILABLE
    assert run.retry_at - run.finished_at <= timedelta(seconds=60)


@pytest.mark.parametrize(("failure", "phase"), matrix(FAILURES, PHASES))
def test_a_call_that_fails_once_is_made_again_in_the_run(
    read, catalogue, sandbox, snapshot, failure, phase
):
    sandbox.faults.add(Fault(**FAILURES[failure], times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


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


@pytest.mark.parametrize(
    ("kind", "phase"), matrix(LIES, ["first page", "middle page", "last page"])
)
def test_what_a_list_leaves_out_is_asked_for_singly_or_nothing_is_published(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, **PHASES[phase]))

    run = read(full=True)

    if run.status == SyncRun.Status.FAILED:
        assert_nothing_was_published(run, snapshot)
    else:
        assert_exact(run, catalogue)


@pytest.mark.parametrize(
    ("kind", "phase"),
    [
        ("lost_page", "middle page"),
        ("lost_page", "last page"),
        ("repeated_page", "middle page"),
        ("repeated_page", "last page"),
        ("missing_items", "middle page"),
    ],
)
def test_the_first_reading_of_a_store_waits_until_its_lists_are_whole(
    read, catalogue, sandbox, kind, phase
):
    fault = sandbox.faults.add(Fault(kind, **PHASES[phase]))

    run = read()

    assert fault.fired
    assert run.status == SyncRun.Status.FAILED
    assert not ListingSnapshot.objects.exists()


@pytest.mark.parametrize(("kind", "phase"), matrix([*WIRE, *GATEWAY], PHASES))
def test_a_fault_that_passes_is_waited_out(read, catalogue, sandbox, snapshot, kind, phase):
    sandbox.faults.add(Fault(kind, seconds=0.1, times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


@pytest.mark.parametrize(
    ("kind", "phase"), matrix(LIES, ["first page", "middle page", "last page"])
)
def test_a_page_that_was_not_whole_once_is_read_again(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


@pytest.mark.parametrize("phase", first_always(PHASES))
def test_after_any_fault_the_next_sync_mends_everything(read, catalogue, sandbox, snapshot, phase):
    sandbox.faults.add(Fault("http_503", **PHASES[phase]))
    read(full=True)
    sandbox.faults.clear()

    run = read()

    assert_exact(run, catalogue)


@pytest.mark.parametrize("declared", [250, 0])
def test_a_list_that_is_lost_each_time_is_no_proof_of_its_being_empty(
    read, catalogue, sandbox, declared
):
    lost = {"result": {"success": True, "product_count": declared, "total_page": 0}}
    sandbox.faults.add(
        Fault("bad_shape", method=LIST, status="onSelling", page_size=99, shape=lost)
    )

    run = read()

    assert run.error_kind == SyncRun.ErrorKind.UNPROVEN
    assert "onSelling: declared 250, listed 0" in run.error
    assert not ListingSnapshot.objects.exists()


def test_what_is_listed_and_is_no_listing_is_named(read, catalogue, sandbox):
    sandbox.faults.add(Fault("not_products", **PHASES["middle page"]))

    run = read()

    assert run.snapshot.total_count == 300
    assert "no listing, and it is not counted" in run.snapshot.remark


def test_a_page_count_that_changes_midway_loses_nothing(read, catalogue, sandbox, snapshot):
    sandbox.faults.add(Fault("page_count_changes", delta=-1, times=1, **PHASES["first page"]))

    run = read(full=True)

    assert_exact(run, catalogue)


def test_a_count_that_lies_all_the_time_is_published_as_disputed_with_both_numbers(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))

    run = read(full=True)

    row = next(row for row in run.snapshot.evidence if row["status"] == "onSelling")
    assert run.snapshot.verdict == "disputed"
    assert (row["declared"], row["listed"]) == (262, 260)
    assert run.snapshot.active_count == 260


def test_a_dispute_that_stays_is_confirmed_and_not_read_in_full_each_time(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))
    disputed = read(full=True).snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))

    run = read()

    assert (run.snapshot, run.published) == (disputed, False)
    assert run.request_count <= 8


def test_a_dispute_that_is_over_is_published_as_complete(read, catalogue, sandbox, snapshot):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))
    read(full=True)
    sandbox.faults.clear()

    run = read()

    assert_exact(run, catalogue)


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


@pytest.mark.parametrize("full", [True, False])
def test_listings_with_hostile_words_are_counted_like_any_other(
    read, catalogue, sandbox, snapshot, full
):
    sandbox.faults.add(Fault("hostile_items", method=LIST, page_size=99))

    run = read(full=full)

    assert run.error == ""
    assert run.snapshot.total_count == 299
