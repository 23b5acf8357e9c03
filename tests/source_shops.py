"""Shops a source is read from: the stand-in BigCommerce, asked without a wire or over HTTP."""

from collections.abc import Mapping

from aliexpress.models import SourceItem, SourceRead
from aliexpress.sandbox.bigcommerce.gate import answer
from aliexpress.sandbox.bigcommerce.quota import Quota
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.faults.script import RequestSeen
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.source import lease
from aliexpress.source.failures import SourceUnavailable, TooMuch
from aliexpress.source.gateway import shop_reader
from aliexpress.source.gateway.http import Answer
from aliexpress.source.run import work_on
from tests.factories import SourceCatalogueFactory
from tests.moments import NOON

WIRE = {"timeout", "reset", "cut_off", "truncated_json"}


def quick_quota(**facts):
    return Quota(**{"calls": 10**6, "window_seconds": 0.02, **facts})


def market_with_shop(**facts):
    """A marketplace at noon, and its one empty shop."""
    market = Marketplace(clock=SandboxClock(NOON))
    return market, market.add_source_shop(**{"quota": quick_quota(), **facts})


class DirectDoor:
    """In place of HTTP: the stand-in's answer, and the wire's faults as the wire tells of them."""

    def __init__(self, market, shop, *, token=None):
        self._market, self._shop = market, shop
        self._token = shop.token if token is None else token

    def get(self, path: str, query: Mapping[str, object]) -> Answer:
        parameters = {name: str(value) for name, value in query.items()}
        number = int(page) if (page := parameters.get("page", "")).isdecimal() else None
        seen = RequestSeen(path, self._market.clock.now(), page=number, parameters=parameters)
        fired = self._market.note(seen)
        said = answer(
            self._shop, "GET", path, parameters,
            token=self._token, now=self._market.clock.now(), fired=fired,
        )  # fmt: skip
        for fault in fired:
            if fault.kind in WIRE:
                raise TooMuch("BigCommerce broke off in the middle of an answer.")
            if fault.kind == "html":
                return Answer(200, said.headers, b"<html>")
            if fault.kind.startswith("http_"):
                return Answer(int(fault.kind[5:]), said.headers, b"<html>")
        return Answer(said.status, said.headers, said.body)

    def close(self):
        pass


class Nobody:
    """A door behind which nothing listens."""

    def get(self, path, query):
        raise SourceUnavailable("BigCommerce could not be reached.")

    def close(self):
        pass


def read_through(monkeypatch, market, shop, *, catalogue=None, clock=None, door=None, kind=""):
    """One read of the shop by the real reader; the finished SourceRead."""
    catalogue = catalogue or catalogue_of(shop)
    door = door or DirectDoor(market, shop)
    monkeypatch.setattr(shop_reader, "door_of", lambda _: door)
    monkeypatch.setattr("aliexpress.source.gateway.calls.FIRST_WAIT", 0.0)
    clock = clock or market.clock.now
    read = lease.request_read(catalogue, at=clock(), trigger="command", kind=kind)
    assert work_on(read, clock=clock)
    return SourceRead.objects.get(pk=read.pk)


def catalogue_of(shop, **fields):
    return SourceCatalogueFactory(
        kind="bigcommerce", external_id=shop.hash, token=shop.token, quota_share=100, **fields
    )


def items_of(catalogue):
    """The variant ids of each product, as published."""
    found: dict[int, list[int]] = {}
    rows = SourceItem.objects.filter(catalogue=catalogue, gone_at=None)
    for product, item in rows.values_list("product_external_id", "external_id"):
        found.setdefault(int(product), []).append(int(item))
    return {key: tuple(sorted(items)) for key, items in found.items()}


def stocked(shop, count=30):
    """The shop with so many products, every third of two variants."""
    for number in range(count):
        if number % 3:
            shop.add(f"Lamp {number}", f"L-{number}")
        else:
            shop.add(f"Vase {number}", f"V-{number}-a", f"V-{number}-b")
    return shop
