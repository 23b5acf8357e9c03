"""What people do with an alert: acknowledge it, and note what they know."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import can_be_kept
from cards.models import Alert, AlertEvent

LONGEST_NOTE = 2000


def visible_alert(user: Viewer, alert_id: int) -> Alert:
    """Raises Http404 where the alert is absent, or of a store or card this user may not see."""
    alert = Alert.objects.visible_to(user).with_history().filter(pk=alert_id).first()
    if alert is None:
        raise Http404("There is no such alert.")
    return alert


def acknowledge(alert: Alert, *, by: Any, at: datetime) -> None:
    """Somebody has it in hand. A second time changes nothing."""
    with transaction.atomic():
        free = Alert.objects.select_for_update().filter(pk=alert.pk, acknowledged_at=None).first()
        if free is not None:
            free.acknowledged_at, free.acknowledged_by = at, by
            free.save(update_fields=["acknowledged_at", "acknowledged_by"])
            AlertEvent.objects.create(
                alert=alert,
                kind=AlertEvent.Kind.ACKNOWLEDGED,
                at=at,
                by=by,
                text=f"{by.get_username()} has it in hand.",
            )


def note(alert: Alert, text: Any, *, by: Any, at: datetime) -> None:
    """Raises BadInput."""
    text = text.strip() if isinstance(text, str) else ""
    if not text or len(text) > LONGEST_NOTE or not can_be_kept(text):
        raise BadInput(
            "text", f"A note says something in at most {LONGEST_NOTE:,} ordinary characters."
        )
    AlertEvent.objects.create(alert=alert, kind=AlertEvent.Kind.NOTED, at=at, by=by, text=text)
