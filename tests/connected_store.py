"""A store connected to a sandbox, as operations connect one."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from aliexpress.connection import connect
from aliexpress.models import Store
from aliexpress.sandbox import Sandbox


def connected_to(sandbox: Sandbox, *, clock: Callable[[], datetime] = timezone.now) -> Store:
    """Harbour Home, due and never read yet."""
    return connect(
        "harbour-home",
        at=clock(),
        clock=clock,
        name="Harbour Home",
        access_token=sandbox.seller.access_token,
        refresh_token=sandbox.seller.refresh_token,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        gateway_url=sandbox.url,
    ).store
