"""What differs between the listings we had and what a run has read."""

from django.db import models


class StagedDifference(models.Model):
    """A product that is new, gone or otherwise than we had it. Its table is temporary, and made
    by the run that publishes (`aliexpress.sync.publishing.differences`)."""

    product_id = models.BigIntegerField(primary_key=True)
    listing_id = models.BigIntegerField(null=True)  # null: it is new
    from_state = models.CharField(max_length=12, null=True)  # noqa: DJ001  null: it appeared
    to_state = models.CharField(max_length=12, null=True)  # noqa: DJ001  null: it vanished
    from_status = models.CharField(max_length=60)
    to_status = models.CharField(max_length=60)
    from_offline_reason = models.CharField(max_length=120)
    to_offline_reason = models.CharField(max_length=120)
    audit_failure_reason = models.CharField(max_length=200)
    is_move = models.BooleanField()  # its status, its reason or our state changed

    class Meta:
        managed = False
        db_table = "sync_differences"

    def __str__(self) -> str:
        return f"{self.product_id} from {self.from_state} to {self.to_state}"
