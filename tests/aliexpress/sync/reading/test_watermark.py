"""Up to where a store has been read, in AliExpress's own text."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aliexpress.gateway.answers import ListedProduct, Products
from aliexpress.sync.read_page import Newest, newest_of
from aliexpress.sync.reading.watermark import Watermark, modified_since

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 11, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "mark", "asked"),
    [
        ("America/Los_Angeles", "2026-11-01 01:50:00", "2026-11-01 00:50:00"),
        ("America/Los_Angeles", "2026-11-01 01:00:00", "2026-11-01 00:00:00"),
        ("America/Los_Angeles", "2026-11-01 00:59:59", "2026-11-01 00:59:59"),
        ("America/Los_Angeles", "2026-11-01 02:00:00", "2026-11-01 02:00:00"),
        ("America/Los_Angeles", "2026-11-02 01:50:00", "2026-11-02 01:50:00"),
        ("Europe/Madrid", "2026-10-25 02:10:00", "2026-10-25 01:10:00"),
        ("Asia/Shanghai", "2026-11-01 01:50:00", "2026-11-01 01:50:00"),
        ("America/Los_Angeles", "20150714015815415-0700", "20150714015815415-0700"),
        ("America/Los_Angeles", "", ""),
    ],
)
def test_in_the_hour_that_comes_twice_we_ask_from_an_hour_before(zone, mark, asked):
    assert modified_since(mark, zone=ZoneInfo(zone)) == asked


def test_the_newest_moment_that_is_not_yet_to_come_sets_the_mark():
    mark = Watermark("2026-10-30 08:00:00", 1, zone=LOS_ANGELES)
    moments = ["2026-10-31 07:00:00", "2026-10-31 09:00:00", "2036-01-01 00:00:00"]
    products = Products.of(
        ListedProduct(number, "onSelling", gmt_modified=f"text {at}", modified_at=at)
        for number, at in enumerate(moments, start=10)
    )

    mark.raise_to(newest_of(products, now=NOON))

    assert (mark.text, mark.product_id) == ("text 2026-10-31 09:00:00", 11)


def test_a_crowd_is_spared_until_the_mark_moves_on():
    mark = Watermark("2026-10-30 08:00:00", 1, ["onSelling"], zone=LOS_ANGELES)
    since = mark.text

    assert mark.spared("onSelling", since=since) == "2026-10-30 08:00:01"
    assert mark.spared("auditing", since=since) == since
    mark.raise_to(Newest("2026-10-31 09:00:00", "text", 2))
    assert mark.spared("onSelling", since=since) == since
