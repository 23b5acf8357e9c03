"""What keeps a published snapshot from being changed unnoticed: digests, signed."""

from django.db import models
from django.db.models import Q

from aliexpress.models.encryption import EncryptedTextField
from aliexpress.models.snapshot import ListingSnapshot


class SigningKey(models.Model):
    """A key this installation signs snapshots with: the newest one. Older ones still tell that
    what they signed is ours."""

    public = models.CharField(max_length=64, unique=True)  # Ed25519, 32 bytes in hexadecimal
    private = EncryptedTextField()  # the same, by CREDENTIAL_KEYS
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Signing key {self.public[:16]}"


class SnapshotSeal(models.Model):
    """Made in the transaction that publishes a snapshot, and never changed. Digests are SHA-256
    in hexadecimal. A snapshot published before there were seals has none."""

    snapshot = models.OneToOneField(
        ListingSnapshot, on_delete=models.CASCADE, primary_key=True, related_name="seal"
    )
    # Of the ids it counted, ascending, each with its state.
    listings_digest = models.CharField(max_length=64)
    statement_digest = models.CharField(max_length=64)  # of what the snapshot says, that included
    previous_digest = models.CharField(max_length=64, blank=True)  # "" is the store's first seal
    digest = models.CharField(max_length=64)  # of the one before it and of the statement
    key = models.ForeignKey(SigningKey, on_delete=models.RESTRICT, related_name="+")
    signature = models.CharField(max_length=128)  # of the digest

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="seal_is_whole",
                condition=~Q(listings_digest="")
                & ~Q(statement_digest="")
                & ~Q(digest="")
                & ~Q(signature=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Seal of snapshot {self.snapshot_id}"
