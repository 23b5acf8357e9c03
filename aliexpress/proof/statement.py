"""What a snapshot says, as the bytes that are sealed: the same bytes for the same facts, ever
after. The verifier makes them again from a proof file, so a change here is another FORMAT."""

import json
from datetime import UTC
from typing import Any, Final

from aliexpress.models import ListingSnapshot, SnapshotSeal
from aliexpress.proof.listings import movements_digest, sha256

FORMAT: Final = 2
# Of the release before, which did not seal when a snapshot was given, nor by which movements.
FORMER: Final = 1
# What is sealed in. The release before reads no other and takes one for broken, and runs side by
# side with this one: at the next release it is FORMAT.
WRITTEN: Final = FORMER


def statement_of(
    snapshot: ListingSnapshot, *, listings_digest: str, format_: int = WRITTEN
) -> dict[str, Any]:
    """Facts that never change after it was published; when it was last confirmed is not among
    them."""
    statement = {
        "format": format_,
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
    if format_ == FORMER:
        return statement
    return statement | {
        "previous": snapshot.previous_id,
        "published_at": snapshot.published_at.astimezone(UTC).isoformat(),
        "sync_interval": snapshot.sync_interval,
        "counts_drafts": snapshot.counts_drafts,
        "moved": snapshot.moved_count,
        "remark": snapshot.remark,
        "movements_digest": movements_digest(snapshot),
    }


def sealed_statement(snapshot: ListingSnapshot, seal: SnapshotSeal) -> dict[str, Any] | None:
    """What was sealed, made again from the rows in the format of its release; None where they say
    something else by now."""
    for format_ in (FORMAT, FORMER):
        said = statement_of(snapshot, listings_digest=seal.listings_digest, format_=format_)
        if statement_digest(said) == seal.statement_digest:
            return said
    return None


def statement_digest(statement: dict[str, Any]) -> str:
    return sha256(canonical(statement))


def canonical(statement: dict[str, Any]) -> bytes:
    """JSON with sorted keys, no space, in ASCII."""
    return json.dumps(statement, sort_keys=True, separators=(",", ":")).encode("ascii")
