"""The listings a snapshot counted, by product id, each with its state then."""

import json
from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.db import connection

from aliexpress.models import Listing, ListingSnapshot, Store, Transition

A_CHUNK = 10_000  # rows
A_PIECE = 1_000_000  # bytes
# What a movement says besides its moments, which are those of the two snapshots.
MOVED: Final = (
    *("from_state", "from_status", "from_offline_reason"),
    *("to_state", "to_status", "to_offline_reason", "audit_failure_reason"),
)


def states_now(store: Store) -> dict[int, str]:
    """State by product id, of the listings that are counted now; ids ascend."""
    rows = Listing.objects.of(store).counted().order_by("product_id")
    return dict(rows.values_list("product_id", "state").iterator(chunk_size=A_CHUNK))


def digest_now(store: Store) -> str:
    """`listings_digest` of the listings that are counted now, a chunk in memory at a time."""
    if connection.vendor == "postgresql":
        return _sha256_of(_lines_now(store))
    rows = Listing.objects.of(store).counted().order_by("product_id")
    states = rows.values_list("product_id", "state")
    return listings_digest(states.iterator(chunk_size=A_CHUNK))


def _lines_now(store: Store) -> Iterator[bytes]:
    """The lines as one text that PostgreSQL makes and hands over in pieces: row by row they take
    as much of a first sync as a third of its pages do, and whole as much memory as the text,
    several times."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "WITH whole AS MATERIALIZED (SELECT convert_to("
            " string_agg(product_id || ' ' || state, E'\\n' ORDER BY product_id) || E'\\n', 'UTF8'"
            ") AS lines FROM aliexpress_listing WHERE store_id = %s AND gone_at IS NULL)"
            " SELECT substr(lines, start, %s)"
            " FROM whole, generate_series(1, length(lines), %s) AS start ORDER BY start",
            [store.pk, A_PIECE, A_PIECE],
        )
        while found := cursor.fetchone():
            yield found[0]


def movements_digest(snapshot: ListingSnapshot) -> str:
    """SHA-256, in hexadecimal, of a line of JSON for each movement that led to it, by product id:
    from where to where, in our words and AliExpress's. "" where nothing moved."""
    moves = Transition.objects.filter(store=snapshot.store_id, snapshot=snapshot)
    rows = moves.order_by("listing__product_id").values_list("listing__product_id", *MOVED)
    lines = [f"{json.dumps(row)}\n".encode() for row in rows.iterator(chunk_size=A_CHUNK)]
    return _sha256_of(lines) if lines else ""


def states_at(snapshot: ListingSnapshot) -> dict[int, str]:
    """The same of a past snapshot: each later movement is undone, the newest first."""
    states = states_now(snapshot.store)
    later = Transition.objects.filter(store=snapshot.store_id, snapshot_id__gt=snapshot.pk)
    moves = later.order_by("-snapshot_id").values_list("listing__product_id", "from_state")
    for product_id, state in moves.iterator(chunk_size=A_CHUNK):
        if state is None:
            states.pop(product_id, None)
        else:
            states[product_id] = state
    return dict(sorted(states.items()))


def listings_digest(states: Iterable[tuple[int, str]]) -> str:
    """SHA-256, in hexadecimal, of a line `id state` each, ids ascending."""
    return _sha256_of(f"{product_id} {state}\n".encode() for product_id, state in states)


def sha256(data: bytes) -> str:
    return _sha256_of([data])


def _sha256_of(parts: Iterable[bytes]) -> str:
    """In hexadecimal, of all the parts as one."""
    digest = Hash(SHA256())
    for part in parts:
        digest.update(part)
    return digest.finalize().hex()
