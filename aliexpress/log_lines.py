"""Lines of the log that are the same for stores and their sources."""

import logging

from aliexpress.models.attempt import Attempt

logger = logging.getLogger(__name__)


def log_ended(attempt: Attempt, *, store: str) -> None:
    """One line a reading: its row's number, what it published, and why it did not. `store`: its
    slug."""
    seconds = 0.0
    if attempt.started_at and attempt.finished_at:
        seconds = (attempt.finished_at - attempt.started_at).total_seconds()
    told = {
        "store": store,
        "reading": attempt._meta.model_name,
        "number": attempt.pk,
        "status": attempt.status,
        "snapshot": getattr(attempt, "snapshot_id", None) if attempt.published else None,
        "calls": attempt.request_count,
        "seconds": round(seconds, 3),
        "error": attempt.error,
    }
    logger.info("reading ended", extra=told)
