"""Moments the tests share."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
