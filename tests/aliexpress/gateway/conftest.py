"""A wire that answers what a test tells it to."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from aliexpress.gateway import Credentials, Gateway
from aliexpress.gateway.families.pop import FIND_LIST

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def credentials(httpserver):
    return Credentials(
        gateway_url=httpserver.url_for("").rstrip("/"),
        app_key="an-app-key",
        app_secret="an-app-secret",
        access_token="an-access-token",
        refresh_token="a-refresh-token",
        list_method=FIND_LIST,
    )


@pytest.fixture
def gateway(credentials):
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0)
    yield gateway
    gateway.close()


@pytest.fixture
def sent(httpserver):
    """The parameters of every request so far."""

    def parameters():
        return [dict(parse_qsl(request.get_data(as_text=True))) for request, _ in httpserver.log]

    return parameters


def page_of(*items, **changes):
    """A list answer in the simplified shape."""
    return {
        "result": {
            "success": True,
            "product_count": len(items),
            "total_page": 1 if items else 0,
            "current_page": 1,
            "aeop_a_e_product_display_d_t_o_list": list(items),
            **changes,
        },
        "code": "0",
        "request_id": "1",
    }


ITEM = {
    "product_id": 1005003033814656,
    "subject": "Linen curtain",
    "gmt_create": "2021-07-22 20:17:24",
    "gmt_modified": "2021-07-23 08:00:00",
    "product_min_price": "21.0",
    "product_max_price": "25.5",
    "currency_code": "RUB",
    "owner_member_seq": 2675378076,
    "image_u_r_ls": "https://ae01.alicdn.example/a.jpg;https://ae01.alicdn.example/b.jpg",
    "src": "isv",
}
