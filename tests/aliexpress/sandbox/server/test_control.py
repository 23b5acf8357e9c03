"""The door for other processes."""

import pytest
import requests

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.server.control import answer_control
from tests.aliexpress.sandbox.caller import Caller
from tests.waiting import PATIENCE_SECONDS


def post(sandbox: Sandbox, door: str, **asked: object) -> requests.Response:
    return requests.post(f"{sandbox.url}/sandbox/{door}", json=asked, timeout=PATIENCE_SECONDS)


def test_the_truth_can_be_read(sandbox: Sandbox) -> None:
    product_id = sandbox.catalogue().create()

    answer = requests.get(sandbox.url + "/sandbox/truth", timeout=PATIENCE_SECONDS).json()

    store = answer["sellers"][sandbox.seller.seller_id]
    assert store["listings"] == {str(product_id): ["auditing", ""]}
    assert store["counts"]["auditing"] == 1


def test_listings_can_be_changed(sandbox: Sandbox) -> None:
    product_id = post(sandbox, "change", operation="create", status="onSelling").json()
    asked = {"operation": "take_down", "reason": "punish_offline", **product_id}

    answer = post(sandbox, "change", **asked)

    assert answer.status_code == 200
    assert [*sandbox.catalogue().truth().values()] == [("offline", "punish_offline")]


def test_the_clock_can_be_set_and_let_run(sandbox: Sandbox) -> None:
    answer = post(sandbox, "clock", moment="2026-05-01T00:00:00+00:00").json()
    frozen_at = sandbox.clock.frozen_at

    post(sandbox, "clock")

    assert answer["moment"] == "2026-05-01T00:00:00+00:00"
    assert frozen_at is not None
    assert frozen_at.isoformat() == answer["moment"]
    assert sandbox.clock.frozen_at is None


def test_faults_can_be_added_and_cleared(sandbox: Sandbox, caller: Caller) -> None:
    post(sandbox, "faults", add=[{"kind": "http_503"}])
    during = caller.post("aliexpress.merchant.profile.get").status_code
    post(sandbox, "faults", clear=True)

    after = caller.post("aliexpress.merchant.profile.get").status_code

    assert (during, after) == (503, 200)


@pytest.mark.parametrize(
    ("door", "asked"),
    [
        ("change", {"operation": "explode"}),
        ("change", {"operation": "__init__"}),
        ("change", {"operation": "expire", "product_id": 1}),
        ("change", {"operation": "expire", "colour": "red"}),
        ("change", {}),
        ("clock", {"moment": "noon"}),
        ("clock", {"moment": "2026-05-01T00:00:00"}),
        ("faults", {"add": [{"sort": "reset"}]}),
    ],
)
def test_what_cannot_be_done_is_said(sandbox: Sandbox, door: str, asked: dict[str, object]) -> None:
    answer = post(sandbox, door, **asked)

    assert answer.status_code == 400
    assert answer.json()["message"].startswith("That could not be done")


def test_a_page_in_a_browser_cannot_reach_it(sandbox: Sandbox) -> None:
    door = sandbox.url + "/sandbox/change"
    body = '{"operation": "create"}'

    as_a_form = requests.post(
        door, data=body, headers={"Content-Type": "text/plain"}, timeout=PATIENCE_SECONDS
    )
    rebound = requests.get(
        sandbox.url + "/sandbox/truth", headers={"Host": "evil.example"}, timeout=PATIENCE_SECONDS
    )

    assert as_a_form.status_code == 415
    assert rebound.status_code == 403
    assert len(sandbox.catalogue()) == 0


def test_another_machine_is_turned_away(sandbox: Sandbox) -> None:
    reply = answer_control(
        sandbox, "GET", "/sandbox/truth", b"",
        host="localhost:8765", caller="192.168.1.7", content_type="",
    )  # fmt: skip

    assert reply.status == 403


def test_a_body_that_is_no_object_is_refused(sandbox: Sandbox) -> None:
    answer = requests.post(sandbox.url + "/sandbox/clock", json=[1], timeout=PATIENCE_SECONDS)

    assert answer.status_code == 400
