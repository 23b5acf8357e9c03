"""The delivery of what is queued, tried again ever more slowly. A dead receiver delays nobody."""

from datetime import datetime
from typing import Any, Final

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F

from aliexpress.models.encryption import CredentialUnreadable
from cards.alerts.recipients import NoLongerTold, check_is_still_told
from cards.alerts.triggers import kept_triggers
from cards.alerts.webhook import NotTaken, send
from cards.alerts.webhook_address import AddressRefused, NameUnknown
from cards.formats import moment_text
from cards.mail import is_mailed
from cards.models import Alert, AlertDelivery
from cards.models.retries import CLAIM, MOST_ATTEMPTS, wait_after

MOST_AT_ONCE: Final = 50
# All of it: a receiver that sends a byte now and then is never silent for long.
LONGEST_SECONDS: Final = 30
TOO_SLOW: Final = f"The receiver was not done after {LONGEST_SECONDS} seconds."
NO_MAIL: Final = "Nobody was mailed: mail is only written down. Set EMAIL_URL to a mail server."
OUR_FAULT: Final = "Sending it stopped on a fault of this application; it is in the log."


class NotMailed(Exception):
    """This installation sends no mail; the sentence says what to set."""


def due(*, at: datetime) -> list[int]:
    """The ids of what is to be sent now, oldest first."""
    waiting = AlertDelivery.objects.due(at=at).order_by("next_attempt_at", "id")
    return list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])


def deliver(delivery_id: int, *, at: datetime) -> None:
    """Send one, if it may be sent now. Two workers at once send it once: the row decides."""
    row = AlertDelivery.objects.due(at=at).filter(pk=delivery_id)
    if not row.update(next_attempt_at=at + CLAIM, attempts=F("attempts") + 1):
        return
    delivery = AlertDelivery.objects.select_related(
        "webhook", "event", "event__alert", "event__alert__card", "event__alert__store"
    ).get(pk=delivery_id)
    try:
        check_is_still_told(delivery)
        _send(delivery, at=at)
    except (NameUnknown, NotTaken, OSError) as error:
        try_again(delivery, error=str(error), at=at)
    except SoftTimeLimitExceeded:
        try_again(delivery, error=TOO_SLOW, at=at)
    except (AddressRefused, CredentialUnreadable, NoLongerTold, NotMailed) as error:
        _end(delivery, error=str(error))
    except Exception:
        try_again(delivery, error=OUR_FAULT, at=at)
        raise
    else:
        _end(delivery, delivered_at=at)


def _send(delivery: AlertDelivery, *, at: datetime) -> None:
    hook = delivery.webhook
    if hook is None:
        _mail(delivery)
    else:
        send(hook.url, _body(delivery), secret=hook.secret, at=at)


def _mail(delivery: AlertDelivery) -> None:
    """Raises NotMailed where there is no mail server, and NotTaken where it refused."""
    event, alert = delivery.event, delivery.event.alert
    # Where to look; a whole address where this installation knows how it is reached.
    page = f"{settings.PUBLIC_URL}/stores/{alert.store.slug}/cards/{alert.card.key}/"
    subject = f"{event.get_kind_display()}: {alert.card.title}, {alert.store.name}"
    taken = send_mail(
        subject=" ".join(subject.split()),  # a header has one line
        message=(
            f"{event.text}\n\nYou are told of {alert.card.title} of {alert.store.name} when "
            f"{when(alert)}.\n\nLook at it: {page}\n"
            f"What is open, and what you are told of: {settings.PUBLIC_URL}/alerts/\n"
        ),
        from_email=None,
        recipient_list=[delivery.email],
    )
    if not is_mailed():
        raise NotMailed(NO_MAIL)
    if not taken:
        raise NotTaken("The mail server did not take it.")


def when(alert: Alert) -> str:
    """What it is about, after "when"; as it was written where that is no trigger any more."""
    found = kept_triggers(alert.trigger)
    return " or ".join(one.clause(alert.card.unit) for one in found) or alert.trigger


def _body(delivery: AlertDelivery) -> dict[str, Any]:
    event, alert = delivery.event, delivery.event.alert
    return {
        "event": event.pk,
        "kind": event.kind,
        "at": moment_text(event.at),
        "alert": alert.pk,
        "card": alert.card.key,
        "store": alert.store.slug,
        "trigger": alert.trigger,
        "text": event.text,
        "value": event.value,
        "snapshot": event.snapshot_id,
    }


def try_again(delivery: AlertDelivery, *, error: str, at: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        _end(delivery, error=f"Given up after {delivery.attempts} attempts. {error}")
        return
    next_at = at + wait_after(delivery.attempts)
    AlertDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=next_at, error=error)


def _end(delivery: AlertDelivery, **outcome: Any) -> None:
    told = {"error": "", **outcome}
    AlertDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=None, **told)
