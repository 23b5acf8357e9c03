"""What pages and API may ask of a store's source and bridge: the one door to both."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from aliexpress.bridge import decisions
from aliexpress.models import (
    SkuAlias,
    SkuProposal,
    SourceCatalogue,
    SourceRead,
    SourceUpload,
    Store,
)
from aliexpress.source import lease
from aliexpress.source.files.columns import CHOSEN as CHOSEN_COLUMNS
from aliexpress.source.files.file_text import ENCODINGS, LARGEST_FILE
from aliexpress.source.files.uploads import keep_upload
from aliexpress.tasks import carry_out_source_read, tell_bridge_workers, tell_workers
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from

__all__ = [
    "CHOSEN_COLUMNS",
    "ENCODINGS",
    "LARGEST_FILE",
    "accept_proposals",
    "make_decision",
    "publish_upload",
    "request_source_read",
    "source_of",
    "undo_decision",
    "upload_file",
]

# Somebody waits at a page: a file of so many items is published at once, a larger one by a worker.
AT_ONCE: Final = 20_000
LONGEST_RULE: Final = 40


def source_of(store: Store) -> SourceCatalogue | None:
    return SourceCatalogue.objects.in_force().filter(store=store).first()


def upload_file(
    store: Store,
    data: bytes,
    *,
    file_name: str,
    at: datetime,
    by: Any,
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> SourceUpload:
    """The file, kept with a preview; nothing is published yet. Raises BadInput."""
    return keep_upload(
        store, data, file_name=file_name, at=at, by=by, encoding=encoding, columns=columns
    )


def publish_upload(
    upload: SourceUpload, *, at: datetime, by: Any, without_refused: bool
) -> SourceRead:
    """Ask a worker to publish it. Raises BadInput while lines are refused and nobody said that
    they may be left out, and where it was published already."""
    refused = upload.preview["refused_count"]
    if refused and not without_refused:
        raise BadInput(
            "without_refused",
            f"without_refused is needed: lines that are no items would be left out: {refused:,}.",
        )
    wanted = {"upload": upload, "accepts_refused": without_refused}
    if upload.preview["item_count"] > AT_ONCE:
        return request_source_read(upload.catalogue, at=at, by=by, **wanted)
    with transaction.atomic():
        read = lease.request_read(upload.catalogue, at=at, trigger="manual", by=by, **wanted)
    carry_out_source_read(read_id=read.pk)
    read.refresh_from_db()
    return read


def request_source_read(
    catalogue: SourceCatalogue, *, at: datetime, by: Any, **wanted: Any
) -> SourceRead:
    """The read that answers the request: the source's open one, or a new one sent to a worker.

    Raises BadInput where a file is the source and none is given: it is read when it comes.
    """
    if catalogue.is_file and not wanted.get("upload"):
        raise BadInput("file", "file is needed: a file is read when it is uploaded.")
    with transaction.atomic():
        read = lease.request_read(catalogue, at=at, trigger="manual", by=by, **wanted)
    if read.status == SourceRead.Status.QUEUED and read.sent_at is None:
        transaction.on_commit(lambda: tell_workers([read]))
    return read


def make_decision(store: Store, *, at: datetime, by: Any, **decision: Any) -> SkuAlias:
    """A person's word about a code or an item, and the bridge counted again. Raises BadInput."""
    alias = decisions.decide(store, at=at, by=by, **decision)
    tell_bridge_workers(store)
    return alias


def undo_decision(store: Store, alias: SkuAlias, *, why: str, at: datetime, by: Any) -> SkuAlias:
    """Raises BadInput."""
    decisions.undo(alias, why=why, at=at, by=by)
    tell_bridge_workers(store)
    return alias


def accept_proposals(
    store: Store, *, rule: str = "", ids: list[int] | None = None, why: str, at: datetime, by: Any
) -> list[SkuAlias]:
    """All of a rule, or those named. Raises BadInput."""
    rule = text_from("rule", rule, longest=LONGEST_RULE)
    waiting = SkuProposal.objects.filter(store=store).select_related("item").order_by("pk")
    chosen = waiting.filter(pk__in=ids) if ids is not None else waiting.filter(rule=rule)
    made = decisions.accept(list(chosen), why=why, at=at, by=by)
    tell_bridge_workers(store)
    return made
