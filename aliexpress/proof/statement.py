"""What a snapshot says, as the bytes that are sealed: the same bytes for the same facts, ever
after. The verifier makes them again from a proof file, so a change here is another FORMAT."""

import json
from typing import Any

from aliexpress.models import ListingSnapshot

FORMAT = 1


def statement_of(snapshot: ListingSnapshot, *, listings_digest: str) -> dict[str, Any]:
    """Facts that never change after it was published; when it was last confirmed is not among
    them."""
    return {
        "format": FORMAT,
        "store": snapshot.store_id,
        "snapshot": snapshot.pk,
        "as_of": snapshot.as_of.isoformat(),
        "verdict": str(snapshot.verdict),
        "kind": str(snapshot.kind),
        "total": snapshot.total_count,
        "counts": {state.value: number for state, number in snapshot.counts.items()},
        "reasons": snapshot.reasons,
        "evidence": snapshot.evidence,
        "shops": snapshot.shops,
        "listings_digest": listings_digest,
    }


def canonical(statement: dict[str, Any]) -> bytes:
    """JSON with sorted keys, no space, in ASCII."""
    return json.dumps(statement, sort_keys=True, separators=(",", ":")).encode("ascii")
