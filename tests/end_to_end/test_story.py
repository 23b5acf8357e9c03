"""The whole story, from AliExpress's answers over real HTTP to the number other apps read."""

import pytest

from aliexpress.sandbox import Sandbox
from aliexpress.sync import sync_store
from cards.api_keys import issue_api_key
from cards.members.member import add_member
from tests.connected_store import connected_to

pytestmark = pytest.mark.django_db

WORKED_EXAMPLE = {"onSelling": 4310, "auditing": 340, "editingRequired": 120, "offline": 50}


@pytest.fixture
def sandbox():
    sandbox = Sandbox()
    sandbox.fill(sandbox.seller, WORKED_EXAMPLE)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def store(sandbox):
    return connected_to(sandbox, clock=sandbox.clock.now)


def test_another_app_reads_the_worked_example(client, django_user_model, sandbox, store):
    sync_store(store, clock=sandbox.clock.now)
    add_member("warehouse", role="owner", store=store)
    user = django_user_model.objects.get(username="warehouse")
    key = issue_api_key(user, name="warehouse", at=sandbox.clock.now())

    reading = client.get(
        "/api/v1/stores/harbour-home/cards/aex_total_listings/",
        headers={"Authorization": f"Bearer {key}"},
    ).json()

    assert reading["value"] == 4820
    assert reading["verdict"] == "complete"
    assert reading["breakdown"] == {
        "active": 4310,
        "auditing": 340,
        "rejected": 120,
        "expired": 50,
        "taken_down": 0,
        "unmapped": 0,
    }
    proof = {row["status"]: (row["declared"], row["listed"]) for row in reading["evidence"]}
    for status, count in WORKED_EXAMPLE.items():
        assert proof[status] == (count, count)
