"""Up to where a store has been read: the newest `gmt_modified` AliExpress has given us."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from aliexpress.gateway.product_fields import moment
from aliexpress.sync.read_page import FORMAT, Newest
from aliexpress.sync.reading.page_plan import ModifiedList

HOUR_THAT_COMES_TWICE = timedelta(hours=1)
CROWD = 99  # listings: as many as stand on a page


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

    def raise_to(self, newest: Newest | None) -> None:
        """To the newest moment among some products, where it is newer than the mark."""
        if newest is not None and newest.at > self._at:
            self._at, self.text, self.product_id = newest
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
