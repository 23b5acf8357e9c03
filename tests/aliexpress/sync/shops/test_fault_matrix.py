"""Each kind of fault in a shop of every family: the reading stands, or is exact."""

from datetime import timedelta
from typing import Any

import pytest

from aliexpress.gateway import retry
from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS
from tests.aliexpress.sync.faults.kinds_of_fault import FAILURES, GATEWAY, LIES, REFUSALS, WIRE
from tests.thorough import matrix

FAULTS: dict[str, dict[str, Any]] = {
    **{kind: {"kind": kind, "seconds": 0.1} for kind in (*WIRE, *GATEWAY, *LIES)},
    "a failure without words": {"kind": "wordless_failure"},
    **FAILURES,
    **REFUSALS,
}
PHASES: dict[str, dict[str, Any]] = {
    "declared counts": {"page_size": 1, "status": "ONLINE"},
    "first page": {"page_size": 20, "status": "ONLINE", "page": 1},
    "middle page": {"page_size": 20, "status": "ONLINE", "page": 2},
    "last page": {"page_size": 20, "status": "ONLINE", "page": 3},
    "another status": {"page_size": 20, "status": "OFFLINE"},
    "one product singly": {"method": "product.query"},
}


@pytest.fixture(autouse=True)
def _short_read_timeout(request, monkeypatch):
    """Half a minute is a long time in a test, where an answer is meant never to come."""
    if "timeout" in request.node.name:
        monkeypatch.setattr(retry, "LONGEST_READ", 0.5)


@pytest.fixture
def shop(request, sandbox, catalogue, family):
    shop = sandbox.add_shop(family, name="Harbour EU")
    sandbox.fill(shop, {"ONLINE": 45, "PENDING_APPROVAL": 6, "OFFLINE": 2})
    return shop


@pytest.fixture
def snapshot(read, sandbox, shop):
    """The last complete reading; then some are approved, and one is gone."""
    snapshot = read(patience=20).snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    managed = sandbox.catalogue(shop)
    for product_id in managed.in_status("PENDING_APPROVAL")[:3]:
        managed.move(product_id, "ONLINE")
    managed.delete(managed.in_status("OFFLINE")[0])
    return snapshot


@pytest.mark.parametrize(
    ("family", "fault", "phase"), matrix(sorted(MANAGED_LISTS), FAULTS, PHASES)
)
def test_a_fault_that_stays_leaves_the_reading_and_one_that_is_over_is_mended(
    read, sandbox, shop, snapshot, fault, phase
):
    sandbox.faults.add(Fault(**FAULTS[fault], **PHASES[phase], shop=shop.channel_seller_id))

    run = read(full=True)

    if run.status == SyncRun.Status.FAILED:
        refused = SyncRun.ErrorKind.REFUSED
        passing = {SyncRun.ErrorKind.UNAVAILABLE, SyncRun.ErrorKind.UNPROVEN}
        assert run.error_kind in ({refused} if fault in REFUSALS else passing), run.error
        assert ListingSnapshot.objects.get() == snapshot
        sandbox.faults.clear()
        run = read(patience=20)
    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (12 + 52, "complete")
    truth = {**sandbox.catalogue().truth(), **sandbox.catalogue(shop).truth()}
    assert dict(Listing.objects.counted().values_list("product_id", "status")) == {
        product_id: status for product_id, (status, _) in truth.items()
    }
