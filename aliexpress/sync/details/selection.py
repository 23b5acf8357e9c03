"""The products to ask for: those new, modified since they were last asked for, or read before
their SKUs were kept."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from aliexpress.gateway.families import FAMILIES
from aliexpress.lifecycle import State
from aliexpress.models import Finding, Listing, Store
from aliexpress.models.bridge_words import FindingKind
from aliexpress.models.detail import up_to_date
from aliexpress.typed.moments import CLOCKS_DIFFER

# A product AliExpress did not know or refused is asked for again after this long.
ASK_AGAIN_AFTER = timedelta(hours=12)
# Of those whose answer is doubted, in one reading: ten seconds' worth.
ASKED_AGAIN_AT_MOST = 200
NEWEST_FIRST = (F("modified_at").desc(nulls_last=True), "-product_id")


def wanted(store: Store, *, at: datetime) -> QuerySet[Listing]:
    """The newest modified first. Drafts are not among them: AliExpress does not show them."""
    never = Q(detail__isnull=True)
    modified = Q(detail__isnull=False) & ~Q(detail__asked_for=F("gmt_modified"))
    long_ago = Q(detail__asked_at__lte=at - ASK_AGAIN_AFTER)
    long_ago |= Q(detail__asked_at__gt=at + CLOCKS_DIFFER)  # by a clock that was ahead
    failed = Q(detail__is_known=False) & long_ago
    without_codes = Q(detail__is_known=True, detail__codes_kept=False)
    return _shown(store).filter(never | modified | failed | without_codes).order_by(*NEWEST_FIRST)


def doubted(store: Store) -> QuerySet[Listing]:
    """Listings on offer of what the source has none of, whose stock AliExpress told before that
    was seen: asked for again though nothing was modified, since a sale need not modify a product.
    The newest modified first."""
    found = Finding.objects.filter(
        store=store,
        kind=FindingKind.OUT_OF_STOCK,
        until_tally__isnull=True,
        settled_tally__isnull=True,
        listing=OuterRef("pk"),
        since_at__gte=OuterRef("detail__asked_at"),
    )
    return _shown(store).filter(Exists(found)).order_by(*NEWEST_FIRST)


def missing_of(store: Store) -> tuple[int, int]:
    """How many products are not known as they are now, and of how many."""
    counts = _shown(store).aggregate(total=Count("pk"), known=Count("pk", filter=up_to_date()))
    return counts["total"] - counts["known"], counts["total"]


def _shown(store: Store) -> QuerySet[Listing]:
    """Of shops whose products are asked for one by one: pages of others bring SKUs and stock."""
    counted = Listing.objects.of(store).counted().with_source_of(store)
    shown = counted.exclude(state=State.DRAFT)
    bring = [name for name, family in FAMILIES.items() if family.brings_skus]
    brought = list(store.shops.filter(family__in=bring).values_list("pk", flat=True))
    return shown.exclude(shop__in=brought) if brought else shown
