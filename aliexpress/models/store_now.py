"""Where the newest facts of a store are: a row of pointers, so that nobody has to search."""

from typing import Any

from django.db import models

from aliexpress.models.bridge_tally import BridgeTally
from aliexpress.models.run import SyncRun
from aliexpress.models.snapshot import ListingSnapshot
from aliexpress.models.source_snapshot import SourceSnapshot
from aliexpress.models.store import Store
from aliexpress.models.tally import DetailTally, ReviewTally, ValidityTally


class StoreNowQuerySet(models.QuerySet["StoreNow"]):
    def point(self, store_id: int, **pointers: models.Model | None) -> None:
        """Point at these facts, and leave the other pointers as they are.

        Call it in the transaction that writes the facts. One statement.
        """
        self.bulk_create(
            [StoreNow(store_id=store_id, **pointers)],
            update_conflicts=True,
            unique_fields=["store"],
            update_fields=list(pointers),
        )

    def search(self, store_id: int) -> "StoreNow":
        """What each pointer of a store has to point at, found without them. Not saved."""
        # Those of a store follow one another, whatever the clocks of the workers say.
        snapshot = _last(ListingSnapshot.objects.filter(store=store_id))
        runs = SyncRun.objects.filter(store=store_id).order_by("-id")
        return StoreNow(
            store_id=store_id,
            snapshot=snapshot,
            validity=_last(ValidityTally.objects.filter(snapshot=snapshot)),
            details=_last(DetailTally.objects.filter(store=store_id)),
            reviews=ReviewTally.objects.filter(store=store_id).first(),
            last_run=runs.finished().first(),
            open_run=runs.open().first(),
            source=_last(
                SourceSnapshot.objects.filter(store=store_id, catalogue__ended_at__isnull=True)
            ),
            bridge=_last(BridgeTally.objects.filter(store=store_id)),
        )


def _last(published: models.QuerySet[Any]) -> Any:
    return published.order_by("-id").first()


class StoreNow(models.Model):
    """One row a store, made with it. Written only by whoever writes a fact, together with it."""

    store = models.OneToOneField(
        Store, on_delete=models.CASCADE, primary_key=True, related_name="now"
    )
    snapshot = models.OneToOneField(
        ListingSnapshot, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of this very snapshot; the tally of details may be of an older one.
    validity = models.OneToOneField(
        ValidityTally, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    details = models.OneToOneField(
        DetailTally, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviews = models.OneToOneField(
        ReviewTally, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_run = models.OneToOneField(  # the newest that finished
        SyncRun, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    open_run = models.OneToOneField(SyncRun, null=True, on_delete=models.SET_NULL, related_name="+")
    # Of the source catalogue in force; null where the store has none.
    source = models.OneToOneField(
        SourceSnapshot, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    bridge = models.OneToOneField(
        BridgeTally, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StoreNowQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stores now"

    def __str__(self) -> str:
        return f"{self.store} now"

    @property
    def pointers(self) -> dict[str, int | None]:
        """What it points at, by name: primary keys."""
        return {
            field.name: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key
        }
