"""Numbers that stand on what AliExpress says of single products."""

from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import OF_MANAGED_SHOPS, DetailTally, Listing, ListingProblem
from aliexpress.models.detail import up_to_date
from aliexpress.models.listing_sku import shared_skus
from cards.catalogue.definitions import TOTAL
from cards.formats import rounded
from cards.measures.facts import Facts
from cards.measures.measured import Coverage, Measured, Row

ACTIVE: Final = "aex_active_listings"
OUT_OF_STOCK: Final = "aex_oos_listings"
COMPLETE: Final = "aex_complete_listings"
COMPLETE_ACTIVE: Final = "aex_complete_active_listings"
QUALITY: Final = "aex_listing_quality_score"
DUPLICATES: Final = "aex_duplicate_skus"
LACKING: Final = "lacking"
PROBLEM: Final = "problem"
SOUND: Final = "sound"
NOT_READ: Final = "The products have not been read one by one yet: that begins after a refresh."
DOES_NOT_APPLY: Final = (
    "Does not apply: AliExpress does not tell the attributes of listings of this store's shops."
)
NOT_TOLD_OF: Final = (
    "It does not apply to listings of {}: AliExpress does not tell their attributes."
)
COMPONENTS: Final = {
    "required_attributes": "required attributes filled",
    "key_attributes": "key attributes filled",
    "pictures": "pictures, of six",
    "title": "title, of 60 characters",
    "diagnosis": "nothing found by AliExpress's own diagnosis",
}


def oos_listings(facts: Facts) -> Measured:
    """Active listings with zero stock in every SKU."""
    tally = facts.details
    if tally is None or not tally.stock_known_count:
        return nothing_known(tally)
    coverage = _coverage("stock known", tally.stock_known_count, tally)
    return Measured(tally.out_of_stock_count, listings={"card": OUT_OF_STOCK}, coverage=coverage)


def complete_listings(facts: Facts) -> Measured:
    """Listings with every required attribute filled."""
    tally = facts.details
    if not facts.knows_attributes:
        return Measured(None, note=DOES_NOT_APPLY)
    if tally is None or not tally.attributes_known_count:
        return nothing_known(tally)
    return Measured(
        tally.complete_count,
        listings={"card": COMPLETE},
        coverage=of_attributes("required attributes known", tally.attributes_known_count, facts),
        rows=(
            Row(
                LACKING,
                "lack a required attribute",
                tally.attributes_known_count - tally.complete_count,
                listings={"card": COMPLETE, "part": LACKING},
            ),
        ),
    )


def complete_active_listings(facts: Facts) -> Measured:
    whole, tally = complete_listings(facts), facts.details
    if tally is None or whole.value is None:
        return whole
    return Measured(
        tally.complete_active_count, listings={"card": COMPLETE_ACTIVE}, coverage=whole.coverage
    )


def listing_quality_score(facts: Facts) -> Measured:
    """The weighted mean of the components over the scored listings, 0 to 100."""
    tally = facts.details
    if not facts.knows_attributes:
        return Measured(None, note=DOES_NOT_APPLY)
    if tally is None or not tally.scored_count:
        return nothing_known(tally)
    means = _means(tally)
    weights = {name: facts.settings.get(name, 1) for name in means}
    score = sum(means[name] * weight for name, weight in weights.items()) / sum(weights.values())
    return Measured(
        rounded(score),
        listings={"card": QUALITY},
        coverage=of_attributes("scored", tally.scored_count, facts, is_least=False),
        rows=(
            *(
                Row(name, f"{COMPONENTS[name]} (weight {weights[name]})", rounded(mean), "points")
                for name, mean in means.items()
            ),
            Row("scored", "listings scored", tally.scored_count, listings={"card": QUALITY}),
            *with_problem(tally),
        ),
    )


def duplicate_skus(facts: Facts) -> Measured:
    """Listings that have a SKU code in common with another."""
    tally = facts.details
    if tally is None or not tally.codes_known_count or tally.sharing_count is None:
        return nothing_known(tally)
    codes = tally.shared_code_count or 0
    return Measured(
        tally.sharing_count,
        listings={"card": DUPLICATES},
        coverage=_coverage("SKU codes known", tally.codes_known_count, tally),
        rows=(Row("codes", "SKU codes that more than one listing has", codes),),
    )


