"""The end of a source: what was known of it stays, and nothing of it is read any more."""

from datetime import datetime
from typing import Final

from django.db import transaction

from aliexpress.models import SourceCatalogue, SourceRead, Store, StoreNow

OVER: Final = "The source was disconnected before it was read. Nothing of it was published."


def end_source(store: Store, *, at: datetime) -> SourceCatalogue | None:
    """The source that was in force; None where the store had none. A read that is under way
    publishes nothing any more."""
    with transaction.atomic():
        in_force = SourceCatalogue.objects.in_force().select_for_update()
        catalogue = in_force.filter(store=store).first()
        if catalogue is None:
            return None
        catalogue.ended_at = at
        catalogue.save(update_fields=["ended_at"])
        waiting = catalogue.reads.filter(status=SourceRead.Status.QUEUED)
        waiting.update(
            status=SourceRead.Status.FAILED,
            finished_at=at,
            error_kind=SourceRead.ErrorKind.REFUSED,
            error=OVER,
        )
        StoreNow.objects.point(store.pk, source=None)
        return catalogue
