"""M2: what it takes to keep SKUs, beside keeping products without them."""

from collections.abc import Sequence

from django.utils import timezone

from aliexpress.gateway.answers import ListedSku, ProductDetail
from aliexpress.models import Listing, ListingSku, Store
from aliexpress.search_text import search_text
from aliexpress.sync.details.storage import Asked, keep
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.stores import empty
from tests.benchmarks.timing import in_turn

AT_ONCE = 500
FIRST = 1_005_003_000_000_000


def m2(*, small: bool) -> Report:
    listings = _listings(10_000 if small else 100_000)

    def clean(name: str) -> None:
        empty("aliexpress_listingdetail", "aliexpress_listingsku")
        Listing.objects.update(search_text=search_text("Linen curtain, 140 by 250 cm"))

    taken = in_turn(
        {
            "without SKUs": lambda: _keep(listings, skus=False),
            "with SKUs": lambda: _keep(listings, skus=True),
        },
        rounds=1 if small else 2,
        before_each=clean,
    )
    number = ListingSku.objects.count()
    again = in_turn({"the same again": lambda: _keep(listings, skus=True)}, rounds=1)
    report = Report(
        "m2",
        f"{number:,} SKUs of {len(listings):,} listings kept, PostgreSQL",
        ["", "median", "listings a second"],
    )
    for name, median in {**taken, **again}.items():
        report.rows.append([name, seconds(median), f"{len(listings) / median:,.0f}"])
    ratio = taken["without SKUs"] / taken["with SKUs"]
    report.goal(
        "no less than half as many listings a second as without SKUs",
        seen=times(ratio),
        met=ratio >= 0.5,
    )
    report.figures = {"seconds": {**taken, **again}, "skus": number, "ratio": ratio}
    return report


def _listings(number: int) -> list[Listing]:
    store, now = Store.objects.create(name="SKUs", slug="skus"), timezone.now()
    Listing.objects.bulk_create(
        (
            Listing(
                store=store,
                product_id=FIRST + place,
                status="ONLINE",
                state="active",
                subject="Linen curtain, 140 by 250 cm",
                first_seen_at=now,
                state_since_at=now,
                gmt_modified="2026-03-14 02:00:00",
            )
            for place in range(number)
        ),
        batch_size=2_000,
    )
    return list(Listing.objects.filter(store=store).order_by("product_id"))


def _keep(listings: Sequence[Listing], *, skus: bool) -> None:
    for start in range(0, len(listings), AT_ONCE):
        some = listings[start : start + AT_ONCE]
        keep([Asked(one, _detail(one, skus=skus)) for one in some], at=timezone.now())


def _detail(listing: Listing, *, skus: bool) -> ProductDetail:
    """Two SKUs and three by turns: 2.5 a listing."""
    number = listing.product_id
    found = tuple(
        ListedSku(
            sku_id=f"{number}{place}",
            code=f"HH-{number % 10**9:09d}-{place}",
            price="12.90",
            currency="USD",
            stock=place,
            barcode="4006381333931",
        )
        for place in range(2 + number % 2 if skus else 0)
    )
    return ProductDetail(
        product_id=number,
        gmt_modified=listing.gmt_modified,
        category_id=None,
        sku_count=len(found),
        skus_in_stock=len(found),
        skus_unknown=0,
        image_count=1,
        title_length=30,
        filled=None,
        skus=found,
    )
