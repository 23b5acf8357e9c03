"""What AliExpress says of single products, on the pages of listings and stores."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.display import exact, grouped, moment, table
from aliexpress.models import (
    CategoryAttributes,
    DetailReading,
    DetailTally,
    Listing,
    ListingDetail,
    ListingProblem,
    Store,
)
from aliexpress.words import said_to

NOT_ASKED = "It has not been asked for yet."


@admin.display(description="stock")
def stock(listing: Listing) -> SafeString | str:
    detail = _detail(listing)
    if detail is None:
        return NOT_ASKED
    words = {True: "Out of stock", False: "In stock", None: "AliExpress does not tell"}
    return (
        f"{words[detail.is_out_of_stock]}: {detail.skus_in_stock:,} of {detail.sku_count:,} SKUs "
        "have some."
    )


@admin.display(description="required attributes")
def attributes(listing: Listing) -> str:
    detail = _detail(listing)
    if detail is None:
        return NOT_ASKED
    if detail.missing is None:
        return "What its category asks for is not known yet."
    if not detail.missing:
        return "Every one is filled."
    category = CategoryAttributes.objects.filter(category_id=detail.category_id or 0).first()
    names = category.names if category else {}
    return "Missing: " + ", ".join(names.get(str(number), str(number)) for number in detail.missing)


@admin.display(description="AliExpress's diagnosis")
def problems(listing: Listing) -> SafeString | str:
    found = ListingProblem.objects.filter(
        store_id=listing.store_id, product_id=listing.product_id
    ).order_by("kind")
    rows = [[one.kind, one.description, one.suggestion] for one in found]
    if not rows:
        return "Nothing found."
    return table("What it finds.", ["Problem", "What it means", "Suggestion"], rows)


@admin.display(description="asked for")
def asked(listing: Listing) -> SafeString | str:
    detail = _detail(listing)
    if detail is None:
        return NOT_ASKED
    newer = ""
    if detail.asked_for != listing.gmt_modified:
        newer = " It was modified since, so it counts as not known until it is asked for again."
    return format_html("{}. {}{}", exact(detail.asked_at), detail.problem, newer)


@admin.display(description="products read one by one")
def of_store(store: Store) -> SafeString | str:
    """How far, and what stands in the way."""
    reading = DetailReading.objects.filter(store=store).first()
    tally = DetailTally.objects.filter(store=store).order_by("-published_at", "-id").first()
    at = timezone.now()
    if reading is None or tally is None:
        return "Not yet: that begins after the first complete reading."
    stands = (reading.detail_error, reading.category_error, reading.diagnosis_error)
    return format_html(
        "Stock known for {} of {}, attributes for {}. {}Read to the end: {}. Next: {}.",
        grouped(tally.stock_known_count),
        grouped(tally.total_count),
        grouped(tally.attributes_known_count),
        "".join(f"{said_to(said, is_operations=True)} " for said in stands if said),
        moment(reading.read_at, at=at),
        moment(reading.due_at, at=at),
    )


def _detail(listing: Listing) -> ListingDetail | None:
    return ListingDetail.objects.filter(listing=listing).first()
