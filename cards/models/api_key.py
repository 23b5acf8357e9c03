"""Keys other apps read the API with: shown once, stored hashed, revocable."""

from django.conf import settings
from django.db import models


class ApiKey(models.Model):
    """Acts as its user. Only the digest is stored, so a leaked database opens nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(max_length=80, help_text="The app that reads with this key.")
    hint = models.CharField(
        max_length=12, editable=False
    )  # its first characters, to tell keys apart
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    plain = ""  # the key itself, on the object that was just made and nowhere else; no column

    class Meta:
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
