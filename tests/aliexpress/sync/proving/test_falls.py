"""Which falls and rises take several looks, and which are believed at once."""

import pytest

from aliexpress.gateway.families.pop import SOLUTION_LIST
from aliexpress.models import SyncRun
from aliexpress.sync.reading.lists import Reader
from tests.aliexpress.sync.conftest import pass_time

LOOKING = SyncRun.ErrorKind.LOOKING_AGAIN


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, {"onSelling": 300, "auditing": 70, "editingRequired": 30})
    return sandbox.catalogue(sandbox.seller)


def test_half_a_store_removed_is_looked_at_again_though_aliexpress_says_so(
    read, catalogue, sandbox
):
    read()
    pass_time(sandbox, minutes=5)
    for product_id in catalogue.in_status("onSelling")[:250]:
        catalogue.delete(product_id)

    kinds = []
    for _ in range(3):
        run = read()
        kinds.append(run.error_kind)
        pass_time(sandbox, minutes=2)

    assert kinds == [LOOKING, LOOKING, ""]
    assert run.snapshot.total_count == 150


def test_listings_that_are_listed_as_removed_are_believed_at_once(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    for product_id in catalogue.in_status("editingRequired"):
        catalogue.delete(product_id)

    run = read()

    assert run.error == ""
    assert run.snapshot.total_count == 370


@pytest.mark.parametrize("told", [True, False])
def test_a_small_store_that_falls_to_nothing_is_believed_once_all_are_listed_as_removed(
    read, sandbox, monkeypatch, told
):
    sandbox.fill(sandbox.seller, {"onSelling": 45})
    catalogue = sandbox.catalogue(sandbox.seller)
    read()
    pass_time(sandbox, minutes=5)
    for product_id in catalogue.in_status("onSelling"):
        catalogue.delete(product_id)
    if not told:  # of twenty each is asked for, and of the others nothing is known
        monkeypatch.setattr(Reader, "removed_lately", lambda self: None)

    run = read()

    assert run.error_kind == ("" if told else LOOKING)
    if not told:
        pass_time(sandbox, minutes=2)
        assert read().error_kind == LOOKING
        pass_time(sandbox, minutes=2)
        run = read()
    assert run.snapshot.total_count == 0


def test_a_rise_far_outside_the_history_takes_the_same_looks(read, sandbox):
    sandbox.fill(sandbox.seller, {"onSelling": 40})
    catalogue = sandbox.catalogue(sandbox.seller)
    read()
    pass_time(sandbox, minutes=5)
    for _ in range(60):
        catalogue.create("onSelling")

    runs = []
    for _ in range(3):
        runs.append(read())
        pass_time(sandbox, minutes=2)

    assert [run.error_kind for run in runs] == [LOOKING, LOOKING, ""]
    assert "AliExpress lists 100 listings now, where 40 were counted" in runs[0].error
    assert runs[2].snapshot.total_count == 100
    assert "Total rose by 60, from 40 to 100" in runs[2].snapshot.remark


def test_where_removed_products_cannot_be_listed_an_emptied_list_is_looked_at_again(
    read, catalogue, sandbox, store
):
    sandbox.seller.list_methods = frozenset({SOLUTION_LIST})
    read()
    pass_time(sandbox, minutes=5)
    for product_id in catalogue.in_status("editingRequired"):
        catalogue.delete(product_id)

    kinds = []
    for _ in range(3):
        run = read()
        kinds.append(run.error_kind)
        pass_time(sandbox, minutes=2)

    assert kinds == [LOOKING, LOOKING, ""]
    assert run.snapshot.total_count == 370


def test_a_first_reading_of_nothing_has_nothing_to_fall_from(read, sandbox):
    assert read().snapshot.total_count == 0
