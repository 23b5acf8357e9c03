"""A work item as a file, for whoever edits in Seller Center."""

from collections.abc import Iterator
from typing import Any

from cards.formats import moment_text
from cards.listings.export import text_safe, text_safe_id
from cards.models import WorkItem
from cards.work.follow_up import Outcome, days_taken, rows_of
from cards.work.reason_words import texts_by_reason, wants

CSV_COLUMNS = (
    "product_id",
    "outcome",
    "days",
    "reason",
    "what_aliexpress_wants",
    "subject",
    "state",
    "min_price",
    "max_price",
    "currency",
    "in_state_since",
    "editor_url",
    "url",
    "id",
    "price_kind",
    "source_item",
    "source_code",
)


def item_rows(item: WorkItem) -> Iterator[list[object]]:
    """Values in the order of CSV_COLUMNS. `reason` is why it is rejected now, or was then."""
    texts = texts_by_reason()
    for row in rows_of(item).iterator(chunk_size=500):
        if (listing := row.listing) is None:
            yield item_row(row, wants(item.kind, "", texts))
            continue
        reason = listing.audit_failure_reason or row.reason
        yield [
            listing.product_id,
            Outcome(row.outcome).label,
            days_taken(row),
            reason,
            wants(item.kind, reason, texts),
            listing.subject,
            "" if listing.gone_at else listing.state,
            listing.min_price,
            listing.max_price,
            listing.currency,
            moment_text(listing.state_since_at),
            listing.editor_url,
            listing.aliexpress_url,
            text_safe_id(listing.product_id),
            listing.price_kind,
            "",
            "",
        ]


def item_row(row: Any, wanted: str) -> list[object]:
    """An item of the source: no listing has it, or had it when it was taken on."""
    item = row.source_item
    told = ["", Outcome(row.outcome).label, days_taken(row), "", wanted, item.name]
    blank = [""] * (len(CSV_COLUMNS) - len(told) - 2)
    return [*told, *blank, text_safe(item.external_id), text_safe(item.code)]
