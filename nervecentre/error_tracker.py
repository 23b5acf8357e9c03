"""An error tracker of one's own, told of what went wrong: only where ERROR_TRACKER_DSN names one.

Without it the library is not even imported, and nothing leaves. What is told goes through the same
redaction as the log, and holds neither local variables nor what somebody sent.
"""

from typing import Any

from structlog.contextvars import get_contextvars

from aliexpress.redaction import HIDDEN, without_secrets
from nervecentre.environment import stop
from nervecentre.logs import QUERY_STRING, SECRET_NAMES

# Of a request: what somebody sent, and by what they are known.
NOT_TOLD = ("data", "cookies", "env", "query_string", "headers")


def start(dsn: str) -> None:
    """Does nothing with no address; ends the start with a sentence where it is none."""
    if not dsn:
        return
    import sentry_sdk

    try:
        sentry_sdk.init(
            dsn=dsn,
            before_send=told,
            before_breadcrumb=without_the_secrets,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            traces_sample_rate=0,
            auto_session_tracking=False,
        )
    except ValueError:
        stop("ERROR_TRACKER_DSN", "must be an address such as https://key@errors.example.com/1.")


def told(event: Any, _hint: Any) -> Any:
    """The event without secrets, and with the id that the log's lines of the same click bear."""
    request = event.get("request")
    if isinstance(request, dict):
        event["request"] = {name: one for name, one in request.items() if name not in NOT_TOLD}
    found: dict[str, Any] = without_the_secrets(event)
    if request_id := get_contextvars().get("request_id"):
        found["tags"] = {**(found.get("tags") or {}), "request_id": str(request_id)}
    return found


def without_the_secrets(value: Any, _hint: Any = None) -> Any:
    """Of any depth: texts by the one redaction, and nothing under the name of a secret."""
    if isinstance(value, dict):
        return {
            name: HIDDEN
            if isinstance(name, str) and SECRET_NAMES.search(name.lower())
            else without_the_secrets(one)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [without_the_secrets(one) for one in value]
    if isinstance(value, str):
        return QUERY_STRING.sub("", without_secrets(value))
    return value
