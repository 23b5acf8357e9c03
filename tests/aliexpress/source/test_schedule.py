"""When sources are read, and that no read is lost however its worker ends."""

import threading
from datetime import timedelta

import pytest

from aliexpress.models import SourceCatalogue, SourceRead, SourceSnapshot, SourceUpload
from aliexpress.source import lease, schedule
from aliexpress.tasks import start_due_syncs
from tests.factories import SourceCatalogueFactory
from tests.moments import NOON
from tests.source_shops import (
    DirectDoor,
    Nobody,
    catalogue_of,
    items_of,
    market_with_shop,
    read_through,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def due(**fields):
    return SourceCatalogueFactory(
        **{"kind": "bigcommerce", "external_id": "hh1", "due_at": NOON, **fields}
    )


def test_a_source_that_is_due_is_opened_once_and_told_until_a_worker_comes():
    catalogue = due()

    [read] = schedule.start_due(at=NOON)
    assert (read.catalogue_id, read.trigger) == (catalogue.pk, "schedule")
    SourceRead.objects.update(sent_at=NOON)

    assert schedule.start_due(at=NOON + timedelta(seconds=29)) == []
    assert schedule.start_due(at=NOON + timedelta(seconds=30)) == [read]
    assert SourceRead.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"kind": "file"}, {"ended_at": NOON}, {"due_at": NOON + MINUTE}, {"due_at": None}]
)
def test_what_is_not_due_is_not_read(fields):
    SourceCatalogueFactory(**{"kind": "bigcommerce", "due_at": NOON, **fields})

    assert schedule.start_due(at=NOON) == []


def test_the_source_of_a_store_made_inactive_is_not_read():
    due(store__is_active=False)

    assert schedule.start_due(at=NOON) == []


def test_a_queued_read_of_a_file_is_sent_again_as_well():
    read = lease.request_read(SourceCatalogueFactory(), at=NOON, trigger="manual")

    assert schedule.start_due(at=NOON) == [read]


@pytest.mark.parametrize(
    ("products", "minutes"), [(0, 5), (5_000, 5), (5_001, 15), (20_000, 15), (20_001, 60)]
)
def test_the_larger_a_source_the_less_often_it_is_walked(products, minutes):
    assert schedule.interval_of(products) == minutes * MINUTE


def test_after_a_read_the_source_is_due_an_interval_later(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    catalogue = catalogue_of(shop, failure_count=3)

    read_through(monkeypatch, market, shop, catalogue=catalogue)

    catalogue.refresh_from_db()
    assert (catalogue.due_at, catalogue.failure_count) == (NOON + 5 * MINUTE, 0)


def test_a_source_that_cannot_be_reached_is_asked_again_ever_more_slowly(monkeypatch):
    market, shop = market_with_shop()
    catalogue = catalogue_of(shop)
    for minutes in (1, 2, 4):
        read = read_through(monkeypatch, market, shop, catalogue=catalogue, door=Nobody())
        catalogue.refresh_from_db()
        assert (read.error_kind, read.error) == (
            "unavailable",
            "BigCommerce could not be reached.",
        )
        assert catalogue.due_at == read.retry_at == NOON + minutes * MINUTE


def test_a_refusal_is_looked_at_again_after_a_quarter_of_an_hour(monkeypatch):
    market, shop = market_with_shop()
    door = DirectDoor(market, shop, token="another-token")

    read = read_through(monkeypatch, market, shop, door=door)

    assert read.error_kind == "refused"
    assert read.retry_at == NOON + 15 * MINUTE


def test_a_worker_that_died_is_followed_by_another_after_ten_seconds():
    catalogue = due(due_at=NOON + 60 * MINUTE)
    read = lease.request_read(catalogue, at=NOON, trigger="schedule")
    lease.claim(read, at=NOON)

    assert schedule.start_due(at=NOON + timedelta(seconds=9)) == []
    [second] = schedule.start_due(at=NOON + timedelta(seconds=10))

    read.refresh_from_db()
    assert (read.status, read.error_kind) == ("failed", "lost")
    assert second.pk != read.pk


def test_a_file_a_worker_died_over_is_read_again_but_not_for_ever():
    catalogue = SourceCatalogueFactory()
    upload = SourceUpload.objects.create(
        catalogue=catalogue, file_name="a.csv", sha256="", size=0, packed=b"", uploaded_at=NOON
    )
    lease.request_read(catalogue, at=NOON, trigger="manual", upload=upload, accepts_refused=True)
    at = NOON
    for _ in range(10):
        for read in schedule.start_due(at=at):
            assert (read.upload_id, read.accepts_refused) == (upload.pk, True)
            lease.claim(read, at=at)
        at += timedelta(seconds=10)

    assert SourceRead.objects.count() == schedule.MOST_LOSSES


def test_whoever_was_taken_over_publishes_nothing(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    catalogue = catalogue_of(shop, due_at=NOON)

    def stalled(*_):
        schedule.start_due(at=NOON + timedelta(seconds=11))
        return {}

    monkeypatch.setattr("aliexpress.source.reading.whole_read.add_tool", stalled)

    read = read_through(monkeypatch, market, shop, catalogue=catalogue)

    assert (read.status, read.error_kind) == ("failed", "lost")
    assert not SourceSnapshot.objects.exists()
    assert items_of(catalogue) == {}


class Killed(BaseException):
    """Nothing of ours catches it."""


@pytest.mark.parametrize("place", ["write_items", "StoreNow.objects.point"])
def test_who_dies_while_publishing_leaves_nothing_and_the_next_read_publishes_all(
    monkeypatch, place
):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    catalogue = catalogue_of(shop)

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(f"aliexpress.source.publishing.{place}", die)
        with pytest.raises(Killed):
            read_through(dying, market, shop, catalogue=catalogue)
    assert items_of(catalogue) == {}
    assert not SourceSnapshot.objects.exists()

    [read] = schedule.start_due(at=NOON + timedelta(seconds=10))
    read_through(monkeypatch, market, shop, catalogue=catalogue)

    assert SourceRead.objects.get(pk=read.pk).status == "complete"
    assert SourceSnapshot.objects.count() == 1
    assert items_of(catalogue) == shop.truth()


def test_the_heart_beats_however_long_a_call_takes(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    monkeypatch.setattr("aliexpress.source.reading.heartbeat.EVERY_SECONDS", 0.01)
    beaten: list[object] = []
    monkeypatch.setattr(
        "aliexpress.source.reading.heartbeat.lease.beat", lambda *_, **told: beaten.append(told)
    )
    waiting = threading.Event()
    market.on_request = lambda seen: waiting.wait(0.1) and None

    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete"
    assert len(beaten) > read.request_count


def test_the_tick_sends_what_is_due(monkeypatch):
    sent: list[object] = []

    def is_sent(task, **what):
        sent.append(what)
        return True

    monkeypatch.setattr("aliexpress.tasks.is_sent", is_sent)
    due()

    start_due_syncs()

    assert sent == [{"read_id": SourceRead.objects.get().pk}]
    assert SourceRead.objects.get().sent_at is not None


def test_reads_that_only_confirmed_are_not_kept_for_ever(monkeypatch):
    market, shop = market_with_shop()
    catalogue = catalogue_of(shop)
    for minutes in (0, 5):
        read_through(
            monkeypatch, market, shop,
            catalogue=catalogue, clock=lambda minutes=minutes: NOON + minutes * MINUTE,
        )  # fmt: skip

    assert schedule.tidy_up(at=NOON + timedelta(hours=7)) == 1
    assert SourceRead.objects.get().published
    assert SourceCatalogue.objects.get().snapshots.count() == 1
