"""The bridge as a page, the API and a command tell it: the ledger, the matrix, the movements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import BridgeTally, Store, StoreNow
from aliexpress.models.bridge_words import ItemPart, ListingClass, Reason, Rule, SkuPart
from cards.formats import moment_text

ALWAYS: Final = (State.ACTIVE, State.AUDITING, State.REJECTED, State.EXPIRED)
# While listings are not read: more of them may come, or fewer may be left.
AT_MOST: Final = frozenset({ItemPart.MISSING, ItemPart.LEFT_OUT})
EXACT: Final = frozenset({ItemPart.BLANK, ItemPart.SHARED})


def bridge_now(store: Store) -> BridgeTally | None:
    """One statement."""
    pointed_at = StoreNow.objects.filter(store=store).values("bridge")
    found: BridgeTally | None = _told(BridgeTally.objects.filter(pk__in=pointed_at)).first()
    return found


def bridge_at(store: Store, *, at: datetime) -> BridgeTally | None:
    """The one a reader was given at that moment."""
    given = BridgeTally.objects.filter(store=store, published_at__lte=at)
    found: BridgeTally | None = _told(given).first()
    return found


def _told(tallies: Any) -> Any:
    first = BridgeTally.objects.filter(store=OuterRef("store")).order_by("published_at", "id")
    told = tallies.select_related("source__catalogue", "snapshot")
    followed = told.annotate(followed_from=Subquery(first.values("published_at")[:1]))
    return followed.order_by("-published_at", "-id")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ledger. `sign`: "", a minus, "=" or "+"; `list`: its list's name."""

    sign: str
    words: str
    count: int
    list: str = ""
    query: Mapping[str, str] | None = None
    beside: str = ""
    bound: str = ""  # "at least" or "at most"
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """One tally, told."""

    tally: BridgeTally

    @property
    def as_of(self) -> datetime:
        as_of: datetime = self.tally.as_of
        return as_of

    @property
    def confirmed_at(self) -> datetime:
        """The older of the two sides' newest moments."""
        return min(self.tally.source.confirmed_at, self.tally.snapshot.confirmed_at)

    @property
    def verdict(self) -> str:
        """Disputed where one of the sides is."""
        verdicts = {self.tally.source.verdict, self.tally.snapshot.verdict}
        return "disputed" if "disputed" in verdicts else "complete"

    @property
    def not_read(self) -> int:
        return self.tally.not_read_listing_count

    def bound(self, part: str) -> str:
        if self.tally.is_whole or part in EXACT:
            return ""
        return "at most" if part in AT_MOST else "at least"

    @property
    def ledger(self) -> list[Line]:
        return [*self._items(), *self._skus()]

    def _items(self) -> Iterator[Line]:
        tally = self.tally
        yield Line("", "Items at the source", tally.item_count, "items", is_sum=True)
        for part, words in (
            (ItemPart.LEFT_OUT, "left out, not meant for AliExpress"),
            (ItemPart.BLANK, "without a code"),
            (ItemPart.SHARED, "code shared by two"),
            (ItemPart.MISSING, "missing at AliExpress"),
        ):
            count = getattr(tally, f"{part}_count")
            beside = self._missing_words() if part is ItemPart.MISSING and count else ""
            yield Line("\u2212", words, count, slug_of(part), beside=beside, bound=self.bound(part))
        yield Line(
            "=",
            "listed items",
            tally.listed_count,
            "listed",
            bound=self.bound(ItemPart.LISTED),
            is_sum=True,
        )

    def _missing_words(self) -> str:
        tally = self.tally
        products, variants = tally.missing_product_count, tally.missing_variant_count
        return (
            f"{products:,} whole product{'' if products == 1 else 's'}, "
            f"{variants:,} single variant{'' if variants == 1 else 's'}"
        )

    def _skus(self) -> Iterator[Line]:
        tally = self.tally
        yield Line(
            "=",
            "first copies among AliExpress SKUs",
            tally.first_count,
            "first",
            beside="The two counts meet here",
            bound=self.bound(SkuPart.FIRST),
            is_sum=True,
        )
        for part, words in (
            (SkuPart.COPY, "further copies"),
            (SkuPart.ORPHAN, "orphans, of no item at the source"),
            (SkuPart.UNCLEAR, "unclear, two items have the code"),
            (SkuPart.NO_CODE, "without a code"),
            (SkuPart.BUNDLE, "declared bundles"),
        ):
            count = getattr(tally, f"{part}_count")
            yield Line("+", words, count, sku_slug_of(part), bound=self.bound(part))
        yield Line(
            "=", "AliExpress SKUs", tally.sku_count, "skus", bound=self.bound("sku"), is_sum=True
        )

    @property
    def states(self) -> list[State]:
        """Those every table names, and others that hold a listing."""
        return [s for s in State if s in ALWAYS or self.tally.state_count(s)]

    @property
    def classes(self) -> list[ListingClass]:
        kinds = list(ListingClass)
        return kinds[:-1] if self.tally.is_whole else kinds

    @property
    def matrix(self) -> list[dict[str, Any]]:
        return [
            {
                "state": state,
                "count": self.tally.state_count(state),
                "cells": [(kind, self.tally.cell(state, kind)) for kind in self.classes],
            }
            for state in self.states
        ]

    @property
    def class_sums(self) -> list[tuple[ListingClass, int]]:
        return [(kind, self.tally.class_count(kind)) for kind in self.classes]

    @property
    def rules(self) -> list[tuple[Rule, int]]:
        found = [(rule, self.tally.by_rule(rule)) for rule in Rule]
        return sorted([one for one in found if one[1]], key=lambda one: -one[1])

    @property
    def missing(self) -> list[tuple[Reason, int]]:
        """By what is known of why."""
        reasons = (Reason.WITHDRAWN, Reason.WAITING, Reason.FAILED, Reason.NOT_PUSHED)
        return [(one, getattr(self.tally, f"{one}_count")) for one in reasons]

    @property
    def is_tool_told(self) -> bool:
        """Whether the source says what waits or failed in the seller's tool: else nothing of it
        is known, and 0 says nothing."""
        told = self.tally.source.evidence
        return bool(told.get("channel_listings") or told.get("tells_tool")) or any(
            (self.tally.waiting_count, self.tally.failed_count)
        )

    @property
    def untold(self) -> frozenset[str]:
        """Reasons of which nothing is known."""
        of_tool = () if self.is_tool_told else (Reason.WAITING, Reason.FAILED)
        return frozenset(of_tool)

    @property
    def pushed(self) -> int:
        """Listed and meant, withdrawn, waiting or failed."""
        tally = self.tally
        meant = tally.listed_count - tally.not_meant_listed_count
        return meant + tally.withdrawn_count + tally.waiting_count + tally.failed_count

    @property
    def overlaps(self) -> list[tuple[str, str, int]]:
        """Lists beside the classes: a mark, its words, and how many listings."""
        return [(mark, MARKS[mark][0], getattr(self.tally, MARKS[mark][1])) for mark in MARKS]

    def as_json(self) -> dict[str, Any]:
        tally = self.tally
        return {
            "tally": tally.pk,
            "as_of": moment_text(tally.as_of),
            "confirmed_at": moment_text(self.confirmed_at),
            "published_at": moment_text(tally.published_at),
            "followed_from": moment_text(tally.followed_from),
            "verdict": self.verdict,
            "is_whole": tally.is_whole,
            "not_read": tally.not_read_listing_count,
            "outdated": tally.outdated_count,
            "rule_version": tally.rule_version,
            "source": source_json(tally.source),
            "snapshot": tally.snapshot_id,
            "items": {
                "total": tally.item_count,
                **{part.value: getattr(tally, f"{part}_count") for part in ItemPart},
                "not_meant_yet_listed": tally.not_meant_listed_count,
                "listed_by_state": {s.value: tally.listed_in(s) for s in self.states},
            },
            "missing": {
                "whole_products": tally.missing_product_count,
                "items_of_whole_products": tally.missing_whole_count,
                "single_variants": tally.missing_variant_count,
                **{reason.value: number for reason, number in self.missing},
                "is_tool_told": self.is_tool_told,
            },
            "pushed": self.pushed,
            "skus": {
                "total": tally.sku_count,
                **{part.value: getattr(tally, f"{part}_count") for part in SkuPart},
                "orphans_never_at_the_source": tally.orphan_never_count,
                "orphans_gone_from_the_source": tally.orphan_gone_count,
            },
            "listings": {
                "total": tally.listing_count,
                "by_class": {kind.value: tally.class_count(kind) for kind in ListingClass},
                "by_state_and_class": {
                    s.value: {kind.value: tally.cell(s, kind) for kind in ListingClass}
                    for s in self.states
                },
                **{mark: number for mark, _, number in self.overlaps},
            },
            "links": {rule.value: tally.by_rule(rule) for rule in Rule},
            "decisions_of_people": tally.alias_count,
            "settings": tally.settings,
        }


