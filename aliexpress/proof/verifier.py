"""Checks a proof file, and needs nothing but Python:  python verifier.py FILE [PUBLIC_KEY]

It counts the listings, makes every digest again, and follows the chain. The name of the store is
not sealed: whose the listings are, their ids tell. Whether the signature is its key's is checked
where the library `cryptography` is there; say PUBLIC_KEY, as the operators told it to you, to know
that the key is theirs. Exit 0: all of it holds; 1: something does not.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

PARTS = {"store", "statement", "listings", "chain", "digest", "signature", "public_key"}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice, so that two programs may read two things")
    return dict(pairs)


def problems(proof: dict[str, Any], public_key: str) -> list[str]:
    said, listings = proof["statement"], proof["listings"]
    if {type(product_id) for product_id, _ in listings} - {int} or proof.keys() != PARTS:
        raise ValueError("an id is no whole number, a part is missing, or there is one too many")
    ids = [product_id for product_id, _ in listings]
    counts = Counter(state for _, state in listings)
    lines = "".join(f"{product_id} {state}\n" for product_id, state in listings)
    statement = sha256(json.dumps(said, sort_keys=True, separators=(",", ":")))
    digest = ""
    for link in proof["chain"]:
        digest = sha256(f"{digest}\n{link}\n")
    holds = {
        "Ids do not ascend, or one stands twice.": all(a < b for a, b in pairwise(ids)),
        "The total is not the number of ids.": said["total"] == len(ids),
        "The counts by state are not those of the ids.": counts
        == Counter({state: number for state, number in said["counts"].items() if number}),
        "The reasons do not add up to the total.": said["total"]
        == sum(row["count"] for row in said["reasons"]),
        "The ids are not those that were sealed.": said["listings_digest"] == sha256(lines),
        "What is said is not what was sealed.": proof["chain"][-1:] == [statement],
        "The chain does not lead to the digest.": digest == proof["digest"],
        "It is signed with another key.": public_key in ("", proof["public_key"]),
    }
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        print("The signature was not looked at: the library `cryptography` is not there.")
        return [sentence for sentence, held in holds.items() if not held]
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(proof["public_key"]))
        key.verify(bytes.fromhex(proof["signature"]), proof["digest"].encode())
    except Exception:
        holds["The signature is not its key's."] = False
    return [sentence for sentence, held in holds.items() if not held]


if __name__ == "__main__":
    file, *key = sys.argv[1:] or sys.exit(__doc__)
    if key and not re.fullmatch("[0-9a-f]{64}", key[0].strip().lower()):
        sys.exit("PUBLIC_KEY is 64 digits and letters from a to f.")
    try:
        proof = json.loads(Path(file).read_text(encoding="utf-8"), object_pairs_hook=once)
        found = problems(proof, "".join(key).strip().lower())
        total, said = len(proof["listings"]), proof["statement"]
        states = ", ".join(f"{state} {n}" for state, n in said["counts"].items() if n)
        whose = "" if key else f"\nAsk whether this key is theirs: {proof['public_key']}"
        print("\n".join(found) or f"All of it holds: {total} at {said['as_of']}: {states}.{whose}")
    except (OSError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        sys.exit(f"This is no whole proof file: {error!r}")
    sys.exit(1 if found else 0)
