"""A reading as an app is told that polls with its key."""

from datetime import datetime
from typing import Any

from cards.api_keys import digest_of, issue_api_key
from cards.readings.polled import polled
from cards.readings.reader import reading_for
from cards.readings.reading import Reading
from tests.moments import NOON


def digest_for(user: Any) -> str:
    """Of a key of the user, issued when it is first asked for."""
    if not hasattr(user, "digest"):
        user.digest = digest_of(issue_api_key(user, name="warehouse", at=NOON))
    digest: str = user.digest
    return digest


def polled_by(user: Any, *, slug: str, key: str, at: datetime) -> Reading:
    """As the API does: by one statement, or else by the plain way. Raises Http404."""
    found = polled(digest_for(user), slug=slug, key=key, at=at)
    return found[1] if found else reading_for(user, slug=slug, key=key, at=at)
