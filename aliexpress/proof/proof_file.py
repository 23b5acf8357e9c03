"""The file that proves a snapshot: all that its count, chain and signature are made of."""

from pathlib import Path
from typing import Any, Final

from aliexpress.models import ListingSnapshot, SnapshotSeal
from aliexpress.proof.listings import states_at
from aliexpress.proof.statement import sealed_statement, statement_of
from aliexpress.typed.bad_input import BadInput

# The program that checks such a file; it runs by itself, anywhere.
VERIFIER: Final = Path(__file__).with_name("verifier.py")


def proof_of(snapshot: ListingSnapshot) -> dict[str, Any]:
    """{"store", "statement", "listings": [[id, state], …], "chain": [statement digest, …] from the
    store's first seal to this one, "digest", "signature", "public_key"}.

    Raises BadInput where it bears no seal.
    """
    one = SnapshotSeal.objects.filter(snapshot=snapshot).select_related("key").first()
    if one is None:
        raise BadInput(
            "snapshot",
            f"Snapshot {snapshot.pk} was published before snapshots were sealed, so nothing shows "
            "that its rows are as they were. Prove a later one.",
        )
    sealed = SnapshotSeal.objects.filter(
        snapshot__store=snapshot.store_id, snapshot_id__lte=snapshot.pk
    )
    said = sealed_statement(snapshot, one)
    return {
        "store": snapshot.store.name,
        # Where the rows say something else by now, whoever checks the file is to see it.
        "statement": said or statement_of(snapshot, listings_digest=one.listings_digest),
        "listings": list(states_at(snapshot).items()),
        "chain": list(sealed.order_by("snapshot").values_list("statement_digest", flat=True)),
        "digest": one.digest,
        "signature": one.signature,
        "public_key": one.key.public,
    }
