"""Query parameters, parsed with one sentence for each mistake."""

from datetime import datetime, timedelta

from rest_framework.request import Request

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment


def moment(request: Request, name: str, *, at: datetime) -> datetime | None:
    """An ISO 8601 moment not in the future; without a zone it is taken as UTC. None: not given."""
    text = request.query_params.get(name, "").strip()
    if not text:
        if name in request.query_params:
            raise BadInput(name, f"{name} is empty: leave it out, or give an ISO 8601 moment.")
        return None
    return past_moment(name, text, at=at)


_UNITS = {"m": 60, "h": 3600, "d": 86_400}


def interval(request: Request, name: str = "interval") -> timedelta | None:
    """A stretch such as 5m, 1h or 1d. None: not given."""
    text = request.query_params.get(name, "").strip()
    if name not in request.query_params:
        return None
    number, unit = text[:-1], text[-1:]
    if not (number.isascii() and number.isdecimal()) or len(number) > 4 or unit not in _UNITS:
        raise BadInput(name, f"{name} must be a number and m, h or d, such as 5m, 1h or 1d.")
    if int(number) == 0:
        raise BadInput(name, f"{name} must be more than nothing, such as 5m, 1h or 1d.")
    return timedelta(seconds=int(number) * _UNITS[unit])
