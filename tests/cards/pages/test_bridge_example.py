"""The worked example, from a file: 4,820 listings of 12,349 items, the same to the unit wherever it
is told."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from aliexpress.models import Finding, Listing, ListingDetail, ListingSku, SkuAlias, SourceItem
from aliexpress.sku_key import sku_key
from aliexpress.source.files.uploads import keep_upload
from aliexpress.source.run import read_source
from cards.models import Card
from cards.readings.reader import read
from tests.aliexpress.bridge.test_parts import worked_example
from tests.bridge_stores import aliexpress_read_again, counted, snapshot_of
from tests.moments import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
MINUTE = timedelta(minutes=1)
NAME = "Linen curtain, 140 by 250 cm"
OUT = ("HH-00200-0", "HH-00200-1", "HH-00201-0", "HH-00202-0", "HH-00203-0", "HH-00204-0")
DEARER = tuple(f"HH-{n:05}-0" for n in range(300, 311))  # the last one differs in stock as well
RENAMED = tuple(f"HH-{n:05}-0" for n in range(320, 323))
NONE_LEFT = tuple(f"HH-{n:05}-0" for n in range(330, 333))
CARDS = {
    "aex_xc_listed_but_oos_on_bc": 6,
    "aex_xc_catalogue_drift_vs_bc": 23,
    "aex_xc_missing_on_aliexpress": 244,
    "aex_xc_duplicate_listings": 24,
    "aex_xc_orphan_listings": 31,
}


def the_file(world):
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(["sku", "source_id", "product", "name", "price", "currency", "stock", "meant"])
    for item in world.items:
        lines.writerow(
            [
                *(item.code, f"i{item.pk}", item.product),
                *("Oak chair" if item.code in RENAMED else NAME, 10, "USD"),
                *(0 if item.code in OUT else 5, "yes" if item.is_meant else "no"),
            ]
        )
    return file.getvalue().encode()


def list_all(store, world):
    """The listings, and one more that had the nineteen withdrawn, and is gone."""
    gone = [world.items[[i.pk for i in world.items].index(pk)] for pk in world.before.listing_of]
    Listing.objects.bulk_create(
        Listing(store=store, product_id=one.product_id, status="onSelling", state=one.state,
                subject=NAME, first_seen_at=NOON, state_since_at=NOON, gmt_modified="then")
        for one in [*world.listings.values(), Withdrawn]
    )  # fmt: skip
    made = dict(Listing.objects.values_list("product_id", "pk"))
    ListingDetail.objects.bulk_create(
        ListingDetail(store=store, listing_id=pk, asked_at=NOON, asked_for="then", is_known=True,
                      codes_kept=True)
        for pk in made.values()
    )  # fmt: skip
    skus = [(made[world.listings[sku.listing].product_id], sku.code) for sku in world.skus]
    skus += [(made[Withdrawn.product_id], item.code) for item in gone]
    ListingSku.objects.bulk_create(
        ListingSku(store=store, listing_id=pk, sku_id=str(place), code=code, key=sku_key(code),
                   price=Decimal(20 if code in DEARER else 10), currency="USD",
                   stock=stock_of(code), position=place + 1)
        for place, (pk, code) in enumerate(skus)
    )  # fmt: skip


class Withdrawn:
    product_id, state = 1_005_999_999, "expired"


def stock_of(code):
    if code in NONE_LEFT:
        return 0
    return 9 if code == DEARER[-1] else 5


@pytest.fixture
def store(store):
    """As on the last moment of the thirty days, settled."""
    world = worked_example()
    upload = keep_upload(store, the_file(world), file_name="shop.csv", at=NOON)
    list_all(store, world)
    snapshot_of(store)
    read_source(upload.catalogue, clock=lambda: NOON, trigger="command", upload=upload)
    items = dict(SourceItem.objects.values_list("external_id", "pk"))
    SkuAlias.objects.bulk_create(
        SkuAlias(store=store, kind="same", code=key.upper(), key=key, item_id=items[f"i{pk}"],
                 why="renamed", made_at=NOON)
        for key, pk in world.decisions.same.items()
    )  # fmt: skip
    counted(store)
    Listing.objects.filter(product_id=Withdrawn.product_id).update(gone_at=NOON)
    snapshot_of(store, at=NOON + MINUTE)
    aliexpress_read_again(store, at=NOON + MINUTE)
    assert counted(store, at=NOON + 2 * MINUTE) is not None
    return store


def test_page_api_command_and_cards_say_the_same_to_the_unit(store, member, as_user, capsys):
    desk = as_user(member("owner"))
    told = desk.get("/api/v1/stores/harbour-home/bridge/").json()
    page = " ".join(desk.get("/stores/harbour-home/bridge/").content.decode().split())
    call_command("bridge", "harbour-home", "--json")
    command = json.loads(capsys.readouterr().out)

    assert command == told
    assert [told["items"][name] for name in ("total", "listed", "left_out", "blank", "shared")] == [
        *(12_349, 12_002, 83, 12, 8)
    ]
    assert told["missing"] | {"items_of_whole_products": 203} == {
        **{"whole_products": 96, "items_of_whole_products": 203, "single_variants": 41},
        **{"withdrawn": 19, "waiting": 0, "failed": 0, "not_pushed": 225},
        "is_tool_told": False,
    }
    skus = {"total": 12_112, "first": 12_002, "copy": 36, "orphan": 61, "unclear": 4, "no_code": 9}
    assert {name: told["skus"][name] for name in skus} == skus
    assert {name: n for name, n in told["links"].items() if n} == {
        **{"exact": 11_905, "normalised": 85, "alias": 12}
    }
    assert told["listings"]["by_state_and_class"]["active"] == {
        **{"ours": 4262, "duplicate": 18, "orphan": 22, "unclear": 3, "no_code": 5, "not_read": 0}
    }
    assert told["listings"]["by_class"] == {
        **{"ours": 4752, "duplicate": 24, "orphan": 31, "unclear": 4, "no_code": 9, "not_read": 0}
    }
    for figure in ("12,349", "12,002", "12,112", "244", "96 whole products, 41 single variants"):
        assert figure in page
    at = timezone.now()
    values = {key: read(Card.objects.get(key=key), store, at=at).value for key in CARDS}
    assert values == CARDS
    for key, number in CARDS.items():
        api = desk.get(f"/api/v1/stores/harbour-home/cards/{key}/").json()
        assert api["value"] == number


def test_what_differs_is_of_the_fields_the_example_names(store):
    open_now = Finding.objects.filter(until_tally__isnull=True)

    counts = {
        kind: open_now.filter(kind=kind).count()
        for kind in ("oos", "price", "stock", "title", "image")
    }
    listings = open_now.filter(kind="oos").values("listing").distinct().count()

    assert counts == {"oos": 6, "price": 11, "stock": 10, "title": 3, "image": 0}
    assert listings == 5
