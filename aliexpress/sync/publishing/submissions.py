"""Keeps what listings were like when they were submitted to review, with the transition that
brought them into auditing."""

from typing import Final

from django.db import connection

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingDetail, ListingSnapshot, Submission, Transition
from aliexpress.models.submission import LISTED, TOLD

_TABLES: Final = {
    model.__name__: model._meta.db_table
    for model in (Listing, ListingDetail, Transition, Submission)
}
# What a submission says where no product was ever read.
_NOTHING: Final = {"brand": "''", "attributes": "'{}'"}


def write_submissions(snapshot: ListingSnapshot) -> None:
    """Of every listing that this snapshot found to have moved into auditing. One statement, in
    SQL: as many as moved, without reading them."""
    told = [
        f"COALESCE(detail.{n}, {_NOTHING[n]})" if n in _NOTHING else f"detail.{n}" for n in TOLD
    ]
    names = ", ".join(["transition_id", "listing_id", *LISTED, *TOLD, "facts_of"])
    values = ", ".join(["moved.id", "listing.id", *(f"listing.{name}" for name in LISTED), *told])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLES['Submission']} ({names})"
            f" SELECT {values}, CASE WHEN detail.is_known THEN detail.asked_for ELSE '' END"
            f" FROM {_TABLES['Transition']} moved"
            f" JOIN {_TABLES['Listing']} listing ON listing.id = moved.listing_id"
            f" LEFT JOIN {_TABLES['ListingDetail']} detail ON detail.listing_id = listing.id"
            " WHERE moved.store_id = %s AND moved.snapshot_id = %s AND moved.to_state = %s"
            " AND (moved.from_state IS NULL OR moved.from_state <> %s)",
            [snapshot.store_id, snapshot.pk, State.AUDITING, State.AUDITING],
        )
