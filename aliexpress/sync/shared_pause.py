"""Tells other workers of a pause of their app key, and obeys the pauses they were told of.

The pauses stand in the database, one row for each app key and method.
"""

import threading
from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from aliexpress.gateway import Gateway
from aliexpress.gateway.retry import Pause
from aliexpress.models import AppKeyPause
from aliexpress.typed.moments import CLOCKS_DIFFER


class SharedPause:
    """One worker's pauses. Raises what the database raises, nothing of its own."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, datetime] = {}  # by method; not yet in the database

    def note(self, pause: Pause) -> None:
        """Keep a pause for `share`. Called by the thread that was told, which does not touch the
        database."""
        with self._lock:
            self._told[pause.method] = max(pause.until, self._told.get(pause.method, pause.until))

    def share(self, gateway: Gateway) -> None:
        """Tell the other workers of what was noted, and obey what they were told."""
        with self._lock:
            told, self._told = self._told, {}
        at = self._clock()
        for method, until in told.items():
            row, created = AppKeyPause.objects.get_or_create(
                app_key=gateway.credentials.app_key,
                method=method,
                defaults={"until": until, "told_at": at},
            )
            if not created:
                # Never shortened: whoever was told of the longer wait was told so for good.
                shorter = Q(until__lt=until) | pauses_ahead(at)
                AppKeyPause.objects.filter(shorter, pk=row.pk).update(until=until, told_at=at)
        self.obey(gateway)

    def obey(self, gateway: Gateway) -> None:
        """Let the gateway wait as long as any worker of its app key was told to."""
        at = self._clock()
        lasting = AppKeyPause.objects.filter(app_key=gateway.credentials.app_key, until__gt=at)
        for pause in lasting.exclude(pauses_ahead(at)):
            gateway.pause_until(pause.until, method=pause.method)


def pauses_ahead(at: datetime) -> Q:
    """Pauses a clock that was ahead has noted: when they end nobody knows, and AliExpress tells
    again."""
    return Q(told_at__isnull=False, told_at__gt=at + CLOCKS_DIFFER)
