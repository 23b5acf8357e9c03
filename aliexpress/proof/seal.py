"""Seals a snapshot: digests of what it counted and of all sealed before it, signed."""

import logging
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from aliexpress.models import ListingSnapshot, SigningKey, SnapshotSeal
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.proof.listings import digest_now, sha256
from aliexpress.proof.statement import statement_digest, statement_of

logger = logging.getLogger(__name__)


def seal(snapshot: ListingSnapshot, *, at: datetime) -> SnapshotSeal:
    """Call in the transaction that publishes it, once its listings are written. Saved."""
    listings = digest_now(snapshot.store)
    statement = statement_digest(statement_of(snapshot, listings_digest=listings))
    before = SnapshotSeal.objects.filter(snapshot=snapshot.previous_id).first()
    previous = before.digest if before else ""
    digest = link(previous, statement)
    key, signer = signing_key(at=at)
    return SnapshotSeal.objects.create(
        snapshot=snapshot,
        listings_digest=listings,
        statement_digest=statement,
        previous_digest=previous,
        digest=digest,
        key=key,
        signature=signer.sign(digest.encode()).hex(),
    )


def link(previous_digest: str, statement_digest: str) -> str:
    """The digest of a seal: it stands on the seal before it."""
    return sha256(f"{previous_digest}\n{statement_digest}\n".encode())


def signing_key(*, at: datetime) -> tuple[SigningKey, Ed25519PrivateKey]:
    """The newest; a new one where there is none, or where no key of CREDENTIAL_KEYS opens it:
    publishing does not wait for a lost key."""
    key = SigningKey.objects.order_by("-id").first()
    if key is not None:
        try:
            return key, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.private))
        except CredentialUnreadable:
            logger.warning("no key in CREDENTIAL_KEYS opens %s; a new one is made", key)
    signer = Ed25519PrivateKey.generate()
    public, private = signer.public_key().public_bytes_raw(), signer.private_bytes_raw()
    key = SigningKey.objects.create(public=public.hex(), private=private.hex(), created_at=at)
    return key, signer


def is_signed(one: SnapshotSeal) -> bool:
    """Whether its signature is its key's."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(one.key.public))
        key.verify(bytes.fromhex(one.signature), one.digest.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
