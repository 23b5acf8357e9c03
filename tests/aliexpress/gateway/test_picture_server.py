"""Pictures come from AliExpress's own servers, of a usual kind and size, or not at all."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
import requests

from aliexpress.gateway.picture_server import LARGEST_BYTES, fetch_picture

ADDRESS = "https://ae01.alicdn.com/kf/lamp.jpg"


@pytest.fixture
def answered(monkeypatch):
    asked = []

    def with_(status=200, kind="image/jpeg", chunks=(b"picture",), error=None):
        @contextmanager
        def get(address, **kwargs):
            asked.append((address, kwargs))
            if error:
                raise error
            yield SimpleNamespace(
                status_code=status,
                headers={"Content-Type": kind},
                iter_content=lambda size: iter(chunks),
            )

        monkeypatch.setattr(requests, "get", get)
        return asked

    return with_


def test_a_picture_of_aliexpress_is_fetched_without_following_anybody(answered):
    asked = answered(kind="image/jpeg; charset=binary")

    assert fetch_picture(ADDRESS) == ("image/jpeg", b"picture")
    assert asked[0][1]["allow_redirects"] is False


@pytest.mark.parametrize(
    "address",
    [
        "http://ae01.alicdn.com/lamp.jpg",
        "https://alicdn.com.evil.example/lamp.jpg",
        "https://evilalicdn.com/lamp.jpg",
        "https://ae01.alicdn.com@127.0.0.1/lamp.jpg",
        "https://127.0.0.1/lamp.jpg",
        "https://ae01.alicdn.com:22/lamp.jpg",
        "https://ae01.alicdn.com:port/lamp.jpg",
        "file:///etc/passwd",
        "//ae01.alicdn.com/lamp.jpg",
        "https://[::1/lamp.jpg",
        "",
    ],
)
def test_no_other_machine_is_ever_asked(answered, address):
    asked = answered()

    assert fetch_picture(address) is None
    assert asked == []


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 302},
        {"status": 404},
        {"kind": "text/html"},
        {"kind": "image/svg+xml"},
        {"chunks": (b"x" * LARGEST_BYTES, b"x")},
        {"error": requests.ConnectionError("away")},
    ],
)
def test_what_is_no_picture_is_none(answered, answer):
    answered(**answer)

    assert fetch_picture(ADDRESS) is None
