"""Los Angeles, 1 November 2026: 01:50 comes, and an hour later it is ten past one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from aliexpress.sandbox import Sandbox, SandboxClock

TEN_TO_TWO = datetime(2026, 11, 1, 8, 50, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(seed=7, clock=SandboxClock(TEN_TO_TWO - timedelta(days=1)))
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def product_ids(sandbox, read):
    """Three listings, made at ten to two the first time, and read."""
    catalogue = sandbox.catalogue(sandbox.seller)
    sandbox.clock.set(TEN_TO_TWO)
    product_ids = [catalogue.create("onSelling") for _ in range(3)]
    assert read().error == ""
    return product_ids


def asked_since(sandbox):
    return {
        seen.parameters["gmt_modified_start"]
        for seen in sandbox.requests
        if "gmt_modified_start" in seen.parameters
    }


@pytest.mark.parametrize("minutes", [11, 20, 40, 69])
def test_a_change_in_its_second_coming_is_asked_for_by_its_text_and_seen(
    read, sandbox, product_ids, minutes
):
    sandbox.clock.set(TEN_TO_TWO + timedelta(minutes=minutes))
    sandbox.catalogue(sandbox.seller).take_down(product_ids[0])
    sandbox.requests.clear()

    run = read()

    assert "2026-11-01 00:50:00" in asked_since(sandbox)
    assert run.error == ""
    assert run.snapshot.taken_down_count == 1


def test_after_that_hour_we_ask_by_the_mark_itself_again(read, sandbox, product_ids):
    sandbox.clock.set(TEN_TO_TWO + timedelta(minutes=71))
    sandbox.catalogue(sandbox.seller).take_down(product_ids[0])
    read()
    sandbox.clock.set(TEN_TO_TWO + timedelta(minutes=80))
    sandbox.requests.clear()

    run = read()

    assert asked_since(sandbox) == {"2026-11-01 02:01:00"}
    assert run.request_count <= 8
