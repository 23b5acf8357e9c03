"""What each card's number is, from one snapshot: a function a card, named in one place."""

from collections.abc import Callable
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.rejection_reasons import both_rejection_words
from cards.catalogue.definitions import TOTAL
from cards.measures import bridge
from cards.measures.facts import Counts, Facts
from cards.measures.measured import Measured, Row
from cards.measures.products import (
    complete_active_listings,
    complete_listings,
    duplicate_skus,
    listing_quality_score,
    oos_listings,
    with_attributes_told,
)
from cards.measures.ratios import Measure, shares
from cards.measures.rejections import NO_REASON
from cards.measures.validity import listings_expiring_soon

__all__ = ["MEASURES", "Counts", "Facts", "Measure", "Measured"]


def total_listings(facts: Facts) -> Measured:
    return Measured(facts.counts.total_count, listings={})


def _in_state(state: State) -> Callable[[Facts], Measured]:
    def in_state(facts: Facts) -> Measured:
        return Measured(facts.counts.count_of(state), listings={"state": state.value})

    return in_state


active_listings = _in_state(State.ACTIVE)
rejected_listings = _in_state(State.REJECTED)


def rejected_listings_24h(facts: Facts) -> Measured:
    """Moves into rejected in the 24 hours before the snapshot was last known to be true."""
    found = facts.rejections
    if found is None:
        return Measured(None, note="What was rejected lately is not known.")
    # The window's end goes with the link, so that the list opened later is of the same window.
    here = {"card": "aex_rejected_listings_24h", "until": found.window.end.isoformat()}
    return Measured(
        found.count,
        listings=here,
        window=found.window,
        coverage=found.coverage,
        rows=tuple(
            Row(
                name=reason or "none",
                words=both_rejection_words(reason),
                value=number,
                listings={**here, "part": reason or NO_REASON},
            )
            for reason, number in found.by_reason.items()
        ),
    )


_COUNTED: Final[dict[str, Measure]] = {
    TOTAL: total_listings,
    "aex_active_listings": active_listings,
    "aex_rejected_listings": rejected_listings,
    "aex_rejected_listings_24h": rejected_listings_24h,
    "aex_listings_expiring_soon": listings_expiring_soon,
    "aex_oos_listings": oos_listings,
    "aex_complete_listings": complete_listings,
    "aex_complete_active_listings": complete_active_listings,
    "aex_listing_quality_score": listing_quality_score,
    "aex_duplicate_skus": duplicate_skus,
    **bridge.MEASURES,
}
MEASURES: Final[dict[str, Measure]] = {
    **_COUNTED,
    "aex_active_share": shares("aex_active_share", of=_COUNTED),
    "aex_rejection_rate": shares("aex_rejection_rate", of=_COUNTED),
    "aex_attribute_completeness": shares(
        "aex_attribute_completeness", of=_COUNTED, divided_within=with_attributes_told
    ),
}