MARKS: Final = {
    "mixed": ("SKUs of several source products", "mixed_count", "is_mixed"),
    "split": ("of a product over several listings", "split_count", "is_split"),
    "partly": ("partly ours", "partly_count", "is_partly"),
    "not_meant": ("not meant, yet listed", "not_meant_listing_count", "is_unmeant"),
}


def source_json(source: Any) -> dict[str, Any]:
    return {
        "snapshot": source.pk,
        "kind": source.catalogue.kind,
        "name": source.catalogue.name,
        "as_of": moment_text(source.as_of),
        "read_from": moment_text(source.read_from),
        "confirmed_at": moment_text(source.confirmed_at),
        "stock_confirmed_at": moment_text(source.stock_known_at) if source.tells_stock else None,
        "verdict": source.verdict,
        "products": source.product_count,
        "items": source.item_count,
        "without_code": source.blank_count,
        "refused_lines": source.refused_count,
        "tells_stock": source.tells_stock,
        "digest": source.digest,
        "evidence": source.evidence,
        "remark": source.remark or None,
    }


def slug_of(part: ItemPart) -> str:
    return part.value.replace("_", "-")


def sku_slug_of(part: SkuPart) -> str:
    return SKU_SLUGS[part]


SKU_SLUGS: Final = {
    SkuPart.FIRST: "first",
    SkuPart.COPY: "copies",
    SkuPart.ORPHAN: "orphans",
    SkuPart.UNCLEAR: "unclear",
    SkuPart.NO_CODE: "no-code",
    SkuPart.BUNDLE: "bundles",
}
