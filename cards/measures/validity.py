"""Active listings whose validity is about to end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing
from aliexpress.models.tally import DAYS_AHEAD
from cards.measures.facts import Facts
from cards.measures.measured import Coverage, Measured, Row, Window

KEY: Final = "aex_listings_expiring_soon"
USUAL_DAYS: Final = 3
FORECAST: Final = (7, 14, 30)
NOT_COUNTED: Final = (
    "The ends of validity have not been counted yet: they are with the next refresh."
)
DOES_NOT_APPLY: Final = "Does not apply: listings of this store's shops do not expire."
NONE_KNOWN: Final = (
    "AliExpress gives no end of validity for any of the active listings, so none can be counted."
)


def listings_expiring_soon(facts: Facts) -> Measured:
    """Active listings whose ws_offline_date lies within the days the card is set to, those whose
    date has passed among them."""
    tally = facts.validity
    if not facts.knows_expiry:
        return Measured(None, note=DOES_NOT_APPLY)
    if tally is None:
        return Measured(None, note=NOT_COUNTED)
    if tally.active_count and tally.undated_count == tally.active_count:
        return Measured(None, note=NONE_KNOWN)
    days = days_of(facts.settings)
    dated = tally.active_count - tally.undated_count
    coverage = Coverage("end of validity known", dated, tally.active_count)
    return Measured(
        tally.ending_within(days),
        listings=_query(tally.end_of(days)),
        window=Window(tally.as_of, tally.end_of(days)),
        coverage=coverage if coverage.is_short else None,
        rows=(
            *(
                Row(
                    f"{ahead}_days",
                    f"lapse within {ahead} days if nobody renews them",
                    tally.ending_within(ahead),
                    listings=_query(tally.end_of(ahead)),
                )
                for ahead in FORECAST
            ),
            Row(
                "overdue",
                "past their date and still on sale, among these",
                tally.overdue_count,
                listings=_query(tally.as_of),
            ),
        ),
    )


def days_of(settings: Mapping[str, int]) -> int:
    """As the card is set, and no more than are counted."""
    return min(settings.get("days", USUAL_DAYS), DAYS_AHEAD)


def expiring_by(store_id: int, end: datetime) -> QuerySet[Listing]:
    """The active listings whose validity ends by then."""
    return Listing.objects.counted().filter(
        store_id=store_id, state=State.ACTIVE, offline_at__lte=end
    )


def _query(end: datetime) -> dict[str, str]:
    return {"card": KEY, "until": end.isoformat()}