def _means(tally: DetailTally) -> dict[str, float]:
    """Of each component, 0 to 100; one that is not known is left out."""
    sums = {
        "required_attributes": tally.required_sum,
        "key_attributes": tally.key_sum,
        "pictures": tally.pictures_sum,
        "title": tally.title_sum,
    }
    if tally.sound_count is not None:
        sums["diagnosis"] = 100 * tally.sound_count
    return {name: total / tally.scored_count for name, total in sums.items()}


def with_problem(tally: DetailTally) -> tuple[Row, ...]:
    if tally.sound_count is None:
        return ()
    found = tally.scored_count - tally.sound_count
    words = "scored listings of which the diagnosis finds something"
    return (Row(PROBLEM, words, found, listings={"card": QUALITY, "part": PROBLEM}),)


def of_attributes(what: str, known: int, facts: Facts, *, is_least: bool = True) -> Coverage:
    """Says of which shops they are never known."""
    shops = " and ".join(facts.shops_without_attributes)
    tally = facts.details or DetailTally()
    because = [tally.remark, NOT_TOLD_OF.format(shops) if shops else ""]
    of = tally.total_count if tally.attributes_apply_count is None else tally.attributes_apply_count
    return Coverage(what, known, of, is_least=is_least, because=" ".join(filter(None, because)))


@dataclass(frozen=True, slots=True)
class Told:
    """What is counted of the shops alone whose listings have attributes that AliExpress tells."""

    total_count: int
    active_count: int

    def count_of(self, state: State) -> int:
        if state != State.ACTIVE:
            raise NotImplementedError(f"{state.label} is not counted of these shops alone.")
        return self.active_count


def with_attributes_told(facts: Facts) -> Facts:
    """What completeness is divided by: where an account has other shops besides, their listings
    are left out, in numbers and in words."""
    tally = facts.details
    if tally is None or tally.attributes_apply_count in (None, tally.total_count):
        return facts
    shops = " and ".join(facts.shops_without_attributes) or "the other shops"
    without = {key: f"{facts.title_of(key)} without {shops}" for key in (TOTAL, ACTIVE)}
    counts = Told(tally.attributes_apply_count or 0, tally.attributes_apply_active_count or 0)
    return replace(facts, counts=counts, titles={**facts.titles, **without}, is_whole=False)


def _coverage(what: str, known: int, tally: DetailTally) -> Coverage:
    return Coverage(what, known, tally.total_count, because=tally.remark)


def nothing_known(tally: DetailTally | None) -> Measured:
    return Measured(None, note=(tally and tally.remark) or NOT_READ)


# --- The listings behind the numbers


def out_of_stock(store_id: int) -> QuerySet[Listing]:
    return _known(store_id).filter(state=State.ACTIVE, detail__is_out_of_stock=True)


def scored(store_id: int, part: str) -> QuerySet[Listing]:
    found = _known(store_id).filter(~OF_MANAGED_SHOPS, detail__required_filled__isnull=False)
    if part in (PROBLEM, SOUND):
        problems = ListingProblem.objects.filter(store=store_id, product_id=OuterRef("product_id"))
        found = found.filter(Exists(problems) if part == PROBLEM else ~Exists(problems))
    return found


def complete(store_id: int, part: str) -> QuerySet[Listing]:
    is_complete = Q(detail__required_filled=100)
    return scored(store_id, "").filter(~is_complete if part == LACKING else is_complete)


def complete_active(store_id: int) -> QuerySet[Listing]:
    return complete(store_id, "").filter(state=State.ACTIVE)


def duplicates(store_id: int) -> QuerySet[Listing]:
    shared = shared_skus(store_id).values("listing")
    return Listing.objects.counted().filter(store_id=store_id, pk__in=shared)


def _known(store_id: int) -> QuerySet[Listing]:
    return Listing.objects.counted().filter(up_to_date(), store_id=store_id)
