"""AliExpress bans an app key, not a worker: each tells the others, and hears what they know."""

from collections.abc import Callable
from datetime import datetime

from aliexpress.gateway import Gateway
from aliexpress.models import AppKeyPause


class SharedPause:
    """One worker's ear and mouth. Raises what the database raises, nothing of its own."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._asked: datetime | None = None

    def note(self, until: datetime) -> None:
        """From the thread that was told, which does not touch the database."""
        self._asked = max(until, self._asked or until)

    def share(self, gateway: Gateway) -> None:
        if self._asked is not None:
            until, self._asked = self._asked, None
            row, created = AppKeyPause.objects.get_or_create(
                app_key=gateway.credentials.app_key, defaults={"until": until}
            )
            if not created:
                # Never shortened: whoever was told of the longer wait was told so for good.
                AppKeyPause.objects.filter(pk=row.pk, until__lt=until).update(until=until)
        self.obey(gateway)

    def obey(self, gateway: Gateway) -> None:
        pause = AppKeyPause.objects.filter(
            app_key=gateway.credentials.app_key, until__gt=self._clock()
        ).first()
        if pause is not None:
            gateway.pause_until(pause.until)
