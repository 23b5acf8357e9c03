"""Completes what is kept of submissions to review with what a product's own answer says of the
very version that was submitted."""

from collections.abc import Iterable

from django.db.models import F

from aliexpress.models import ListingDetail, Submission
from aliexpress.models.submission import TOLD


def complete_submissions(details: Iterable[ListingDetail]) -> None:
    """With what the product's own answer said of the very version that was submitted. One
    statement, and one more where there is such a submission."""
    of_listing = {detail.listing_id: detail for detail in details}
    waiting = Submission.objects.filter(listing__in=of_listing).exclude(facts_of=F("gmt_modified"))
    found = [row for row in waiting if row.gmt_modified == of_listing[row.listing_id].asked_for]
    for row in found:
        detail = of_listing[row.listing_id]
        for name in TOLD:
            setattr(row, name, getattr(detail, name))
        row.facts_of = detail.asked_for
    if found:
        Submission.objects.bulk_update(found, [*TOLD, "facts_of"], batch_size=100)
