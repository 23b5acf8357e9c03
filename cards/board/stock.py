"""How stock is spread over the active listings."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from aliexpress.lifecycle import State
from aliexpress.models import Listing
from aliexpress.models.detail import up_to_date


@dataclass(frozen=True, slots=True)
class Stock:
    """Active listings by how many of their SKUs have stock."""

    none: int
    some: int
    every: int
    unknown: int  # not read yet, or AliExpress does not tell

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [
            ("no SKU in stock", self.none),
            ("some SKUs in stock, others sold out", self.some),
            ("every SKU in stock", self.every),
            ("stock not known", self.unknown),
        ]


def stock_of(store_id: int) -> Stock:
    """As it is known now. One statement."""
    active = Listing.objects.counted().filter(store_id=store_id, state=State.ACTIVE)
    known = up_to_date() & Q(detail__is_out_of_stock__isnull=False)
    sold_out = Q(detail__is_out_of_stock=True)
    whole = Q(detail__skus_in_stock__gte=F("detail__sku_count"))
    found = active.aggregate(
        total=Count("pk"),
        none=Count("pk", filter=known & sold_out),
        some=Count("pk", filter=known & ~sold_out & ~whole),
        every=Count("pk", filter=known & ~sold_out & whole),
    )
    counted = found["none"] + found["some"] + found["every"]
    return Stock(found["none"], found["some"], found["every"], found["total"] - counted)
