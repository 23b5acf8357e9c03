"""The token calls on /rest, and the address where a seller gives us leave."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from aliexpress.gateway.answers import Tokens
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.json_shapes import short_text, without_point

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
    """`refresh_expires_at` is None where the pair cannot be refreshed, either deadline where
    AliExpress does not tell it. What was asked with is spent, so whatever can be used is taken."""
    answer = pair_in(answer)
    access_token, refresh_token = answer.get("access_token"), answer.get("refresh_token")
    if not isinstance(access_token, str) or not access_token.strip():
        raise Unavailable("AliExpress answered without an access token.")
    return Tokens(
        access_token=access_token.strip(),
        refresh_token=refresh_token.strip() if isinstance(refresh_token, str) else "",
        access_expires_at=deadline_of(answer, "expire_time", "expires_in", at=at),
        refresh_expires_at=deadline_of(
            answer, "refresh_token_valid_time", "refresh_expires_in", at=at
        ),
        seller_id=word_of(answer.get("seller_id")),
        account_platform=word_of(answer.get("account_platform")),
        account_name=word_of(answer.get("account") or answer.get("user_nick"))[:200],
    )


def pair_in(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The pair stands at the root; the old platform puts it inside, as an object or as text."""
    for value in [answer, *answer.values()]:
        inner = value.get("token_result", value) if isinstance(value, dict) else value
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            with suppress(ValueError, RecursionError):
                inner = json.loads(inner)
        if isinstance(inner, dict) and "access_token" in inner:
            return inner
    return answer


def deadline_of(
    answer: Mapping[str, Any], absolute: str, relative: str, *, at: datetime
) -> datetime | None:
    """From seconds from now, or else from epoch milliseconds. Zero seconds: none."""
    seconds, milliseconds = number_of(answer.get(relative)), number_of(answer.get(absolute))
    try:
        if seconds is not None:
            return at + timedelta(seconds=seconds) if seconds > 0 else None
        if milliseconds:
            return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return None


def number_of(value: object) -> int | None:
    text = str(without_point(value) if value is not None else "").strip()
    return int(text) if text.isdecimal() and len(text) <= 15 else None


def word_of(value: object) -> str:
    return short_text(value, 200).strip()
