"""Sending what is due: a note where something moved, and once a week that nothing did."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from cards.models import OwnersNote
from cards.owners_note.note import Note, note_for
from cards.owners_note.subscription import next_note, token_to_end

# A day and a morning less than a week, so that a week later it is that weekday again.
QUIET_AT_MOST: Final = timedelta(days=6, hours=12)
TRY_AGAIN: Final = timedelta(minutes=15)


def send_due(*, at: datetime) -> int:
    """Look at every note that is due; how many were sent. Two workers at once send one once."""
    due = OwnersNote.objects.filter(next_at__lte=at, user__is_active=True)
    sent = 0
    for row in due.exclude(user__email="").select_related("user").order_by("next_at", "pk"):
        claimed = OwnersNote.objects.filter(pk=row.pk, next_at=row.next_at)
        if claimed.update(next_at=next_note(row.user, row.every, at=at)):
            sent += _send(row, at=at)
    return sent


def _send(row: OwnersNote, *, at: datetime) -> int:
    note = note_for(row.user, since=row.told_until, until=at)
    if note is None or not (note.is_material or at - row.sent_at >= QUIET_AT_MOST):
        return 0
    mine = OwnersNote.objects.filter(pk=row.pk)
    if not _mail(row, note):
        mine.update(next_at=at + TRY_AGAIN)
        return 0
    mine.update(told_until=at, sent_at=at)
    return 1


def _mail(row: OwnersNote, note: Note) -> bool:
    path = reverse("end_note", args=[token_to_end(row.pk)])
    end = f"{settings.PUBLIC_URL}{path}"
    account = f"{settings.PUBLIC_URL}{reverse('account')}"
    headers = {"Auto-Submitted": "auto-generated"}
    if settings.PUBLIC_URL:
        headers |= {
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = EmailMessage(
        subject=note.subject,
        body=f"{note.text}\n\n--\nHow often it comes: {account}\nEnd it: {end}\n",
        to=[row.user.email],
        headers=headers,
    )
    try:
        return bool(message.send())
    except OSError:
        return False
