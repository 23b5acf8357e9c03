"""The BigCommerce shop the worked example's listings come from: the same goods by the same codes,
but for what the plan says."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import DRAFT
from aliexpress.sandbox.bigcommerce.goods import Product, Variant
from aliexpress.sandbox.bigcommerce.shop import Shop, channel, channel_listing
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.catalogue.product import (
    Sku,
    category_of,
    sku_count,
    skus_of,
    subject_of,
)
from aliexpress.sandbox.catalogue.selection import sku_stem
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.shop.source_plan import codes_of, plan_of

FOR_ALIEXPRESS: Final = 18  # the category of what is meant for it
OTHER: Final = 20
# Ids: what is only at the source came first; of each listing, by its place, the rest.
FIRST_ONLY_HERE: Final = 101
FIRST_OF_LISTINGS: Final = 1000
VARIANTS_OF_LISTINGS: Final = 10_000
A_PRODUCT: Final = 8  # variant ids kept for each
MISSING: Final = (2,) * 85 + (3,) * 11  # variants of each product that is not listed
NOT_HERE: Final = frozenset({"copy", "orphan", "no_code"})
LEFT_OUT: Final = (2,) * 40 + (1,) * 3
BLANK: Final = 12
CHANNEL: Final = 7
DEARER: Final = 1.2
FEWER: Final = 3
STILL_THERE: Final = 7
OUT: Final = {"out": (0,), "out_and_dearer": (0,), "out_both": (-2, 0)}


def open_source_shop(market: Marketplace) -> "SourceShop":
    """The default seller's, on the plan made when it was opened first."""
    catalogue = market.catalogue()
    if market.source_plan is None:
        market.source_plan = plan_of(catalogue)
    shop = SourceShop(catalogue, market.source_plan, clock=market.clock, lock=market.lock)
    market.source_shops[shop.hash] = shop
    return shop


class SourceShop(Shop):
    """Follows the listings: what is listed anew or changes there changes here; what is deleted
    there stays here."""

    def __init__(self, catalogue: Catalogue, plan: Mapping[str, Any], **facts: Any) -> None:
        super().__init__(**facts)
        self._catalogue = catalogue
        self._roles: Mapping[str, str] = plan["roles"]
        self._gone = frozenset(plan["gone"])
        self._version = -1
        self._looked_at = 0
        for product in only_here(plan, catalogue, at=self.clock.now()):
            self.put(product)
        self._list_withdrawn(plan.get("withdrawn", []))

    @property
    def aliases(self) -> list[tuple[str, str]]:
        """AliExpress's code and the variant it is, of those nothing but a person's word joins."""
        self.refresh()
        wanted = sorted(int(key) for key, role in self._roles.items() if role == "alias")
        place = self._catalogue.columns.slot
        return [(codes_of(one)[0], str(variant_id(place(one), 0))) for one in wanted]

    def _list_withdrawn(self, product_ids: Sequence[int]) -> None:
        """The channel they were sent by once, and what it says of those listings now."""
        self.channels.append(channel(CHANNEL, "AliExpress"))
        self.listings[CHANNEL] = [
            channel_listing(
                FIRST_ONLY_HERE + place,
                self.products[FIRST_ONLY_HERE + place],
                "deleted",
                external_id=str(product_id),
                at=self.clock.now(),
            )
            for place, product_id in places_of(product_ids).items()
        ]

    def refresh(self) -> None:
        with self.lock:
            columns = self._catalogue.columns
            if self._version == self._catalogue.version:
                return
            since, self._looked_at = self._looked_at, self.clock.epoch()
            self._version = self._catalogue.version
            for slot, product_id in enumerate(columns.ids):
                is_news = columns.modified[slot] >= since or slot + FIRST_OF_LISTINGS > self.ids[-1]
                is_here = (
                    product_id not in self._gone
                    and self._roles.get(str(product_id)) not in NOT_HERE
                    and columns.standing(slot)[0] != DRAFT
                )
                if is_news and is_here:
                    self.put(self._product(slot))

    def _product(self, slot: int) -> Product:
        columns = self._catalogue.columns
        product_id, flags = columns.ids[slot], columns.flags[slot]
        role = self._roles.get(str(product_id), "")
        skus = list(skus_of(product_id, flags=flags))
        codes = source_codes(product_id, role)
        stocks = source_stocks(skus, role)
        rise = DEARER if role in ("dearer", "out_and_dearer") else 1.0
        product = Product(
            id=FIRST_OF_LISTINGS + slot,
            name=f"Gift voucher {slot}" if role == "renamed_title" else subject_of(product_id),
            modified=datetime.fromtimestamp(columns.modified[slot], UTC),
            sku=codes[0] if len(skus) == 1 else "",
            categories=(OTHER if role == "not_meant" else FOR_ALIEXPRESS,),
            variants=[
                Variant(
                    variant_id(slot, place),
                    code,
                    price=round(float(sku.price) * rise, 2),
                    stock=stock,
                    labels=(colour(product_id, sku),) if len(skus) > 1 else (),
                    upc="" if role == "alias" else barcode(sku),
                )
                for place, (sku, code, stock) in enumerate(zip(skus, codes, stocks, strict=False))
            ],
        )
        if role == "one_more":
            place = len(skus)
            code = f"{sku_stem(product_id)}-XL"
            more = Variant(variant_id(slot, place), code, price=19.0, stock=4, labels=("XL",))
            product.variants.append(more)
        return product


