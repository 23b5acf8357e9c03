"""What sets the shop the listings come from apart from the listings: which of them are copied,
unknown there, written otherwise, dearer or sold out. Chosen once, by the listings' ids."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import AUDITING, EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.catalogue.listing_columns import SOLD_OUT
from aliexpress.sandbox.catalogue.product import mixed, sku_count, skus_of
from aliexpress.sandbox.catalogue.selection import sku_stem

SALT: Final = 977
# Listings by role, state and number of SKUs. What has no role is the same on both sides.
COPIES: Final = (
    (ON_SELLING, 1, 9), (ON_SELLING, 2, 9), (AUDITING, 1, 2), (AUDITING, 2, 2),
    (EDITING_REQUIRED, 1, 1), (OFFLINE, 2, 1),
)  # fmt: skip
ORPHANS: Final = (
    (ON_SELLING, 1, 8), (ON_SELLING, 2, 7), (ON_SELLING, 3, 7),
    (AUDITING, 1, 1), (AUDITING, 2, 1), (AUDITING, 3, 1),
    (EDITING_REQUIRED, 1, 1), (EDITING_REQUIRED, 2, 1), (EDITING_REQUIRED, 3, 1),
    (OFFLINE, 1, 1), (OFFLINE, 2, 1), (OFFLINE, 3, 1),
)  # fmt: skip
UNCLEAR: Final = ((ON_SELLING, 1, 3), (AUDITING, 1, 1))
WITHOUT_CODE: Final = ((ON_SELLING, 1, 5), (AUDITING, 1, 1), (EDITING_REQUIRED, 1, 3))
ON_SALE: Final = {
    # role: (number of SKUs, how many listings)
    "out": (1, 3),
    "out_and_dearer": (1, 1),
    "out_both": (2, 1),
    "fewer": (1, 1),
    "dearer": (1, 10),
    "renamed_title": (1, 3),
    "otherwise": (1, 85),
    "alias": (1, 12),
    "one_more": (2, 41),
    "not_meant": (1, 5),
}
# Deleted there and kept here, by number of SKUs: nineteen items.
WITHDRAWN: Final = {2: 8, 3: 1}
PROPOSED: Final = ("cut",) * 6 + ("zeros",) * 4 + ("barcode",) * 4
LENGTH_KEPT: Final = 20  # of a code on AliExpress


class Plan(dict[str, Any]):
    """`roles`: by product id; `gone`: ids deleted before; `withdrawn`: those of them whose goods
    the shop has still; `proposed`: orphans some rule takes for a missing item, with the rule.
    Plain values, so that a file can keep it."""


def plan_of(catalogue: Catalogue) -> Plan:
    """Also writes the codes AliExpress has otherwise into the catalogue."""
    with catalogue.lock:
        chosen = _Chosen(catalogue)
        copied = list(chosen.take(COPIES, role="copy"))
        for copy, size in copied:
            [original] = chosen.pick(ON_SELLING, size, 1, role="copied", newest_last=True)
            catalogue.columns.codes[catalogue.columns.slot(copy)] = codes_of(original)
        orphans = [product_id for product_id, _ in chosen.take(ORPHANS, role="orphan")]
        for product_id, _ in chosen.take(UNCLEAR, role="unclear"):
            chosen.roles[product_id] = "unclear"
        for product_id, size in chosen.take(WITHOUT_CODE, role="no_code"):
            catalogue.columns.codes[catalogue.columns.slot(product_id)] = [""] * size
        for role, (size, count) in ON_SALE.items():
            chosen.pick(ON_SELLING, size, count, role=role)
        [_sold_out] = chosen.pick(ON_SELLING, 3, 1, role="only_sold_out_here", sold_out=True)
        proposed = dict(zip(orphans, PROPOSED, strict=False))
        for number, (product_id, rule) in enumerate(proposed.items()):
            write_proposed(catalogue, product_id, rule, number)
        catalogue.version += 1
        columns = catalogue.columns
        alive = set(catalogue.truth())
        gone = [product_id for product_id in columns.ids if product_id not in alive]
        return Plan(
            roles={str(key): role for key, role in chosen.roles.items()},
            gone=gone,
            withdrawn=list(withdrawn_of(gone)),
            proposed={str(key): rule for key, rule in proposed.items()},
        )


def withdrawn_of(gone: list[int]) -> Iterator[int]:
    """The first that were created, of each size as many as are wanted: what is deleted was listed
    for long."""
    for size, count in WITHDRAWN.items():
        yield from [product_id for product_id in gone if sku_count(product_id) == size][:count]


def write_proposed(catalogue: Catalogue, product_id: int, rule: str, number: int) -> None:
    """The first code of an orphan as AliExpress has it, where a rule is to find it."""
    codes = codes_of(product_id)
    if rule == "cut":
        codes[0] = f"{sku_stem(product_id)}-LINEN-{number:02d}"[:LENGTH_KEPT]
    elif rule == "zeros":
        codes[0] = f"{48_817_200 + number}"
    else:
        return
    catalogue.columns.codes[catalogue.columns.slot(product_id)] = codes


def codes_of(product_id: int) -> list[str]:
    """As AliExpress has them where nothing is otherwise."""
    return [f"{sku_stem(product_id)}-{sku.colour}" for sku in skus_of(product_id, flags=0)]


class _Chosen:
    """Takes listings of a state and size one after the other, each for one role."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.roles: dict[int, str] = {}
        self._columns = catalogue.columns
        self._pools: dict[tuple[str, int], list[int]] = {}
        for product_id, (status, _) in catalogue.truth().items():
            self._pools.setdefault((status, sku_count(product_id)), []).append(product_id)
        for pool in self._pools.values():
            pool.sort(key=lambda product_id: mixed(product_id + SALT))

    def take(
        self, wanted: tuple[tuple[str, int, int], ...], *, role: str
    ) -> Iterator[tuple[int, int]]:
        for status, size, count in wanted:
            for product_id in self.pick(status, size, count, role=role):
                yield product_id, size

    def pick(
        self,
        status: str,
        size: int,
        count: int,
        *,
        role: str,
        sold_out: bool = False,
        newest_last: bool = False,
    ) -> list[int]:
        """With stock in every SKU, or sold out. `newest_last`: those created first come first, so
        that they are the first copies."""
        pool = self._pools[status, size]
        fits = self._is_sold_out if sold_out else self._is_in_stock
        found = filter(lambda one: one not in self.roles and fits(one), pool)
        order: Callable[[int], int] = (lambda one: one) if newest_last else (lambda one: 0)
        chosen = sorted(found, key=order)[:count]
        self.roles.update(dict.fromkeys(chosen, role))
        return chosen

    def _is_sold_out(self, product_id: int) -> bool:
        return bool(self._columns.flags[self._columns.slot(product_id)] & SOLD_OUT)

    def _is_in_stock(self, product_id: int) -> bool:
        flags = self._columns.flags[self._columns.slot(product_id)]
        return all(sku.stock > 3 for sku in skus_of(product_id, flags=flags))
