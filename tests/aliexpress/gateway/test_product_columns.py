"""The products of a page, read a field of all of them at a time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.gateway.answers import ListedProduct
from aliexpress.gateway.product_columns import products
from tests.aliexpress.gateway.conftest import ITEM
from tests.factories import ListingFactory

LOS_ANGELES = "America/Los_Angeles"
# What AliExpress sends, and what it must be able to send without harm.
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just([]),
    st.just({"a": 1}),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "1 2", "12.5\n", "\ud800", "a\x00b", "x" * 500, "Größe M", "1e3"]),
    st.sampled_from(["2021-07-22 20:17:60", "2026-03-08 02:30:00", "2026-11-01 01:30:00"]),
    st.sampled_from(["2015-07-14T08:58:15Z", "20150714015815415-0700", "0001-01-01 00:00:00"]),
)
FIELDS = (*ITEM, "ws_display", "audit_failure_reason", "ws_offline_date", "product_type", "src")
ITEMS = st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=4).map(
    lambda odd: ITEM | odd | {"product_id": 1}
)


def read(*items, time_zone=LOS_ANGELES):
    return products(items, status="onSelling", time_zone=time_zone)[0]


@given(st.lists(ITEMS, max_size=5))
def test_a_page_says_of_each_product_what_it_says_of_it_alone(items):
    assert [_value(p) for p in read(*items)] == [_value(p) for item in items for p in read(item)]


@given(ITEMS)
def test_one_odd_product_changes_nothing_about_the_one_beside_it(odd):
    [ordinary] = read(ITEM)
    beside, _ = read(ITEM, odd)

    assert _value(beside) == _value(ordinary)


@given(ITEMS)
def test_every_value_is_what_a_database_takes(odd):
    [product] = read(odd)

    for text in product[1 : ListedProduct._fields.index("created_at")]:
        assert isinstance(text, str)
        assert "\x00" not in text
        text.encode()  # half a surrogate pair would raise
    for moment in (product.created_at, product.modified_at, product.offline_at):
        assert moment is None or datetime.fromisoformat(moment).microsecond == 0
    for price in (product.min_price, product.max_price):
        assert price is None or abs(Decimal(price)) < 10**11
    assert product.group_id is None or abs(product.group_id) < 2**63


@pytest.mark.parametrize("time_zone", [LOS_ANGELES, "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
@given(st.integers(0, 2**30))
def test_a_moment_is_read_in_the_zone_of_the_store(time_zone, seconds):
    local = (datetime(2003, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).replace(tzinfo=None)

    [product] = read(ITEM | {"gmt_create": str(local)}, time_zone=time_zone)

    expected = local.replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
    assert product.created_at == f"{expected:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        ("2026-03-08 01:59:59", "2026-03-08 09:59:59"),  # the last second of winter
        ("2026-03-08 03:00:00", "2026-03-08 10:00:00"),  # the first of summer
        ("2026-11-01 01:30:00", "2026-11-01 08:30:00"),  # twice that night: the first is meant
        ("2026-11-01 02:00:00", "2026-11-01 10:00:00"),
    ],
)
def test_moments_beside_a_change_of_clocks_are_read_exactly(text, in_utc):
    [product] = read(ITEM | {"gmt_create": text})

    assert product.created_at == in_utc


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("21.0", "21.0"),
        (21, "21.0000"),
        (Decimal("21.55"), "21.5500"),
        (21.55, "21.5500"),
        (0.1 + 0.2, "0.3000"),
        (99999999999.12345, "99999999999.1234"),
        (100000000000.1234, None),  # a float this large has lost places of a price
        (1e300, None),
        ("0.00005", "0.0000"),
        ("-3", "-3.0000"),
        (" 7.5 ", "7.5000"),
        ("", None),
        (None, None),
        ("1 2", None),
        ("١٢", "12.0000"),
        ("99999999999.9999", "99999999999.9999"),
        ("99999999999.99994", "99999999999.9999"),
        ("99999999999.99996", None),  # rounded up it is one digit too long
        ("100000000000.1234", None),  # SQLite keeps a price as a float
        ("1e999999999", None),
        ("1e-999999999", "0.0000"),
    ],
)
def test_a_price_is_kept_to_four_places(sent, kept):
    [product] = read(ITEM | {"product_min_price": sent})

    assert product.min_price == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", ["99999999999.9999", "-99999999999.9999", "999999999999.9999", "9999999999999999.9999"]
)
def test_a_price_either_comes_back_from_the_database_as_it_was_sent_or_is_named(sent):
    [product] = read(ITEM | {"product_min_price": sent})

    listing = ListingFactory(min_price=product.min_price)
    listing.refresh_from_db()

    named = product.unreadable == f"product_min_price: '{sent}'"
    assert named or listing.min_price == Decimal(sent)


@pytest.mark.parametrize(
    "mine",
    ["2026-03-20 10:00:00\x00", 20260320100000, "  2026-03-20 10:00:00", "2026-03-20 10:00:00" * 9],
)
def test_a_moment_does_not_depend_on_the_one_beside_it(mine):
    odd = ITEM | {"ws_offline_date": mine}

    [alone] = read(odd)
    beside, _ = read(odd, ITEM | {"ws_offline_date": "soon"})

    assert beside == alone


def test_what_is_no_product_is_shown_in_characters_a_database_takes():
    _, [shown] = products(["nul \x00, half \ud800"], status="onSelling", time_zone="UTC")

    assert shown == "nul  , half  "


def test_two_prices_in_one_are_not_taken_for_two_listings():
    # Looked at joined, "1 2" and a missing one would pass for two prices.
    first, second = read(ITEM | {"product_min_price": "1 2"}, ITEM | {"product_min_price": ""})

    assert (first.min_price, second.min_price) == (None, None)
    assert first.unreadable == "product_min_price: '1 2'"


def test_fields_that_could_not_be_read_are_named_once_each():
    [product] = read(ITEM | {"gmt_create": "soon" * 20, "product_max_price": "cheap"})

    assert product.unreadable.count("gmt_create") == 1
    assert product.unreadable.endswith("product_max_price: 'cheap'")


def test_an_hour_is_asked_of_the_zone_once(monkeypatch):
    asked = []
    real = ZoneInfo.utcoffset

    class Watched(ZoneInfo):
        def utcoffset(self, moment):
            asked.append(moment)
            return real(self, moment)

    from aliexpress.gateway import product_fields

    hours = product_fields.Hours(Watched.no_cache(LOS_ANGELES))
    monkeypatch.setattr(
        "aliexpress.gateway.product_columns.product_fields.hours_of", lambda time_zone: hours
    )

    read(*(ITEM | {"gmt_create": f"2026-03-14 12:00:{second:02}"} for second in range(3)))
    first = len(asked)
    read(*(ITEM | {"gmt_create": f"2026-03-14 12:01:{second:02}"} for second in range(60)))

    assert first > 0
    assert len(asked) == first


def _value(product):
    """NaN and the like never get this far, but `repr` tells a number from its text."""
    return repr(product)
