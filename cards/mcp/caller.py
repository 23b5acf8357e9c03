"""Who asks through an assistant, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from aliexpress.roles import Viewer


@dataclass(frozen=True, slots=True)
class Caller:
    """`user`: looked up at every call, so that a revoked key ends at the next one."""

    user: Callable[[], Viewer]
    clock: Callable[[], datetime] = timezone.now


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool: by whom, when, and with what."""

    user: Viewer
    at: datetime
    arguments: dict[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """An argument as it was sent; whoever reads it says what is wrong with it."""
        value = self.arguments.get(name)
        return default if value is None else value
