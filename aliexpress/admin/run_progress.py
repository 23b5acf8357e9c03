"""A run in words: where it stands, what that means for the number, and what comes next."""

from datetime import datetime

from django.utils.safestring import SafeString

from aliexpress import words
from aliexpress.admin.display import status_words, table
from aliexpress.models import StatusRead, SyncRun
from aliexpress.models.attempt import HEARTBEAT_STALE_AFTER

UNCHANGED = "The number is unchanged: the card keeps its last complete reading and shows its age."


def standing_of(run: SyncRun, *, at: datetime) -> str:
    match run.status:
        case SyncRun.Status.QUEUED:
            return _waiting(run, at=at)
        case SyncRun.Status.RUNNING:
            return _reading(run, at=at)
        case SyncRun.Status.COMPLETE if run.published:
            return f"Complete. It published reading {run.snapshot_id}."
        case SyncRun.Status.COMPLETE:
            return f"Complete. Nothing had changed: reading {run.snapshot_id} is still true."
    return f"Failed. {run.error}"


def next_step(run: SyncRun, *, at: datetime) -> str:
    """After a failure: what it means for the number, and when it is tried again. Else ""."""
    if run.status != SyncRun.Status.FAILED:
        return ""
    if run.retry_at is None or run.retry_at <= at:
        return UNCHANGED
    if run.error_kind == SyncRun.ErrorKind.REFUSED:
        return f"{UNCHANGED} We look again {words.ago(run.retry_at, at=at)}."
    return f"{UNCHANGED} We try again {words.ago(run.retry_at, at=at)}."


def evidence_of(run: SyncRun) -> SafeString | str:
    """Per status what AliExpress declared and what was listed, as a table; "" before any."""
    reads = list(run.status_reads.order_by("id"))
    if not reads:
        return ""
    return table(
        "What this refresh read, per AliExpress status.",
        [
            "AliExpress status",
            "Declared before",
            "Declared after",
            "Listed",
            "Pages",
            "Duplicates",
            "Moved",
        ],
        (_row(read) for read in reads),
    )


def _row(read: StatusRead) -> list[object]:
    pages = f"{read.pages:,} of {read.pages_expected:,}" if read.pages_expected else read.pages
    return [
        status_words(read.status),
        read.declared_before,
        read.declared_after,
        read.listed,
        pages,
        read.duplicates,
        read.moved,
    ]


def _waiting(run: SyncRun, *, at: datetime) -> str:
    if not run.waits_long(at=at):
        return "Waiting for a worker."
    return (
        "No worker has taken it yet. It is told to the workers again and again; if none comes, "
        "check that a Celery worker runs."
    )


def _reading(run: SyncRun, *, at: datetime) -> str:
    if run.heartbeat_at is not None and at - run.heartbeat_at >= HEARTBEAT_STALE_AFTER:
        return "Its worker has gone silent. The refresh is closed and the store read again shortly."
    parts = [
        f"{words.status_words(read.status)} {read.listed:,} of {read.declared_before:,}"
        for read in run.status_reads.order_by("id")
        if read.declared_before is not None
    ]
    return f"Reading. {', '.join(parts)}." if parts else "Reading. Asking AliExpress for counts."
