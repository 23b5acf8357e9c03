"""Where people's clocks stand."""

from django.conf import settings
from django.db import models


class ReaderZone(models.Model):
    """The time zone somebody reads in, as their browser last said: what day it is for them, and
    when their morning begins."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reader_zone",
    )
    name = models.CharField(max_length=60)  # such as Europe/Berlin

    class Meta:
        constraints = [
            models.CheckConstraint(name="reader_zone_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
