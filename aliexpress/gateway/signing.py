"""The signature every call carries: HMAC-SHA256 over the sorted parameters, upper-case hex."""

import hmac
from collections.abc import Mapping


def sign(parameters: Mapping[str, str], *, app_secret: str, path: str = "") -> str:
    """`path` is "" for /sync, and the API path (/auth/token/create) for /rest.

    Empty values are neither sent nor signed.
    """
    text = path + "".join(
        name + value for name, value in sorted(parameters.items()) if value.strip()
    )
    return hmac.digest(app_secret.encode(), text.encode(), "sha256").hex().upper()
