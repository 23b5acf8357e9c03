"""What the categories of a store's products ask sellers for: of new ones at once, of all daily."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from aliexpress.gateway import Gateway
from aliexpress.gateway.answers import CategoryAsks
from aliexpress.gateway.errors import Failed, Refused, TokenRefused
from aliexpress.lifecycle import MANAGED
from aliexpress.models import CategoryAttributes, DetailReading, Listing, ListingDetail, Store
from aliexpress.models.listing import ListingQuerySet
from aliexpress.sync.call_pool import Calls
from aliexpress.sync.details.attributes import judge
from aliexpress.typed.moments import CLOCKS_DIFFER, has_passed

EVERY = timedelta(hours=24)
GOOD_FOR = timedelta(days=7)


class CategoryReader:
    """Asks for categories in one reading of a store's details, each at most once.

    A category that cannot be had costs its products their attributes, and nothing else.
    """

    def __init__(
        self,
        reading: DetailReading,
        *,
        gateway: Gateway,
        calls: Calls,
        clock: Callable[[], datetime],
    ) -> None:
        self._reading = reading
        self._gateway = gateway
        self._calls = calls
        self._clock = clock
        self._errors: dict[int, str] = {}  # by category
        self.failed = False  # whether AliExpress could not answer for one just now

    def look_over(self) -> None:
        """Ask again for those that were refused, or that may ask for something new by now."""
        at = self._clock()
        if not has_passed(self._reading.categories_at, EVERY, at=at):
            return
        self.learn(asked_of(self._reading.store))
        self._reading.categories_at = at
        DetailReading.objects.filter(pk=self._reading.pk).update(categories_at=at)

    def learn(self, ids: Iterable[int]) -> None:
        """Ask for those of which nothing is known, or nothing new, and keep what they ask for."""
        at = self._clock()
        wanted = [one for one in to_ask(ids, at=at) if one not in self._errors]
        for number, asks in self._calls.each(deque(partial(self._ask, one) for one in wanted)):
            if isinstance(asks, CategoryAsks):
                keep(asks, at=at)
                continue
            self._errors[number] = f"What category {number} asks for is not known: {asks}"
            if isinstance(asks, Failed):
                self.failed = True

    def what_is_unknown(self) -> str:
        """A sentence about one category of the store; "" where all are known."""
        still = sorted(unknown(self._reading.store))
        # One refused in an earlier reading is not asked for again in each: what was said stands.
        said = [self._errors[number] for number in still if number in self._errors]
        before = self._reading.category_error if still else ""
        return said[0] if said else before

    def _ask(self, category_id: int) -> tuple[int, CategoryAsks | Refused | Failed]:
        """In a thread of its own: nothing here touches the database."""
        try:
            return category_id, self._gateway.category_asks(category_id)
        except TokenRefused:
            raise
        except (Refused, Failed) as error:
            return category_id, error


def to_ask(ids: Iterable[int], *, at: datetime) -> list[int]:
    """Those of which nothing is known, or nothing new."""
    wanted = set(ids)
    fresh = CategoryAttributes.objects.filter(
        category_id__in=wanted, fetched_at__gt=at - GOOD_FOR, fetched_at__lte=at + CLOCKS_DIFFER
    )
    return sorted(wanted - set(fresh.values_list("category_id", flat=True)))


def of_store(store: Store) -> set[int]:
    return _of(Listing.objects.of(store))


def _of(listings: ListingQuerySet) -> set[int]:
    known = listings.counted().filter(detail__is_known=True)
    ids = known.values_list("detail__category_id", flat=True).distinct()
    return {number for number in ids if number is not None}


def asked_of(store: Store) -> set[int]:
    """Those that matter for what they ask for: of products whose attributes AliExpress tells."""
    return _of(Listing.objects.of(store).exclude(shop__family__in=MANAGED))


def unknown(store: Store) -> set[int]:
    """Those of the store of which nothing was ever learnt."""
    ids = asked_of(store)
    known = CategoryAttributes.objects.filter(category_id__in=ids)
    return ids - set(known.values_list("category_id", flat=True))


def keep(asks: CategoryAsks, *, at: datetime) -> None:
    """And hold the products of the category against what it asks for now."""
    required = sorted(one.attribute_id for one in asks.attributes if one.required)
    key = sorted(one.attribute_id for one in asks.attributes if one.key)
    names = {str(one.attribute_id): one.name for one in asks.attributes}
    with transaction.atomic():
        before = CategoryAttributes.objects.filter(category_id=asks.category_id).first()
        category, _ = CategoryAttributes.objects.update_or_create(
            category_id=asks.category_id,
            defaults={"required": required, "key": key, "names": names, "fetched_at": at},
        )
        if before is None or (before.required, before.key) != (required, key):
            hold_against(category)


def hold_against(category: CategoryAttributes) -> None:
    told = ListingDetail.objects.exclude(listing__shop__family__in=MANAGED)
    details = list(told.filter(category_id=category.category_id, is_known=True))
    for detail in details:
        judge(detail, category)
    fields = ["missing", "required_filled", "key_filled"]
    ListingDetail.objects.bulk_update(details, fields, batch_size=500)
