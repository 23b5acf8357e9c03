"""Carries a read of a source out, whatever the source: claims it, reads, and says how it ended."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from aliexpress.log_lines import log_ended
from aliexpress.models import SourceCatalogue, SourceRead
from aliexpress.models.source import FILE
from aliexpress.source import lease, schedule
from aliexpress.source.failures import (
    SourceFailure,
    SourceRefused,
    SourceUnavailable,
    SourceUnproven,
)
from aliexpress.source.files.file_publishing import read_file
from aliexpress.source.gateway.shop_reader import KIND as SHOP
from aliexpress.source.gateway.shop_reader import read_shop

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
# By the kind of the catalogue.
READERS: Final[Mapping[str, Callable[..., None]]] = {
    FILE: read_file,
    SHOP: read_shop,
}
KINDS: Final = {
    SourceUnavailable: SourceRead.ErrorKind.UNAVAILABLE,
    SourceRefused: SourceRead.ErrorKind.REFUSED,
    SourceUnproven: SourceRead.ErrorKind.UNPROVEN,
}
DEFECT: Final = (
    "Something went wrong on our side while the source was read. No new number was published."
)


def work_on(read: SourceRead, *, clock: Clock) -> bool:
    """Claim a waiting read and carry it out. False when it is another worker's, or over."""
    if not lease.claim(read, at=clock()):
        return False
    try:
        READERS[read.catalogue.kind](read, clock=clock)
    except lease.LeaseLost:
        pass  # whoever took it over has closed it
    except SourceFailure as error:
        kind = next(kind for cause, kind in KINDS.items() if isinstance(error, cause))
        wait = error.wait_seconds if isinstance(error, SourceUnavailable) else None
        _fail(read, kind, str(error), at=clock(), wait_seconds=wait)
    except Exception:
        logger.exception("the source of store %s could not be read", read.catalogue.store_id)
        _fail(read, SourceRead.ErrorKind.DEFECT, DEFECT, at=clock())
    read.refresh_from_db()
    log_ended(read, store=read.catalogue.store.slug)
    if read.status == SourceRead.Status.COMPLETE:
        schedule.note_success(read, at=clock())
    return True


def _fail(
    read: SourceRead,
    kind: str,
    sentence: str,
    *,
    at: datetime,
    wait_seconds: float | None = None,
) -> None:
    with transaction.atomic():
        outcome = {"status": SourceRead.Status.FAILED, "error_kind": kind, "error": sentence}
        if lease.finish(read, at=at, **outcome):
            read.error_kind = kind
            schedule.note_failure(read, at=at, wait_seconds=wait_seconds)


def read_source(
    catalogue: SourceCatalogue, *, clock: Clock, trigger: str, by: object = None, **wanted: object
) -> SourceRead:
    """Read a source in the foreground and return the finished read; a failed one is returned,
    not raised. Where a worker already reads it, its read is returned as it stands."""
    read = lease.request_read(catalogue, at=clock(), trigger=trigger, by=by, **wanted)
    work_on(read, clock=clock)
    return read
