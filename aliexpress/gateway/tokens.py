"""The token calls on /rest, and the address where a seller gives us leave."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from aliexpress.gateway.answers import Tokens
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.json_shapes import without_point

CREATE: Final = "/auth/token/create"
REFRESH: Final = "/auth/token/refresh"


def authorize_url(*, gateway_url: str, app_key: str, redirect_uri: str, state: str) -> str:
    """Where the seller's main account says yes."""
    query = urlencode(
        {
            "response_type": "code",
            "force_auth": "true",
            "redirect_uri": redirect_uri,
            "client_id": app_key,
            "state": state,
        }
    )
    return f"{gateway_url}/oauth/authorize?{query}"


def parsed(answer: Mapping[str, Any], *, at: datetime) -> Tokens:
    """`refresh_expires_at` is None where the pair cannot be refreshed."""
    access_token, refresh_token = answer.get("access_token"), answer.get("refresh_token")
    if not isinstance(access_token, str) or not access_token:
        raise Unavailable("AliExpress answered without an access token.")
    access_expires_at = _deadline(answer, "expire_time", "expires_in", at=at)
    if access_expires_at is None:
        raise Unavailable("AliExpress answered without saying how long the token lasts.")
    return Tokens(
        access_token=access_token,
        refresh_token=refresh_token if isinstance(refresh_token, str) else "",
        access_expires_at=access_expires_at,
        refresh_expires_at=_deadline(
            answer, "refresh_token_valid_time", "refresh_expires_in", at=at
        ),
        seller_id=_word(answer.get("seller_id")),
        account_platform=_word(answer.get("account_platform")),
        account_name=_word(answer.get("account") or answer.get("user_nick"))[:200],
    )


def _deadline(
    answer: Mapping[str, Any], absolute: str, relative: str, *, at: datetime
) -> datetime | None:
    """From seconds from now, or else from epoch milliseconds. Zero seconds: none."""
    seconds, milliseconds = _number(answer.get(relative)), _number(answer.get(absolute))
    try:
        if seconds is not None:
            return at + timedelta(seconds=seconds) if seconds > 0 else None
        if milliseconds:
            return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return None


def _number(value: object) -> int | None:
    text = str(without_point(value) if value is not None else "").strip()
    return int(text) if text.isdecimal() and len(text) <= 15 else None


def _word(value: object) -> str:
    return str(value).strip()[:200] if isinstance(value, str | int) else ""
