"""What BigCommerce's refusals mean: the one table, by HTTP status."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from aliexpress.source.failures import (
    NotPermitted,
    SourceFailure,
    SourceRefused,
    SourceUnavailable,
    TooMuch,
)


class Throttled(SourceUnavailable):
    """Too many calls of all the shop's apps together, or load on the platform."""


class Mistake(SourceRefused):
    """BigCommerce takes the call for a wrong one."""


class WrongShape(SourceUnavailable):
    """An answer that is not what the documentation promises."""


class Meaning(NamedTuple):
    kind: type[SourceFailure]
    sentence: str


CONNECT: Final = "connect the source again with it"
_LOADED: Final = Meaning(TooMuch, "BigCommerce could not carry the call out (status {status}).")
_WRONG: Final = Meaning(
    Mistake, "BigCommerce does not take our call for {what} (status {status}): a mistake of ours."
)
TABLE: Final[Mapping[int, Meaning]] = {
    401: Meaning(
        SourceRefused,
        "The token opens nothing at BigCommerce any more: make a store-level API account there, "
        f"and {CONNECT}.",
    ),
    403: Meaning(
        NotPermitted,
        "BigCommerce does not let us read {what}: the token lacks the scope for it, or the shop's "
        "hash is not this shop's.",
    ),
    404: Meaning(
        NotPermitted,
        "BigCommerce knows no {what} at this address: look at the shop's hash and at "
        "BIGCOMMERCE_API_URL.",
    ),
    408: Meaning(TooMuch, "BigCommerce waited too long for our call."),
    413: Meaning(TooMuch, "BigCommerce will not send so much at once."),
    429: Meaning(Throttled, "BigCommerce asks all apps of the shop to call less often."),
    500: _LOADED,
    502: _LOADED,
    503: Meaning(
        SourceUnavailable, "BigCommerce is being maintained, or the shop is suspended (status 503)."
    ),
    504: Meaning(TooMuch, "BigCommerce took too long (status 504)."),
    507: _LOADED,
    509: Meaning(Throttled, "BigCommerce asks all apps of the shop to call less often."),
}


def failure_of(status: int, *, what: str) -> SourceFailure:
    """For every status but 200 and 204. `what` was read, in words."""
    if 300 <= status < 400:
        return SourceRefused(
            "BigCommerce sends us to another address, which we do not follow: look at "
            "BIGCOMMERCE_API_URL."
        )
    meaning = TABLE.get(status, _LOADED if status >= 500 else _WRONG)
    return meaning.kind(meaning.sentence.format(what=what, status=status))
