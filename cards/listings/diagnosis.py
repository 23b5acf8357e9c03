"""What is wrong with one product: attributes it lacks, and what AliExpress's diagnosis finds."""

from dataclasses import dataclass

from aliexpress.models import CategoryAttributes, Listing, ListingDetail, ListingProblem
from cards.listings.why_here import attribute_names, detail_of


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`detail` None: not read, or not since the listing was last modified."""

    detail: ListingDetail | None
    missing: list[str]  # required attributes that are empty, by name
    problems: list[ListingProblem]


def diagnosis_of(listing: Listing) -> Diagnosis:
    """`listing` comes with its detail. Two statements."""
    detail = detail_of(listing)
    category_id = detail.category_id if detail else None
    category = CategoryAttributes.objects.filter(category_id=category_id or 0).first()
    names = category.names if category else {}
    problems = ListingProblem.objects.filter(store=listing.store_id, product_id=listing.product_id)
    return Diagnosis(detail, attribute_names(detail, names) if detail else [], list(problems))
