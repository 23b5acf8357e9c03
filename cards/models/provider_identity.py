"""Who a user is at the provider they sign in at."""

from django.conf import settings
from django.db import models


class ProviderIdentity(models.Model):
    """Made when somebody comes from the provider for the first time. It is the provider's
    subject that tells who somebody is: names and addresses may be given to somebody else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="provider_identity"
    )
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    # Sessions that began before are over: the provider said so.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "provider identities"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="one_user_per_subject_of_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"
