"""Telling people of a store they may see since lately, however they came by it."""

from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.db.models.signals import post_save
from django.http import Http404

from aliexpress.models import Membership, Store
from cards.models import StoreNotice

MOST_ATTEMPTS: Final = 5


def tell_of_new_stores() -> None:
    """Called once, when the application starts."""
    post_save.connect(keep_a_notice, sender=Membership, dispatch_uid="cards.members.store_news")


def seen(user: Any, notice_id: int) -> Store:
    """Mark one of one's own notices as seen; the store it is about. Raises Http404."""
    notice = StoreNotice.objects.unseen_by(user).filter(pk=notice_id).first()
    if notice is None:
        raise Http404("There is no such notice.")
    StoreNotice.objects.filter(pk=notice.pk).update(is_seen=True)
    return notice.membership.store


def see_all(user: Any) -> None:
    """Mark every notice of one's own as seen."""
    StoreNotice.objects.filter(membership__user=user.pk, is_seen=False).update(is_seen=True)


def mail_store_news() -> None:
    """Mail whoever has an address and was not mailed yet, one by one; what a mail server does not
    take is tried a few times."""
    waiting = StoreNotice.objects.filter(
        is_mailed=False, mail_attempts__lt=MOST_ATTEMPTS, membership__user__is_active=True
    ).exclude(membership__user__email="")
    for notice in waiting.select_related("membership__store", "membership__user"):
        row = StoreNotice.objects.filter(pk=notice.pk, mail_attempts=notice.mail_attempts)
        # Two workers at once mail it once.
        if row.update(mail_attempts=F("mail_attempts") + 1) and _mail(notice.membership):
            StoreNotice.objects.filter(pk=notice.pk).update(is_mailed=True)


def keep_a_notice(instance: Membership, *, created: bool, raw: bool, **_: Any) -> None:
    """Not for somebody who never signed in: all they will see is new to them."""
    if created and not raw and instance.user.last_login is not None:
        StoreNotice.objects.get_or_create(membership=instance)


def _mail(membership: Membership) -> bool:
    store = membership.store
    try:
        taken = send_mail(
            subject=" ".join(f"You may see {store.name} now".split()),
            message=(
                f"The store {store.name} is yours to see in Nerve Centre for AliExpress:\n"
                f"{settings.PUBLIC_URL}/\n"
            ),
            from_email=None,
            recipient_list=[membership.user.email],
        )
    except OSError:
        return False
    return bool(taken)
