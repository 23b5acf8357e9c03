"""What AliExpress answers may repeat our secrets: no run, sentence or line of the log does."""

import base64
import io
import json
import logging
from urllib.parse import quote_plus

import pytest

from aliexpress.gateway.category_attributes import category_asks
from aliexpress.gateway.error_answers import from_envelope, from_result
from aliexpress.gateway.errors import Refused
from aliexpress.gateway.merchant_profile import parsed as merchant
from aliexpress.gateway.names import groups
from aliexpress.gateway.product_columns import products
from aliexpress.gateway.product_detail import detail
from aliexpress.gateway.product_diagnosis import diagnosis
from aliexpress.gateway.shops import relations
from aliexpress.gateway.tokens import parsed as tokens
from aliexpress.models import Connection, SyncRun
from aliexpress.redaction import hold
from aliexpress.sync import sync_store
from nervecentre import logs
from tests.factories import ConnectionFactory
from tests.moments import NOON

TOKEN = "50000901abcQx+7/secretary=="
ECHOES = {
    "plain": TOKEN,
    "in a form": quote_plus(TOKEN),
    "base64": base64.b64encode(TOKEN.encode()).decode(),
    "hex": TOKEN.encode().hex(),
    "hex, byte by byte": TOKEN.encode().hex(" "),
    "capitals": TOKEN.upper(),
    "cut off": "x" * 190 + TOKEN,
}


@pytest.fixture(autouse=True)
def _held():
    hold(TOKEN)


@pytest.mark.parametrize("name", ECHOES)
@pytest.mark.parametrize("field", ["sub_msg", "msg", "code", "sub_code"])
def test_an_error_that_repeats_the_token_does_not_show_it(name, field):
    error = from_envelope({"code": "4242", "msg": "no", field: f"bad session {ECHOES[name]}"})

    assert "50000901" not in f"{error}{vars(error)}"
    assert ECHOES[name][-12:] not in f"{error}{vars(error)}"


@pytest.mark.parametrize("name", ECHOES)
def test_a_failed_result_that_repeats_the_token_does_not_show_it(name):
    error = from_result({"success": False, "error_message": ECHOES[name], "error_code": "1"})

    assert ECHOES[name][-12:] not in str(error)


@pytest.mark.parametrize("name", ECHOES)
@pytest.mark.parametrize(
    "field",
    ["subject", "ws_display", "audit_failure_reason", "owner_member_id", "product_type", "src"],
)
def test_a_page_of_listings_that_repeats_the_token_is_kept_without_it(name, field):
    listed = [
        {"product_id": 1001, field: f"Linen {ECHOES[name]} curtain"},
        {"product_id": 1002, field: "Linen curtain"},
    ]

    found, _ = products(listed, status="onSelling", time_zone="UTC")

    assert [product.product_id for product in found] == [1001, 1002]
    assert ECHOES[name][-12:] not in str(list(found))
    assert "Linen curtain" in str(list(found))


@pytest.mark.parametrize("name", ECHOES)
@pytest.mark.parametrize("root", ["https://ae01.alicdn.com/kf/", "//ae01.alicdn.com/kf.jpg?s="])
def test_the_address_of_an_image_that_repeats_the_token_is_not_kept(name, root):
    addresses = [f"{root}{ECHOES[name]}", "https://ae01.alicdn.com/kf/H1.jpg"]
    listed = [
        {"product_id": number, "image_u_r_ls": address}
        for number, address in enumerate(addresses, start=1001)
    ]

    found, _ = products(listed, status="onSelling", time_zone="UTC")

    assert [product.image_url for product in found] == ["", addresses[1]]


@pytest.mark.parametrize("name", ECHOES)
def test_whatever_else_an_answer_tells_is_kept_without_the_token(name):
    echo = ECHOES[name]
    sku = {"sku_Id": 1, "sku_code": echo, "barcode": echo, "currency_code": "USD"}
    attribute = {"attr_name_id": 2, "attr_value": echo}
    answers = [
        detail(
            {
                "product_id": 1001,
                "gmt_modified": "2021-07-23 08:00:00",
                "aeop_ae_product_s_k_us": [sku],
                "aeop_ae_product_propertys": [attribute],
            },
            1001,
        ),
        groups({"result": {"target_list": [{"group_id": 511, "group_name": echo}]}}),
        relations({"seller_relation_list": [{"channel_seller_id": 7, "channel_shop_name": echo}]}),
        category_asks({"attributes": [{"id": 5, "names": echo, "visible": True}]}, 5112),
        diagnosis(
            {
                "total_count": 1,
                "problematic_product_list": [
                    {"product_id": 1001, "optimization_suggestion": echo},
                ],
            }
        ),
        merchant({"profile": {"seller_id": echo}}),
        tokens({"access_token": "another-one", "account": echo, "seller_id": echo}, at=NOON),
    ]

    for answer in answers:
        assert echo[-12:] not in repr(answer)


@pytest.mark.django_db
def test_a_run_keeps_no_secret_an_answer_repeats(httpserver, settings):
    settings.ALIEXPRESS_GATEWAY_URL = httpserver.url_for("").rstrip("/")
    secret = "the-app-secret-of-ours"
    httpserver.expect_request("/sync").respond_with_json(
        {"error_response": {"code": "25", "msg": "x", "sub_msg": f"app_secret={secret}"}}
    )
    connection = ConnectionFactory(access_token=TOKEN, app_secret=secret)

    run = sync_store(connection.store, clock=lambda: NOON, patience=0.1)

    assert run.status == SyncRun.Status.FAILED
    row = json.dumps(list(SyncRun.objects.values()), default=str)
    assert secret not in row
    assert TOKEN not in row


@pytest.mark.django_db
def test_a_connection_is_read_and_its_secrets_are_known_from_then_on():
    ConnectionFactory(refresh_token="kept-in-the-database")
    _ = Connection.objects.get().refresh_token

    assert str(Refused("It says kept-in-the-database.")) == "It says (hidden)."


@pytest.mark.parametrize("readable", [True, False])
def test_a_line_of_the_log_shows_no_secret_in_its_words_or_its_traceback(readable, tmp_path):
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    formatter = logs.config(readable=readable, file=None)["formatters"]["lines"]
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.getLogger("nervecentre.test_repeated_secrets")
    logger.addHandler(handler)
    logger.propagate = False

    try:
        raise ValueError(f"told {TOKEN}")
    except ValueError:
        logger.exception("it failed with %s", TOKEN)

    logger.removeHandler(handler)
    assert "it failed with (hidden)" in said.getvalue()
    assert "Traceback" in said.getvalue()
    assert TOKEN not in said.getvalue()
