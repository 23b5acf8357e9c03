"""Up to where a store has been read: the newest `gmt_modified` AliExpress has given us."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aliexpress.gateway.answers import Products
from aliexpress.gateway.product_fields import moment
from aliexpress.sync.reading.page_plan import ModifiedList

# As far as moments may be ahead of ours where they are read in another zone than they were written.
FARTHEST_AHEAD = timedelta(days=1)
HOUR_THAT_COMES_TWICE = timedelta(hours=1)
CROWD = 99  # listings: as many as stand on a page
FORMAT = "%Y-%m-%d %H:%M:%S"


class Watermark:
    """AliExpress's own text, verbatim, and the listing that bore it.

    `crowds`: the statuses in which more listings bear it than stand on a page. They were all read;
    to confirm that nothing has changed there, only what is newer is asked for.
    """

    def __init__(
        self, text: str, product_id: int | None, crowds: Iterable[str] = (), *, zone: ZoneInfo
    ) -> None:
        self.text = text
        self.product_id = product_id
        self.crowds = set(crowds)
        self._zone = zone
        self._at = str(moment(text, zone).value or "")

    def spared(self, status: str, *, since: str) -> str:
        """The mark to ask this status with: past the crowd that was read, where there is one."""
        return a_second_later(since) if self._is_crowded(status, since=since) else since

    def is_spared(self, *, since: str) -> bool:
        """Whether the listing that set the mark is in a crowd, and so not asked for."""
        return any(self._is_crowded(status, since=since) for status in self.crowds)

    def note_crowds(self, lists: Iterable[ModifiedList], *, since: str) -> None:
        """Of lists of what was modified since a mark: which are crowded with what bears it."""
        if since != self.text:
            self.crowds.clear()  # they bear an older mark
        else:
            self.crowds |= {one.status for one in lists if one.is_whole and len(one.seen) >= CROWD}

    def _is_crowded(self, status: str, *, since: str) -> bool:
        return since == self.text and status in self.crowds

    def raise_to(self, products: Products, *, now: datetime) -> None:
        """To the newest moment among these. What cannot be read as one sets no mark, nor does one
        that is yet to come: nothing that changes from now on would be newer."""
        ahead = f"{(now + FARTHEST_AHEAD).astimezone(UTC):{FORMAT}}"
        newest = max((at for at in products.modified_at if at and at < ahead), default="")
        if newest > self._at:
            product = products[products.modified_at.index(newest)]
            self._at = newest
            self.text, self.product_id = product.gmt_modified, product.product_id
            self.crowds.clear()


def a_second_later(text: str) -> str:
    try:
        at = datetime.strptime(text, FORMAT).replace(tzinfo=UTC)
        return f"{at + timedelta(seconds=1):{FORMAT}}"
    except ValueError:
        return text


def modified_since(text: str, *, zone: ZoneInfo) -> str:
    """The text to ask with for what was modified since a mark, as AliExpress compares texts.

    In the hour the clocks show twice, what comes later may bear the earlier text: an hour before.
    """
    try:
        local = datetime.strptime(text, FORMAT).replace(tzinfo=zone)
    except ValueError:
        return text
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return text
    return f"{local.replace(tzinfo=None) - HOUR_THAT_COMES_TWICE:{FORMAT}}"
