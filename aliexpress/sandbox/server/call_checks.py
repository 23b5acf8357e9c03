"""What the gateway checks before it listens: signature, app, timestamp, token."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from aliexpress.sandbox.errors import Refusal

TIMESTAMP_TOLERANCE_SECONDS: Final = 7200


def signature(parameters: Mapping[str, str], *, secret: str, path: str = "") -> str:
    """HMAC-SHA256 over the path (only on /rest) and each name and value, names in ASCII order."""
    text = path + "".join(
        name + value
        for name, value in sorted(parameters.items())
        if name != "sign" and value.strip()
    )
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def check_call(
    parameters: Mapping[str, str],
    *,
    app_key: str,
    app_secret: str,
    now: datetime,
    path: str = "",
) -> None:
    """Raises Refusal for the first thing that is wrong with a call's common parameters."""
    for name in ("app_key", "timestamp", "sign_method", "sign"):
        if not parameters.get(name, "").strip():
            raise Refusal(
                "MissingParameter",
                f'The input parameter "{name}" that is mandatory for processing this request '
                "is not supplied",
            )
    if parameters["app_key"] != app_key:
        raise Refusal("InvalidAppkey", "The specified app key is invalid", kind="SYSTEM")
    check_timestamp(parameters["timestamp"], now=now)
    expected = signature(parameters, secret=app_secret, path=path)
    same = hmac.compare_digest(expected.encode(), parameters["sign"].encode("utf-8", "replace"))
    if parameters["sign_method"] != "sha256" or not same:
        raise Refusal(
            "IncompleteSignature",
            "The request signature does not conform to platform standards",
        )


def check_timestamp(text: str, *, now: datetime) -> None:
    try:
        moment = read_timestamp(text)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or abs((moment - now).total_seconds()) > TIMESTAMP_TOLERANCE_SECONDS:
        raise Refusal(
            "IllegalTimestamp",
            "The specified timestamp is invalid: it must be within 7200 seconds of UTC",
        )


def read_timestamp(text: str) -> datetime:
    """Epoch milliseconds, or UTC in words (`2026-03-14 09:00:00`, `2026-03-14T09:00:00Z`)."""
    if text.isascii() and text.isdigit():
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
