"""The reader of BigCommerce shops, as `aliexpress.source.run` dispatches to it."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Final

from aliexpress.models import SourceRead
from aliexpress.models.source import STOCK
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.credentials import door_of, pace_of
from aliexpress.source.gateway.shop import BigCommerceShop
from aliexpress.source.reading.heartbeat import Heart
from aliexpress.source.reading.stock import read_stock
from aliexpress.source.reading.whole_read import read_whole

KIND: Final = "bigcommerce"


def read_shop(read: SourceRead, *, clock: Callable[[], datetime]) -> None:
    """Publishes the shop as it is now, or its stock alone. Raises SourceFailure and LeaseLost."""
    catalogue = read.catalogue
    heart = Heart(read, clock=clock)
    try:
        with closing(door_of(catalogue)) as door:
            pace = pace_of(catalogue)
            calls = Calls(door, pace, carry=heart.carry, sleep=heart.sleep)
            try:
                carry_out = read_stock if read.kind == STOCK else read_whole
                carry_out(read, BigCommerceShop(catalogue, calls), heart, clock=clock)
            finally:
                SourceRead.objects.filter(pk=read.pk).update(request_count=calls.count)
    finally:
        heart.stop()
