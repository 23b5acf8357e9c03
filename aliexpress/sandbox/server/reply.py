"""The reply to one HTTP request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aliexpress.sandbox.faults.script import Fault


@dataclass(frozen=True)
class Reply:
    """What goes back over the wire, and the faults that are about the wire."""

    body: bytes
    fired: list[Fault]
    status: int = 200
    content_type: str = "application/json;charset=UTF-8"
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
