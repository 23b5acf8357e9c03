"""That somebody may see one more store: told by mail, and on the board until they saw it."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from aliexpress.models import Membership


class StoreNoticeQuerySet(models.QuerySet["StoreNotice"]):
    def unseen_by(self, user: AbstractBaseUser | AnonymousUser) -> "StoreNoticeQuerySet":
        notices = self.filter(membership__user=user.pk, is_seen=False)
        return notices.select_related("membership__store").order_by("pk")


class StoreNotice(models.Model):
    """Goes with the membership: of a store that was taken away again nothing is told."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="notice"
    )
    is_seen = models.BooleanField(default=False)
    is_mailed = models.BooleanField(default=False)
    mail_attempts = models.PositiveIntegerField(default=0)

    objects = StoreNoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            # Who is still to be mailed.
            models.Index(
                fields=["mail_attempts"],
                name="store_notice_to_mail",
                condition=models.Q(is_mailed=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.membership)
