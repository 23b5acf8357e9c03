"""A work item of what was found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.models import Tracing, WorkItem
from cards.work.items import LONGEST_NOTE, take_on
from cards.work.taking import LONGEST_TITLE, MOST_LISTINGS


def take_on_finding(
    tracing: Tracing, finding: Mapping[str, Any], *, by: Any, at: datetime
) -> WorkItem:
    """Of the listings asked about that are in the finding's group, with its sentence for a note.
    Raises BadInput where none of them is there any more."""
    query = dict(parse_qsl(finding["listings"].partition("?")[2]))
    listings = find(tracing.store, filters_from(query), at=at).listings
    ids = listings.values_list("product_id", flat=True)[: MOST_LISTINGS + 1]
    title = f"{tracing.answer['title']}: {finding['described']}" if tracing.answer else ""
    values = {
        "listings": [*ids],
        "title": title[:LONGEST_TITLE],
        "note": finding["sentence"][:LONGEST_NOTE],
    }
    return take_on(tracing.store, values, by=by, at=at)
