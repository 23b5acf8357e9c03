"""An account of two shops: a POP shop, and a managed one of each family."""

import pytest

from aliexpress.models import (
    Listing,
    SyncRun,
)
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS

FAMILIES = sorted(MANAGED_LISTS)
MANAGED = {
    "ONLINE": 45,
    "PENDING_APPROVAL": 6,
    "VIOLATION_QC_FAILED": 4,
    "PENDING_LAUNCH": 3,
    "OFFLINE": 2,
}


@pytest.fixture(params=FAMILIES)
def family(request):
    return request.param


@pytest.fixture
def shop(sandbox, family):
    shop = sandbox.add_shop(family, name="Harbour EU")
    sandbox.fill(shop, MANAGED)
    return shop


@pytest.fixture
def account(catalogue, shop):
    """A POP shop of 12 listings, and a managed one of 60."""
    return shop


def standings(sandbox, shop):
    """Status by product id of both shops, as AliExpress has them."""
    truth = {pid: status for pid, (status, _) in sandbox.catalogue().truth().items()}
    return truth | {pid: status for pid, (status, _) in sandbox.catalogue(shop).truth().items()}


def counted():
    return dict(Listing.objects.counted().values_list("product_id", "status"))


def assert_nothing_was_told(run):
    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert run.snapshot is None
