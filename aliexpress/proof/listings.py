"""The listings a snapshot counted, by product id, each with its state then."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.db import connection
from django.db.models import F, Func, TextField, Value

from aliexpress.models import Listing, ListingSnapshot, Store, Transition

A_CHUNK = 10_000


def states_now(store: Store) -> dict[int, str]:
    """State by product id, of the listings that are counted now; ids ascend."""
    rows = Listing.objects.of(store).counted().order_by("product_id")
    return dict(rows.values_list("product_id", "state").iterator(chunk_size=A_CHUNK))


def digest_now(store: Store) -> str:
    """`listings_digest` of the listings that are counted now."""
    if connection.vendor == "postgresql":
        from django.contrib.postgres.aggregates import StringAgg  # needs PostgreSQL's driver

        # The lines as one text: row by row they take as much of a first sync as a third of its
        # pages do.
        words = Value(" "), F("product_id"), F("state")
        line = Func(*words, function="CONCAT_WS", output_field=TextField())
        lines = StringAgg(line, delimiter="\n", order_by="product_id")
        text = Listing.objects.of(store).counted().aggregate(lines=lines)["lines"]
        return sha256(f"{text}\n".encode() if text else b"")
    return listings_digest(states_now(store).items())


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
    return sha256("".join(f"{product_id} {state}\n" for product_id, state in states).encode())


def sha256(data: bytes) -> str:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize().hex()
