"""The wire itself: a proxy in between, an answer without end."""

import gzip
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from werkzeug import Response

from aliexpress.gateway import Gateway, http, retry
from aliexpress.gateway.errors import Refused, Unavailable
from tests.aliexpress.gateway.conftest import NOON, page_of


def test_calls_go_through_the_proxy_the_environment_names(monkeypatch, credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(page_of(product_count=12, total_page=0))
    monkeypatch.setenv("http_proxy", httpserver.url_for(""))
    monkeypatch.setenv("no_proxy", "")
    elsewhere = replace(credentials, gateway_url="http://gateway.example")

    declared = Gateway(elsewhere, clock=lambda: NOON, patience=0).declared("deleted")

    assert declared == 12


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch, gateway, httpserver):
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1000)
    httpserver.expect_request("/sync").respond_with_data(b"x" * 5000)

    with pytest.raises(Unavailable, match="too large"):
        gateway.declared("onSelling")


def test_an_answer_that_trickles_in_for_ever_is_given_up(monkeypatch, credentials, httpserver):
    """No part of it is ever late, so no time-out of the wire's own ends it."""

    def trickle():
        yield json.dumps(page_of())
        for _ in range(40):
            time.sleep(0.05)
            yield " "

    monkeypatch.setattr(retry, "LONGEST_READ", 0.2)
    httpserver.expect_request("/sync").respond_with_handler(lambda _: Response(trickle()))

    with pytest.raises(Unavailable, match="did not finish its answer"):
        Gateway(credentials, clock=lambda: NOON, patience=0).declared("onSelling")


@pytest.mark.parametrize("size", [b"-5", b"zz", b"f" * 40, b""])
def test_a_chunk_of_a_size_that_cannot_be_is_an_answer_broken_off(gateway, httpserver, size):
    httpserver.expect_request("/sync").respond_with_data(
        b"%s\r\n%s\r\n0\r\n\r\n" % (size, json.dumps(page_of()).encode()),
        headers={"Transfer-Encoding": "chunked"},
    )

    with pytest.raises(Unavailable, match="broke off"):
        gateway.declared("onSelling")


@pytest.mark.parametrize("url", ["http://gate..way", "http://*", "gopher://gateway", "gateway"])
def test_an_address_nobody_could_call_is_refused_in_a_sentence(credentials, url):
    wrong = Gateway(replace(credentials, gateway_url=url), clock=lambda: NOON, patience=0)

    with pytest.raises(Refused, match="gateway address cannot be called"):
        wrong.declared("onSelling")


@pytest.mark.parametrize("proxy", ["socks5://a-proxy:1080", "http://a-proxy:many", "foo://a"])
def test_a_proxy_nobody_could_call_is_named_beside_the_address(monkeypatch, gateway, proxy):
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("no_proxy", "")

    with pytest.raises(Refused, match="the proxy that HTTP_PROXY"):
        gateway.declared("onSelling")


def test_certificates_that_are_not_there_are_no_fault_of_ours(monkeypatch, credentials):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    elsewhere = replace(credentials, gateway_url="https://127.0.0.1:9")

    with pytest.raises(Unavailable, match="certificate could not be verified: REQUESTS_CA_BUNDLE"):
        Gateway(elsewhere, clock=lambda: NOON, patience=0).declared("onSelling")


def test_a_compressed_answer_is_understood(gateway, httpserver):
    packed = gzip.compress(json.dumps(page_of()).encode())
    httpserver.expect_request("/sync").respond_with_data(
        packed, headers={"Content-Encoding": "gzip"}
    )

    assert gateway.declared("onSelling") == 0


def test_a_compressed_answer_that_comes_in_chunks_is_understood(gateway, httpserver):
    """As servers send what they compress while they write it."""
    packed = gzip.compress(json.dumps(page_of()).encode())
    httpserver.expect_request("/sync").respond_with_data(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed),
        headers={"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"},
    )

    assert gateway.declared("onSelling") == 0


def test_once_closed_it_keeps_no_connection(credentials):
    body = json.dumps(page_of()).encode()
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        gateway = Gateway(replace(credentials, gateway_url=url), clock=lambda: NOON, patience=0)
        asked = pool.submit(gateway.declared, "onSelling")
        connection, _ = server.accept()
        with connection:
            connection.settimeout(5)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
            )
            assert asked.result() == 0

            gateway.close()

            while connection.recv(65_536):  # of what was asked; a time-out where it stays open
                pass
