"""The table of AliExpress's error codes: which failure each one is, whom it binds, what cures it.

The only place that knows a code. To add one: put it into the line it belongs to, or add a line.
A code that stands in no line is *unavailable*, and tried again. Where codes come from is said
beside them only where they are not AliExpress's own documentation.
"""

import re
from dataclasses import dataclass
from typing import Final

from aliexpress.gateway.errors import Bound, NotPermitted, Refused, TokenRefused

RECONNECT: Final = "Connect the store again in the admin, or ask operations to."
CHECK_APP: Final = "Check the app key and secret, and what the app may call, in the app console."
ADD_ADDRESS: Final = "Add this machine's address to the app's list, in the app console."
SET_CLOCK: Final = "Set this machine's clock."
REPORT: Final = "Report it to whoever runs this application."
ASK_SUPPORT: Final = "Ask AliExpress's seller support."


@dataclass(frozen=True, slots=True)
class Limit:
    """Too many calls: those it `binds` wait."""

    binds: Bound


@dataclass(frozen=True, slots=True)
class Refusal:
    """A person must act. AliExpress's own words stand in place of {said}."""

    sentence: str
    cure: str
    kind: type[Refused] = Refused
    binds: Bound = Bound.APP


@dataclass(frozen=True, slots=True)
class Line:
    """`codes` is a regular expression a whole code or sub_code matches, `says` one found in the
    text where no code is known; neither looks at capitals."""

    meaning: Limit | Refusal
    codes: str
    says: str = ""


# The first line that fits counts.
TABLE: Final = (
    Line(Limit(Bound.SELLER), r"sellercalllimits?"),
    Line(
        Limit(Bound.METHOD),
        r"(app)?apicalllimits?|.*limited-by-(app-)?api-access-count|.*call-limit(ed)?"
        r"|sys_request_too_fast",
        says=r"ban will last|frequency exceeds|too many requests|操作速度太快|过于频繁|限流",
    ),
    Line(Limit(Bound.APP), r"appcalllimits?|429|.*limited-by-app-access-count"),
    Line(
        Refusal("This machine's address is not one the app may be called from.", ADD_ADDRESS),
        r"appwhiteiplimit|.*ip-?white-?list.*",
        says=r"\bip\b.*white ?list",
    ),
    Line(
        Refusal(
            "AliExpress no longer accepts the access token.",
            RECONNECT,
            TokenRefused,
            Bound.SELLER,
        ),
        r"(illegal|invalid|missing)accesstoken|(invalid|missing)session|(isv\.)?session-expired"
        r"|(isv\.)?invalid-session(key)?|isv\.persistent-session-not-exist",
        says=r"access token is invalid",
    ),
    Line(
        Refusal("AliExpress no longer accepts the refresh token.", RECONNECT, binds=Bound.SELLER),
        r"(illegal|invalid)refreshtoken",
    ),
    Line(
        Refusal(
            "AliExpress does not accept the authorisation code.", RECONNECT, binds=Bound.SELLER
        ),
        r"invalidcode|auth_type_unsupported",
    ),
    Line(
        Refusal("The app may not make this call.", CHECK_APP, NotPermitted, Bound.METHOD),
        r"insufficientpermission|isv\.insufficient-permission|isv\.invalid-authorization"
        r"|isv\.(invalid-permission|permission-.*)",
        says=r"insufficient (isv |user )?permission|权限不足",
    ),
    Line(
        Refusal(
            "AliExpress has not moved this account over for the app's calls: {said}.",
            CHECK_APP,
            NotPermitted,
            Bound.METHOD,
        ),
        r"isv\.account-migration.*",
    ),
    Line(
        Refusal("AliExpress has no such call for this app.", CHECK_APP, NotPermitted, Bound.METHOD),
        r"invalidapi(path)?|invalidmethod|isv\.invalid-method",
    ),
    Line(
        Refusal("AliExpress does not accept the signature.", CHECK_APP),
        r"(incomplete|invalid|missing)signature|isv\.invalid-signature",
    ),
    Line(
        Refusal("AliExpress does not know the app key.", CHECK_APP),
        r"(invalid|missing)appkey|appkeynotexist|isv\.appkey.*|isv\.invalid-app-?key",
    ),
    Line(
        Refusal("AliExpress does not accept the moment of the call.", SET_CLOCK),
        r"(illegal|invalid|missing)timestamp|isv\.(replayattack-)?timestamp-.*",
    ),
    Line(
        Refusal("AliExpress does not accept what was asked: {said}.", REPORT, binds=Bound.CALL),
        r"(missing|invalid|illegal)(parameter|argument|version|format)s?",
    ),
    Line(
        Refusal("AliExpress has suspended the seller: {said}.", ASK_SUPPORT, binds=Bound.SELLER),
        r"000003",
        says=r"operation rights have been suspended",
    ),
    Line(
        Refusal("AliExpress refused the call: {said}.", CHECK_APP, binds=Bound.CALL),
        r"isv\..*|product_in_lock_mode",
    ),
)

# The old platform's numbers, which the new one still answers with, in its words.
NUMBERS: Final = {
    "7": "AppCallLimit",
    "11": "InsufficientPermission",  # the app's
    "12": "InsufficientPermission",  # the seller's
    "13": "InsufficientPermission",  # the partner's
    "21": "InvalidMethod",
    "22": "InvalidMethod",
    "24": "MissingSignature",
    "25": "InvalidSignature",
    "26": "MissingSession",
    "27": "InvalidSession",
    "28": "MissingAppkey",
    "29": "InvalidAppkey",
    "30": "MissingTimestamp",
    "31": "InvalidTimestamp",
    "40": "MissingParameter",
    "41": "InvalidParameter",
}

NO_SUCH_PRODUCT: Final = {"F00-00-10001-002", "F00-00-10001-007"}

_LINES: Final = tuple(
    (
        line.meaning,
        re.compile(line.codes, re.IGNORECASE),
        re.compile(line.says, re.IGNORECASE) if line.says else None,
    )
    for line in TABLE
)


def meaning_of(words: list[str], said: str) -> Limit | Refusal | None:
    """Of codes, or of AliExpress's sentences where no line knows one of them; None where no line
    fits."""
    for meaning, codes, _ in _LINES:
        if any(codes.fullmatch(word) for word in words):
            return meaning
    return next((meaning for meaning, _, says in _LINES if says and says.search(said)), None)
