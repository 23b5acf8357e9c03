"""Reads a shop whole, proves it and publishes it; or says in a sentence why it does not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.models import SourceRead, SourceSnapshot
from aliexpress.source.failures import SourceRefused, SourceUnproven
from aliexpress.source.publishing import Proof, newest_of, publish
from aliexpress.source.reading.by_id import Listed, OnProgress, read_by_id
from aliexpress.source.reading.by_number import read_by_number
from aliexpress.source.reading.closing import KeepsMoving, MoreThanListed
from aliexpress.source.reading.heartbeat import Heart
from aliexpress.source.reading.overlay import add_stocks, add_tool
from aliexpress.source.reading.shop import ShopFacts, SourceShop, Variants
from aliexpress.source.reading.walk import RangesFail

MOST_READS: Final = 3  # of the whole, until the variants agree or are in dispute
LARGE_FALL: Final = 2  # less than one in so many of the products before
FEWEST_BEFORE: Final = 10
MOVING: Final = (
    "Products disappear from the source faster than it can be read. No new number was published; "
    "it is read again by itself."
)


class Checked(NamedTuple):
    """What was listed, held against what the source declares of its variants."""

    listed: Listed
    declared: Variants

    @property
    def item_count(self) -> int:
        return self.listed.items.item_count

    @property
    def agrees(self) -> bool:
        return self.item_count == self.declared.declared == self.declared.summary

    def is_same(self, other: "Checked | None") -> bool:
        return (
            other is not None
            and self.declared == other.declared
            and self.item_count == other.item_count
            and self.listed.items.product_ids == other.listed.items.product_ids
        )


def read_whole(
    read: SourceRead, shop: SourceShop, heart: Heart, *, clock: Callable[[], datetime]
) -> None:
    """Raises SourceFailure and LeaseLost; nothing was published then."""
    read_from = clock()
    last = newest_of(read.catalogue)
    facts = shop.facts()
    look_at_shop(facts, read, last)

    def on_progress(declared: int, listed: int) -> None:
        heart.beat(request_count=shop.request_count, declared_count=declared, listed_count=listed)

    checked = checked_reading(shop, clock=clock, on_progress=on_progress)
    items, evidence = checked.listed.items, dict(checked.listed.evidence)
    look_at_fall(read, last, items.product_count)
    evidence |= add_stocks(items, shop, last=last)
    evidence |= add_tool(items, shop, read)
    look_at_shop(shop.facts(), read, last, currency=facts.currency)
    verdict, remark = verdict_of(checked, shop, evidence)
    proof = Proof(
        read_from=read_from,
        as_of=max(read_from, checked.listed.as_of),
        verdict=verdict,
        evidence=evidence,
        currency=facts.currency,
        prices_include_tax=facts.prices_include_tax,
        remark=remark,
    )
    SourceRead.objects.filter(pk=read.pk).update(
        request_count=shop.request_count, declared_count=items.product_count
    )
    publish(read, items, proof, clock=clock)


def look_at_shop(
    facts: ShopFacts, read: SourceRead, last: SourceSnapshot | None, *, currency: str = ""
) -> None:
    """Another shop, or another currency, is no detail. Raises SourceRefused."""
    known = read.catalogue.external_id
    if known and facts.external_id != known:
        raise SourceRefused(
            f"The source is another shop now: it says {facts.external_id}, and was {known}. "
            "Nothing was published: connect the source again if that is meant."
        )
    before = currency or (last.currency if last else "")
    if before and facts.currency != before:
        raise SourceRefused(
            f"The source's currency is {facts.currency} now, and was {before}. Nothing was "
            "published: connect the source again if that is meant."
        )


def checked_reading(
    shop: SourceShop, *, clock: Callable[[], datetime], on_progress: OnProgress
) -> Checked:
    """Read until the variants agree, or are twice in the same dispute."""
    before, twice = None, ""
    for _ in range(MOST_READS):
        listed = listed_products(shop, clock=clock, on_progress=on_progress)
        if twice := listed.items.twice:
            continue
        checked = Checked(listed, shop.variants())
        if checked.agrees or checked.is_same(before):
            return checked
        before = checked
    if twice:
        raise SourceUnproven(
            f"The source lists its variant {twice} with two products, which cannot be. No new "
            "number was published; it is read again by itself."
        )
    raise SourceUnproven(
        "The source's variants were never the same twice while it was read. No new number was "
        "published; it is read again by itself."
    )


def listed_products(
    shop: SourceShop, *, clock: Callable[[], datetime], on_progress: OnProgress
) -> Listed:
    """By id, once more where that fails; then by the numbers of pages. Raises SourceUnproven."""
    moved = False
    for _ in range(2):
        try:
            return read_by_id(shop, clock=clock, on_progress=on_progress)
        except KeepsMoving:
            moved = True
        except (RangesFail, MoreThanListed):
            moved = False
    if moved:
        raise SourceUnproven(MOVING)
    return read_by_number(shop, clock=clock, on_progress=on_progress)


def look_at_fall(read: SourceRead, last: SourceSnapshot | None, count: int) -> None:
    """What lost most of its products is looked at by a second read before that is believed."""
    if last is None or last.product_count < FEWEST_BEFORE:
        return
    if count * LARGE_FALL >= last.product_count:
        return
    seen = SourceRead.objects.filter(catalogue=read.catalogue_id).finished().whole()
    attempt = seen.exclude(pk=read.pk).order_by("-finished_at", "-pk").first()
    is_unproven = attempt and attempt.error_kind == SourceRead.ErrorKind.UNPROVEN
    if attempt and is_unproven and attempt.listed_count == count:
        return
    SourceRead.objects.filter(pk=read.pk).update(listed_count=count)
    raise SourceUnproven(
        f"The source tells of {count:,} products, after {last.product_count:,}. That is looked at "
        "once more before it is believed."
    )


def verdict_of(checked: Checked, shop: SourceShop, evidence: dict[str, Any]) -> tuple[str, str]:
    """And a remark where the numbers stay in dispute; says in the evidence what they are."""
    listed, declared = checked.item_count, checked.declared
    evidence |= {
        "variants_listed": listed,
        "variants_declared": declared.declared,
        "variants_in_summary": declared.summary,
    }
    if checked.agrees:
        return SourceSnapshot.Verdict.COMPLETE.value, ""
    orphans = shop.orphan_count()
    evidence["variants_of_no_product"] = orphans
    remark = (
        f"The source lists {listed:,} variants with its products, and declares "
        f"{declared.declared:,}; its summary says {declared.summary:,}."
    )
    if orphans and listed + orphans == declared.declared:
        remark += f" {orphans:,} of them belong to no product."
    return SourceSnapshot.Verdict.DISPUTED.value, remark
