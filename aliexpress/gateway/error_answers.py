"""The failure that an error of AliExpress's is: from its answer to what is raised."""

import re
from collections.abc import Mapping
from typing import Any, Final

from aliexpress.gateway.error_codes import NO_SUCH_PRODUCT, NUMBERS, Limit, meaning_of
from aliexpress.gateway.errors import Bound, Failed, GatewayError, Unavailable
from aliexpress.gateway.json_shapes import without_point
from aliexpress.redaction import without_secrets

_SECONDS: Final = re.compile(
    r"ban will last (?:for )?(\d+)|(\d+)\s*(?:more\s*)?(?:seconds?|秒)", re.IGNORECASE
)
# A day's quota is given anew each midnight: told to wait longer, we ask again after a day.
_LONGEST_BAN: Final = 86_400.0
_SHOWN: Final = 200  # characters of AliExpress's own words that are passed on
_WAITING: Final = {Bound.SELLER: "this store"}


def from_envelope(error: Mapping[str, Any]) -> GatewayError:
    """From an error AliExpress answered: `error_response` of /sync, or the flat one of /rest."""
    code = words_of(error.get("code"))
    said = [words_of(error.get(name)) for name in ("sub_msg", "msg", "message")]
    words = [
        words_of(error.get("sub_code")),
        NUMBERS.get(code, code),
        words_of(error.get("type")),
    ]
    return failure_of(words, said)


def from_result(result: Mapping[str, Any]) -> GatewayError:
    """From an answer whose result says `success: false`."""
    said = [words_of(result.get(name)) for name in ("error_message", "error_msg", "message", "msg")]
    return failure_of([words_of(result.get("sub_code")), words_of(result.get("error_code"))], said)


def is_missing(result: Mapping[str, Any]) -> bool:
    """Whether an answer about one product says that there is no such product."""
    said = words_of(result.get("error_message") or result.get("error_msg")).lower()
    return words_of(result.get("error_code")) in NO_SUCH_PRODUCT or "not exist" in said


def throttled(said: str, *, binds: Bound) -> Unavailable:
    """From a limit that was met, and AliExpress's words for how long it lasts (a second where
    they do not tell)."""
    told = _SECONDS.search(said)
    seconds = min(float(told[1] or told[2]), _LONGEST_BAN) if told else 1.0
    wait = "1 second" if round(seconds) == 1 else f"{seconds:,.0f} seconds"
    return Unavailable(
        f"AliExpress asked {_WAITING.get(binds, 'this app')} to wait {wait}: it had too many "
        "calls.",
        wait_seconds=seconds,
        binds=binds,
    )


def failure_of(words: list[str], said: list[str]) -> GatewayError:
    """`words`: codes, the one that tells most first. `said`: AliExpress's sentences, likewise."""
    words, said = [word for word in words if word], [text for text in said if text]
    reason = (said or words or ["no reason"])[0]
    meaning = meaning_of(words, " ".join(said))
    if meaning is None:
        return Failed(f"AliExpress could not carry out the call: {reason}.")
    if isinstance(meaning, Limit):
        return throttled(" ".join(said), binds=meaning.binds)
    return meaning.kind(
        meaning.sentence.format(said=reason),
        remedy=meaning.cure,
        code=words[0] if words else "",
        binds=meaning.binds,
    )


def words_of(value: object) -> str:
    """AliExpress's own words, without control characters and shortened."""
    # Before it is shortened: a secret that is cut off would not be known again.
    said = without_secrets(str("" if value is None else without_point(value)))
    text = "".join(c if c.isprintable() else " " for c in said)
    return " ".join(text.split())[:_SHOWN].rstrip(".")
