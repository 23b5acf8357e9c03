"""Which failure a call met, and whether calling again can help. Decided here and nowhere else.

A table from AliExpress's codes to kinds; nobody outside the gateway looks at a code.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from aliexpress.gateway.errors import GatewayError, Refused, TokenRefused, Unavailable
from aliexpress.gateway.json_shapes import without_point
from aliexpress.typed.redaction import without_secrets

RECONNECT: Final = "Connect the store again: an operations member does it in the admin."
CHECK_APP: Final = "Check the app key and secret, and what the app may call, in the app console."

_ASKED_TO_WAIT: Final = {
    "ApiCallLimit",
    "AppCallLimit",
    "SellerCallLimit",
    "AppWhiteIpLimit",
    "7",
    "429",
}
_OUT_OF_ORDER: Final = {
    "ServiceTimeout",
    "ServiceUnavailable",
    "InternalError",
    "SystemError",
    "16009999",
    "500",
}
_TOKEN: Final = {"IllegalAccessToken", "26", "27"}
_REFUSED: Final = {
    "IncompleteSignature": ("AliExpress does not accept the signature.", CHECK_APP),
    "InvalidSignature": ("AliExpress does not accept the signature.", CHECK_APP),
    "25": ("AliExpress does not accept the signature.", CHECK_APP),
    "InvalidAppkey": ("AliExpress does not know the app key.", CHECK_APP),
    "InvalidAppKey": ("AliExpress does not know the app key.", CHECK_APP),
    "InsufficientPermission": ("The app may not make this call.", CHECK_APP),
    "IllegalTimestamp": (
        "AliExpress does not accept the moment of the call.",
        "Set this machine's clock.",
    ),
    "InvalidTimestamp": (
        "AliExpress does not accept the moment of the call.",
        "Set this machine's clock.",
    ),
    "IllegalRefreshToken": ("AliExpress no longer accepts the refresh token.", RECONNECT),
    "InvalidCode": ("AliExpress does not accept the authorisation code.", RECONNECT),
}
_BAN: Final = re.compile(r"ban will last (?:for )?(\d+)", re.IGNORECASE)
# A day's quota is given anew each midnight: told to wait longer, we ask again after a day.
_LONGEST_BAN: Final = 86_400.0
_SHOWN: Final = 200  # characters of AliExpress's own words that are passed on


def from_envelope(error: Mapping[str, Any]) -> GatewayError:
    """From an error AliExpress answered: `error_response` of /sync, or the flat one of /rest."""
    code = _text(error.get("code"))
    said = _text(error.get("sub_msg") or error.get("msg") or error.get("message"))
    sub_code = _text(error.get("sub_code"))
    if code in _ASKED_TO_WAIT or "call-limited" in sub_code or "accesscontrol.limited" in sub_code:
        return throttled(f"{said} {_text(error.get('msg'))}")
    if code in _TOKEN:
        return TokenRefused(
            "AliExpress no longer accepts the access token.", remedy=RECONNECT, code=code
        )
    if code in _REFUSED:
        sentence, remedy = _REFUSED[code]
        return Refused(sentence, remedy=remedy, code=code)
    kind = _text(error.get("type")).upper()
    if code in _OUT_OF_ORDER or kind == "ISP" or sub_code.startswith("isp."):
        return Unavailable(f"AliExpress is out of order for the moment: {said or code}.")
    return Refused(
        f"AliExpress refused the call: {said or code}.",
        remedy="Look at the app console.",
        code=code,
    )


def from_result(result: Mapping[str, Any]) -> GatewayError:
    """From an answer whose result says `success: false`."""
    said = _text(result.get("error_message") or result.get("error_msg"))
    code = _text(result.get("error_code"))
    if code in _ASKED_TO_WAIT or _BAN.search(said):
        return throttled(said)
    if code in _OUT_OF_ORDER or not said:
        return Unavailable(
            f"AliExpress could not carry out the call: {said or code or 'no reason'}."
        )
    return Refused(
        f"AliExpress refused the call: {said}.", remedy="Look at the app console.", code=code
    )


def throttled(said: str) -> Unavailable:
    ban = _BAN.search(said)
    seconds = min(float(ban[1]), _LONGEST_BAN) if ban else 1.0
    return Unavailable(
        f"AliExpress asked this app to wait {seconds:,.0f} seconds: it had too many calls.",
        wait_seconds=seconds,
    )


def _text(value: object) -> str:
    """AliExpress's own words, without control characters and shortened."""
    # Before it is shortened: a secret that is cut off would not be known again.
    said = without_secrets(str("" if value is None else without_point(value)))
    text = "".join(c if c.isprintable() else " " for c in said)
    return " ".join(text.split())[:_SHOWN].rstrip(".")
