"""The window before a window: equally long, ending where that begins."""

from datetime import timedelta
from typing import Final

from aliexpress.models import ListingSnapshot, Store

AS_LONG_WITHIN: Final = 0.1  # another length is refused: counts are never scaled


def window_before(
    store: Store, opening: ListingSnapshot, closing: ListingSnapshot
) -> ListingSnapshot | None:
    """The reading it begins with; None where none was published near enough to its beginning."""
    length = closing.published_at - opening.published_at
    start = opening.published_at - length
    near = ListingSnapshot.objects.filter(store=store, published_at__lt=opening.published_at)
    around = [
        near.filter(published_at__lte=start).order_by("-published_at", "-id").first(),
        near.filter(published_at__gt=start).order_by("published_at", "id").first(),
    ]
    found = [(abs(one.published_at - start), one.pk, one) for one in around if one is not None]
    if not found or not length:
        return None
    away, _, nearest = min(found, key=lambda one: one[:2])
    return nearest if away <= AS_LONG_WITHIN * length else None


def length_of(opening: ListingSnapshot, closing: ListingSnapshot) -> timedelta:
    return closing.published_at - opening.published_at