def variant_id(slot: int, place: int) -> int:
    return VARIANTS_OF_LISTINGS + slot * A_PRODUCT + place


def barcode(sku: Sku) -> str:
    return f"4{sku.sku_id % 10**12:012d}"


def colour(product_id: int, sku: Sku) -> str:
    attribute = next(one for one in category_of(product_id).attributes if one.sku)
    return attribute.values[sku.colour]


def source_codes(product_id: int, role: str) -> list[str]:
    codes = codes_of(product_id)
    if role == "alias":
        return [f"OLD-{product_id % 10**7:07d}"]
    if role == "otherwise":
        way = product_id % 3
        code = codes[0]
        return [(code.lower(), f" {code} ", code.replace("-", "\u2010"))[way]]
    return codes


def source_stocks(skus: Sequence[Sku], role: str) -> list[int]:
    stocks = [sku.stock for sku in skus]
    if role in OUT:
        return list(OUT[role])
    if role == "fewer":
        return [stock - FEWER for stock in stocks]
    if role == "only_sold_out_here":
        return [STILL_THERE for _ in stocks]
    return stocks


def only_here(plan: Mapping[str, Any], catalogue: Catalogue, *, at: datetime) -> list[Product]:
    """What is at the source alone: missing, blank, left out, and the other one of each pair."""
    made: list[tuple[list[str], list[str], int]] = []  # codes, barcodes, category
    proposed = list(plan["proposed"].items())
    withdrawn = places_of(plan.get("withdrawn", []))
    for number, size in enumerate(MISSING):
        codes = [f"HH-NEW{number:03d}-{place}" for place in range(size)]
        if number in withdrawn:
            codes = codes_of(withdrawn[number])
        upcs = [""] * size
        if number < len(proposed):
            key, rule = proposed[number]
            codes[0], upcs[0] = found_by_rule(key, rule, number, catalogue)
        made.append((codes, upcs, FOR_ALIEXPRESS))
    made += [([""], [""], FOR_ALIEXPRESS) for _ in range(BLANK)]
    for number, size in enumerate(LEFT_OUT):
        made.append(([f"HH-SHOP{number:03d}-{n}" for n in range(size)], [""] * size, OTHER))
    for key, role in plan["roles"].items():
        if role == "unclear":
            made.append(([codes_of(int(key))[0].replace("-", "\u2010")], [""], FOR_ALIEXPRESS))
    return [
        Product(
            id=FIRST_ONLY_HERE + number,
            name=f"Home piece No. {number}",
            modified=at,
            sku=codes[0] if len(codes) == 1 else "",
            categories=(category,),
            variants=[
                Variant(
                    600 + number * A_PRODUCT + place, code, price=19.0, stock=6, upc=upc,
                    labels=(f"Option {place + 1}",) if len(codes) > 1 else (),
                )
                for place, (code, upc) in enumerate(zip(codes, upcs, strict=True))
            ],
        )
        for number, (codes, upcs, category) in enumerate(made)
    ]  # fmt: skip


def places_of(withdrawn: Sequence[int]) -> dict[int, int]:
    """Where among what is missing each of them stands: at the end, as the rules find the first."""
    places: dict[int, int] = {}
    for product_id in withdrawn:
        size = sku_count(product_id)
        fits = (n for n in range(len(MISSING) - 1, -1, -1) if MISSING[n] == size)
        places[next(number for number in fits if number not in places)] = product_id
    return places


def found_by_rule(key: str, rule: str, number: int, catalogue: Catalogue) -> tuple[str, str]:
    """Code and barcode of a missing item that a rule takes for an orphan of AliExpress."""
    columns = catalogue.columns
    there = columns.codes.get(columns.slot(int(key)), [""])[0]
    if rule == "cut":
        return f"{there}-NATURAL", ""
    if rule == "zeros":
        return f"00{there}", ""
    return f"HH-NEW{number:03d}-0", barcode(next(skus_of(int(key), flags=0)))
