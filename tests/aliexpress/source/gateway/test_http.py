"""One GET over a real wire, and what the wire does to it."""

from contextlib import closing
from http.client import HTTPConnection

import pytest

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.faults.script import Fault
from aliexpress.source.failures import SourceRefused, SourceUnavailable, TooMuch
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.http import Door
from aliexpress.source.gateway.pace import Pace
from aliexpress.source.gateway.single_products import look_up_products
from tests.moments import NOON
from tests.source_shops import catalogue_of, quick_quota

PRODUCTS = "/v3/catalog/products"


@pytest.fixture(scope="module")
def sandbox():
    sandbox = Sandbox(clock=SandboxClock(NOON))
    sandbox.add_source_shop(quota=quick_quota())
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def shop(sandbox):
    sandbox.faults.clear()
    [shop] = sandbox.source_shops.values()
    return shop


def door_to(sandbox, shop, **facts):
    return Door(sandbox.url, shop.hash, shop.token, **facts)


def test_a_page_comes_packed_with_the_quota_in_its_headers(sandbox, shop):
    for number in range(30):
        shop.add(f"Lamp {number}", f"L-{number}")

    answer = door_to(sandbox, shop).get(PRODUCTS, {"limit": 30, "id:greater": 0})

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.body.startswith(b'{"data":[')
    assert int(answer.headers["X-Rate-Limit-Requests-Left"]) > 0


@pytest.mark.parametrize("kind", ["reset", "cut_off", "huge_page", "timeout"])
def test_what_the_wire_breaks_may_be_asked_for_less(sandbox, shop, kind):
    sandbox.faults.add(Fault(kind, method=PRODUCTS, times=1))

    with pytest.raises(TooMuch, match=r"^BigCommerce.*\.$"):
        door_to(sandbox, shop, read_seconds=0.5).get(PRODUCTS, {})


def test_a_shop_that_sends_us_elsewhere_is_not_followed_with_our_token(httpserver):
    httpserver.expect_request("/stores/hh1/v2/time").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/elsewhere")}
    )
    door = Door(httpserver.url_for("").rstrip("/"), "hh1", "sandbox-source-token")

    with pytest.raises(SourceRefused, match="which we do not follow"):
        Calls(door, Pace()).make("/v2/time", {}, int, what="the time")

    assert len(httpserver.log) == 1


def test_where_nobody_listens_is_no_reason_to_ask_for_less():
    door = Door("http://127.0.0.1:9", "hh1", "sandbox-source-token")

    with pytest.raises(SourceUnavailable, match="could not be reached") as raised:
        door.get(PRODUCTS, {})

    assert not isinstance(raised.value, TooMuch)


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_stand_in_fails_on_anything_but_get(sandbox, shop, verb):
    connection = HTTPConnection("127.0.0.1", sandbox.port)
    with closing(connection):
        headers = {"X-Auth-Token": shop.token}
        connection.request(verb, f"/stores/{shop.hash}{PRODUCTS}", body=b"{}", headers=headers)

        assert connection.getresponse().status == 405
    assert shop.writes.pop() == f"{verb} {PRODUCTS}"


@pytest.mark.django_db
def test_the_token_is_in_no_log_error_or_request_that_is_kept(sandbox, shop, settings, caplog):
    settings.BIGCOMMERCE_API_URL = sandbox.url
    caplog.set_level("DEBUG")
    shop.add("Lamp", "T-1")
    sandbox.faults.add(
        Fault("error_response", method=PRODUCTS, code=403, message=f"no: {shop.token}")
    )

    with pytest.raises(SourceRefused) as raised:
        look_up_products(catalogue_of(shop), product_ids=[], codes=["T-1"])

    assert shop.token not in f"{raised.value!r}{caplog.text}{sandbox.requests}"
    assert shop.writes == []
