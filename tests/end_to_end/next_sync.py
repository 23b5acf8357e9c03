"""What a store is told to do, and whether the next sync made good what was lost."""

from datetime import timedelta

from django.utils import timezone

from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun, Transition
from cards.models import Card
from cards.readings.reader import read
from tests.waiting import waited_for


def value_now(store):
    return read(Card.objects.get(key="aex_total_listings"), store, at=timezone.now()).value


def due_in_full(store):
    Store.objects.filter(pk=store.pk).update(next_due_at=timezone.now(), last_full_walk_at=None)


def no_heart_has_beaten_for_ten_seconds():
    """Instead of sitting the ten seconds out."""
    SyncRun.objects.filter(status=SyncRun.Status.RUNNING).update(
        heartbeat_at=timezone.now() - timedelta(seconds=10)
    )


def mended(store, sandbox, before):
    """The newest snapshot, once it is one of the catalogue as it truly is."""

    def found():
        newest = ListingSnapshot.objects.newest_of(store)
        return newest if newest != before else None

    snapshot = waited_for(found)
    truth = sandbox.catalogue(sandbox.seller).truth()
    counted = Listing.objects.counted().filter(store=store)
    assert snapshot.total_count == value_now(store) == 371
    assert dict(counted.values_list("product_id", "status")) == {
        pid: status for pid, (status, _) in truth.items()
    }
    assert Transition.objects.filter(snapshot=snapshot).count() == 15
    return snapshot
