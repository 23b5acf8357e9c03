"""Which products are asked for: those new, or modified since they were last asked for."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Store

# A product AliExpress did not know or refused is asked for again after this long.
ASK_AGAIN_AFTER = timedelta(hours=12)


def wanted(store: Store, *, at: datetime) -> QuerySet[Listing]:
    """The newest modified first. Drafts are not among them: AliExpress does not show them."""
    never = Q(detail__isnull=True)
    modified = Q(detail__isnull=False) & ~Q(detail__asked_for=F("gmt_modified"))
    failed = Q(detail__is_known=False, detail__asked_at__lte=at - ASK_AGAIN_AFTER)
    return (
        Listing.objects.of(store)
        .counted()
        .exclude(state=State.DRAFT)
        .filter(never | modified | failed)
        .order_by(F("modified_at").desc(nulls_last=True), "-product_id")
    )
