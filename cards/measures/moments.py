"""Moments as other apps read them."""

from datetime import UTC, datetime


def moment_text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; fractions only where there are any."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
