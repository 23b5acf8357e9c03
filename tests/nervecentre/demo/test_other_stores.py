"""The demo's other two stores: when each begins, is read, and takes its consent back."""

from types import SimpleNamespace

import pytest

from aliexpress.models import Store
from nervecentre.demo import other_stores
from nervecentre.demo.other_stores import forget_neighbours, live_neighbours, take_up_neighbours
from nervecentre.demo.store import MOMENTS
from tests.factories import ConnectionFactory, StoreFactory
from tests.moments import NOON


class Sandbox:
    """Keeps what it was asked for."""

    introduction = SimpleNamespace(url="http://127.0.0.1:1/", app_key="key", app_secret="word")

    def __init__(self):
        self.asked = []

    def neighbour(self, slug, *, at):
        return SimpleNamespace(access_token=f"of {slug}", refresh_token="")

    def work_a_day(self, slug):
        self.asked.append(("works", slug))

    def withdraw(self, slug):
        self.asked.append(("withdraws", slug))


@pytest.fixture
def sandbox(monkeypatch):
    sandbox = Sandbox()

    def connect(slug, *, name, **_):
        sandbox.asked.append(("connects", slug))
        store = Store.objects.filter(slug=slug).first()
        return SimpleNamespace(store=store or StoreFactory(slug=slug, name=name))

    monkeypatch.setattr(other_stores, "connect", connect)
    monkeypatch.setattr(
        other_stores, "sync_store", lambda store, **_: sandbox.asked.append(("reads", store.slug))
    )
    return sandbox


@pytest.mark.django_db
def test_one_fails_in_the_end_and_the_other_is_new(sandbox):
    welcomed: list[Store] = []
    for number in range(1, MOMENTS + 1):
        live_neighbours(sandbox, number=number, at=NOON, welcome=welcomed.append)

    lantern = [what for what, slug in sandbox.asked if slug == "lantern-lane"]
    pebble = [what for what, slug in sandbox.asked if slug == "pebble-pine"]
    assert [store.slug for store in welcomed] == ["lantern-lane", "pebble-pine"]
    assert lantern[:2] == pebble[:2] == ["connects", "reads"]
    # It is tried after that, and fails.
    assert lantern[lantern.index("withdraws") :] == [
        "withdraws",
        "works",
        "reads",
        "works",
        "reads",
    ]
    assert len(pebble) < len(lantern)
    assert "withdraws" not in pebble


@pytest.mark.django_db
def test_a_start_that_was_interrupted_leaves_none_of_them(sandbox):
    live_neighbours(sandbox, number=25, at=NOON, welcome=lambda store: None)

    forget_neighbours()

    assert not Store.objects.exists()


@pytest.mark.django_db
def test_taken_up_again_one_stays_without_consent(sandbox):
    for slug in ("lantern-lane", "pebble-pine"):
        ConnectionFactory(store=StoreFactory(slug=slug), gateway_url="http://127.0.0.1:9/")

    take_up_neighbours(sandbox, at=NOON)

    assert sandbox.asked == [("connects", "pebble-pine")]
    lantern = Store.objects.get(slug="lantern-lane").connection
    assert lantern.gateway_url == sandbox.introduction.url
