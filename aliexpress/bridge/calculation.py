"""One calculation of a bridge: over all of both sides, or over what hangs together with what was
written since the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aliexpress.bridge.counts import counts_of, sums_of
from aliexpress.bridge.entry_changes import Changes, changes_of
from aliexpress.bridge.fetched_sides import Kept, Thing, open_entries, sides_of
from aliexpress.bridge.findings import Findings, findings_of
from aliexpress.bridge.packed_counts import counts_in
from aliexpress.bridge.parts import Parts, parts_of
from aliexpress.bridge.row_counts import row_counts
from aliexpress.bridge.rule_settings import settings_of
from aliexpress.bridge.scope import Scope, scope_of
from aliexpress.bridge.sides import Sides
from aliexpress.models import BridgeChange, BridgeTally, SourceCatalogue
from aliexpress.models.bridge_words import ItemPart, Side, SkuPart
from aliexpress.sku_key import RULE_VERSION

# So often all is looked at, whatever was noted: what no note tells is made good within a day.
WHOLE_EVERY: Final = timedelta(days=1)
# So long all is looked at after a source was connected: who was at work then may not know of it,
# and note nothing.
YOUNG: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted as written; `keys`: of the notes."""

    keys: list[int]
    listings: set[int]
    products: set[str]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Look:
    """`scope`: what was looked at; None: all of both sides."""

    scope: Scope | None
    before: Mapping[Thing, Kept]
    sides: Sides
    parts: Parts
    told: Findings

    @property
    def changes(self) -> Changes:
        return changes_of(self.before, self.parts, self.told.outcomes)

    def counts(self, last: BridgeTally | None) -> dict[str, Any]:
        """Of a tally: from all that there is; or those of the last one and what is different."""
        if self.scope is None or last is None:
            told = {"stock_asked_at": self.told.asked_at, **self.told.counts}
            return {**counts_of(self.parts, self.sides), **told}
        now = {**sums_of(self.parts), **counts_in(self.told.outcomes.values())}
        kept = self.before.values()
        then = {**sums_of(parts_before(self.before)), **counts_in(one.outcome for one in kept)}
        sums = {name: getattr(last, name) + now[name] - then[name] for name in now}
        return {**sums, "alias_count": self.sides.decisions.count, **row_counts(last.store_id)}

    @property
    def may_be_proposed(self) -> bool:
        """Whether anything is or was missing or an orphan, or is in a listing with one."""
        parts = {entry.part for entry in self.parts} | {
            one.entry.part for one in self.before.values()
        }
        return not parts.isdisjoint((ItemPart.MISSING.value, SkuPart.ORPHAN.value))


def look_at(
    catalogue: SourceCatalogue, noted: Noted | None, last: BridgeTally | None, *, at: datetime
) -> Look:
    """`noted`: enough to look at what hangs together with it, if the last bridge lets us."""
    scope = None
    if noted is not None and last is not None and is_followed(catalogue, noted, last, at=at):
        scope = scope_of(catalogue, listings=noted.listings, products=noted.products)
    before = open_entries(catalogue.store_id, scope)
    sides = sides_of(catalogue, (one.entry for one in before.values()), scope)
    parts = parts_of(sides)
    return Look(scope, before, sides, parts, findings_of(parts, sides, catalogue))


def is_followed(
    catalogue: SourceCatalogue, noted: Noted, last: BridgeTally, *, at: datetime
) -> bool:
    """Whether the last bridge, and what was noted since, tell all that may be otherwise. What a
    store declares of its codes matches keys that no index knows."""
    return (
        not noted.is_all
        and last.whole_at is not None
        and at - last.whole_at < WHOLE_EVERY
        and last.whole_at - catalogue.connected_at >= YOUNG
        and last.source.catalogue_id == catalogue.pk
        and last.rule_version == RULE_VERSION
        and last.settings == settings_of(catalogue)
        and not (catalogue.prefix or catalogue.suffix)
        and catalogue.code_is == SourceCatalogue.Declared.SKU
    )


def noted_of(store_id: int) -> Noted:
    rows: Any = BridgeChange.objects.filter(store=store_id)
    found = list(rows.values_list("pk", "listing_id", "product"))
    return Noted(
        keys=[pk for pk, _, _ in found],
        listings={listing for _, listing, _ in found if listing is not None},
        products={product for _, _, product in found if product is not None},
        is_all=any(listing is None and product is None for _, listing, product in found),
    )


def parts_before(before: Mapping[Thing, Kept]) -> Parts:
    """As they were; who was first is told by the entries alone."""
    entries = [one.entry for one in before.values()]
    return Parts(
        items=[entry for entry in entries if entry.side == Side.ITEM],
        skus=[entry for entry in entries if entry.side == Side.SKU],
        listings=[entry for entry in entries if entry.side == Side.LISTING],
        firsts={},
        copies={},
    )
