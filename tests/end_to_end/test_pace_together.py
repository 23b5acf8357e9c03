"""Two processes that share nothing but the database keep one app key's pace and bans together."""

import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from aliexpress.connection import connect
from aliexpress.models import AppKeyPause, DetailReading, ListingDetail
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sync import sync_store
from tests.connected_store import connected_to
from tests.end_to_end.centre import address_of_the_test_database
from tests.processes import environment, manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers
BAN_SECONDS = 8.0
HEARD_WITHIN = 4.0  # a heartbeat of two seconds, and the calls that were under way
A_SECOND = 20  # AliExpress's documented limit of a seller's single products


@pytest.fixture
def two_stores(transactional_db, living_sandbox):
    """Of two sellers and one app key, each read and with no details yet."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL is needed: SQLite's test database is not another process's")
    other = living_sandbox.add_seller(nick="second")
    living_sandbox.fill(other, {"onSelling": 200})
    second = connect(
        "second", at=timezone.now(), clock=timezone.now, name="Second",
        access_token=other.access_token, refresh_token=other.refresh_token,
        app_key=living_sandbox.app_key, app_secret=living_sandbox.app_secret,
        gateway_url=living_sandbox.url,
    ).store  # fmt: skip
    stores = [connected_to(living_sandbox), second]
    for store in stores:
        assert sync_store(store, clock=timezone.now).published
    return stores


@pytest.fixture
def calls(living_sandbox):
    """When each seller's single products were asked for, by our own clock."""
    seen = defaultdict(list)

    def note(request):
        if "product_id" in str(request.parameters) and request.page is None:
            seen[request.seller_id].append(time.monotonic())

    living_sandbox.on_request = note
    return seen


def number_within(seconds, start, moments):
    return sum(start <= one < start + seconds for one in moments)


def test_a_ban_one_process_is_told_of_stops_the_other(
    two_stores, living_sandbox, calls, settings, tmp_path
):
    env = environment(
        tmp_path,
        DATABASE_URL=address_of_the_test_database(),
        CREDENTIAL_KEYS=",".join(settings.CREDENTIAL_KEYS),
        SECRET_KEY=settings.SECRET_KEY,
    )
    with ThreadPoolExecutor(2) as processes:
        reading = [
            processes.submit(manage, "read_details", one.slug, env=env) for one in two_stores
        ]
        waited_for(lambda: len(calls) == 2 and min(map(len, calls.values())) > 20)

        living_sandbox.faults.add(Fault("throttled", seconds=BAN_SECONDS, times=1))
        waited_for(AppKeyPause.objects.exists)
        told_at = time.monotonic()
        done = [one.result() for one in reading]

    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]
    for moments in calls.values():
        heard, over = told_at + HEARD_WITHIN, told_at + BAN_SECONDS - 1
        assert [one for one in moments if heard < one < over] == []
        assert any(one > over for one in moments)  # and it goes on afterwards
        # On a busy machine what was sent in one second arrives in the next: each process by itself
        # would make twice as many.
        assert max(number_within(3, start, moments) for start in moments) <= 3 * A_SECOND * 1.25
    assert ListingDetail.objects.filter(is_known=True).count() == 561
    assert DetailReading.objects.exclude(detail_error="").count() == 0
