"""Whether the newest source is what its items add up to, and each bridge what its entries do."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q

from aliexpress.models import (
    BridgeEntry,
    BridgeTally,
    Finding,
    Listing,
    SourceItem,
    SourceSnapshot,
    Store,
    StoreNow,
)
from aliexpress.models.bridge_figures import BY_RULE, CELLS, LISTED_IN, STATE_COUNT
from aliexpress.models.bridge_words import (
    DRIFT,
    FindingKind,
    ItemPart,
    ListingClass,
    Reason,
    Side,
    SkuPart,
)
from aliexpress.verification import bridge_anew
from aliexpress.verification.tallies import differences

TOLD: Final = ("side", "part", "state", "rule", "reason", "is_unmeant")
MARKS: Final = ("is_mixed", "is_split", "is_partly")
# What entries name, and the database does not hold them to.
NAMED: Final[dict[str, Any]] = {
    "item": SourceItem,
    "listing": Listing,
    "sibling": Listing,
    "since_tally": BridgeTally,
    "until_tally": BridgeTally,
}
OF_FINDINGS: Final = (
    *("oos_count", "oos_settled_count", "oos_listing_count", "drift_count", "drift_settled_count"),
    *(f"drift_{kind}_count" for kind in DRIFT),
)
ORPHANED: Final = {Reason.NEVER: "orphan_never_count", Reason.GONE: "orphan_gone_count"}


def problems(store: Store) -> Iterator[str]:
    """A sentence for each thing that does not hold; none for a store without a source."""
    now = StoreNow.objects.select_related("source__catalogue", "bridge").filter(store=store).first()
    if now is None or now.source is None:
        return
    yield from _source(now.source)
    yield from _rows(store)
    yield from _entries(store)
    yield from _findings(store)
    if now.bridge is not None:
        yield from bridge_anew.problems(now)


def _source(snapshot: SourceSnapshot) -> Iterator[str]:
    items = SourceItem.objects.filter(catalogue=snapshot.catalogue_id, gone_at__isnull=True)
    figures = {
        "item_count": items.count(),
        "blank_count": items.filter(key="").count(),
        "product_count": items.order_by().values("product_external_id").distinct().count(),
        "digest": digest_of(items),
    }
    yield from differences(snapshot, figures)


def digest_of(items: Any) -> str:
    """As the read that published them made it, from the rows."""
    whole = hashlib.sha256()
    for external_id, fingerprint in sorted(items.values_list("external_id", "fingerprint")):
        whole.update(f"{external_id}\x00{fingerprint}\n".encode())
    return whole.hexdigest()


def _rows(store: Store) -> Iterator[str]:
    """What bridges stand on, and the database does not hold them to."""
    tallies = BridgeTally.objects.filter(store=store)
    elsewhere = ~Q(source__store=F("store")) | ~Q(snapshot__store=F("store"))
    for tally in tallies.filter(elsewhere):
        yield f"Bridge {tally.pk} stands on a snapshot of another store."
    unequal = ~Q(item_count=F("source__item_count")) | ~Q(listing_count=F("snapshot__total_count"))
    for tally in tallies.filter(unequal):
        yield f"Bridge {tally.pk} counts other items or listings than its two snapshots."
    for name, model in NAMED.items():
        there = model._base_manager.filter(pk=OuterRef(name))
        of_store = BridgeEntry.objects.filter(store=store, **{f"{name}__isnull": False})
        if strays := of_store.filter(~Exists(there)).count():
            yield f"Entries of bridges that name no {name} there is: {strays:,}."


def _entries(store: Store) -> Iterator[str]:
    """Every bridge, from one statement: what began and what ended with each."""
    changes: dict[int, Counter[Any]] = defaultdict(Counter)
    grouped = BridgeEntry.objects.filter(store=store).order_by()
    columns = (*TOLD, *MARKS, "has_sibling", "since_tally", "until_tally")
    told = grouped.annotate(has_sibling=Q(sibling__isnull=False)).values_list(*columns)
    for *things, since, until, count in told.annotate(number=Count("pk")):
        changes[since][tuple(things)] += count
        if until is not None:
            changes[until][tuple(things)] -= count
    standing: Counter[Any] = Counter()
    for tally in BridgeTally.objects.filter(store=store).order_by("pk"):
        standing.update(changes.get(tally.pk, {}))
        yield from differences(tally, figures_of(standing))


def figures_of(standing: Counter[Any]) -> dict[str, int]:
    """Columns of a tally, by how many entries are of each kind."""
    columns = [
        *(f"{part}_count" for part in (*ItemPart, *SkuPart)),
        *(f"{kind}_listing_count" for kind in ListingClass),
        *(*CELLS.values(), *LISTED_IN.values(), *BY_RULE.values(), *STATE_COUNT.values()),
        *(*ORPHANED.values(), "item_count", "sku_count", "listing_count"),
        *("missing_variant_count", "missing_whole_count", "not_meant_listed_count"),
        *("mixed_count", "split_count", "partly_count", "not_meant_listing_count"),
    ]
    found = dict.fromkeys(columns, 0)
    for (side, part, state, rule, reason, unmeant, *marks, sibling), count in standing.items():
        found[f"{side}_count"] += count
        names = [ORPHANED[reason]] if reason in ORPHANED else []
        if side == Side.LISTING:
            names += [f"{part}_listing_count", f"{state}_{part}", f"{state}_count"]
            overlaps = zip((*MARKS, "unmeant"), (*marks, unmeant), strict=True)
            names += [_OVERLAPS[mark] for mark, holds in overlaps if holds]
        else:
            names.append(f"{part}_count")
        if side == Side.ITEM and part == ItemPart.LISTED:
            names += [f"listed_{state}", f"by_{rule}"]
            names += ["not_meant_listed_count"] if unmeant else []
        if side == Side.ITEM and part == ItemPart.MISSING:
            names.append("missing_variant_count" if sibling else "missing_whole_count")
        for name in names:
            found[name] += count
    return found


_OVERLAPS: Final = {
    "is_mixed": "mixed_count",
    "is_split": "split_count",
    "is_partly": "partly_count",
    "unmeant": "not_meant_listing_count",
}


def _findings(store: Store) -> Iterator[str]:
    """Every bridge, from one statement: what was found, settled and over with each."""
    columns = ("kind", "item", "listing", "since_tally", "until_tally", "settled_tally")
    changes: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    found = Finding.objects.filter(store=store).values_list(*columns)
    for kind, item, listing, since, until, settled in found.iterator(chunk_size=5_000):
        for name, one, begun in counted_in(kind, item, listing, since, settled):
            if begun is not None:
                changes[begun].append((name, one, 1))
                if until is not None:
                    changes[until].append((name, one, -1))
    standing: dict[str, Counter[int]] = {name: Counter() for name in OF_FINDINGS}
    for tally in BridgeTally.objects.filter(store=store).order_by("pk"):
        for name, one, by in changes.get(tally.pk, ()):
            standing[name][one] += by
            if not standing[name][one]:
                del standing[name][one]
        yield from differences(tally, {name: len(ones) for name, ones in standing.items()})


def counted_in(
    kind: str, item: int, listing: int, since: int, settled: int | None
) -> Iterator[tuple[str, int, int | None]]:
    """The columns a finding counts in: what is counted there once, and from which tally on."""
    if kind == FindingKind.OUT_OF_STOCK:
        yield "oos_count", item, since
        yield "oos_listing_count", listing, since
        yield "oos_settled_count", item, settled
    elif kind in DRIFT:
        yield "drift_count", item, since
        yield f"drift_{kind}_count", item, since
        yield "drift_settled_count", item, settled
