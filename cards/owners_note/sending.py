"""Sending what is due: a note where something moved, and once a week that nothing did."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse

from aliexpress.typed.moments import has_passed
from cards.models import OwnersNote
from cards.owners_note.note import Note, note_for
from cards.owners_note.subscription import next_note, token_to_end

# A day and a morning less than a week, so that a week later it is that weekday again.
QUIET_AT_MOST: Final = timedelta(days=6, hours=12)
LONGEST_WAIT: Final = timedelta(days=8)
TRY_AGAIN: Final = timedelta(minutes=15)


def send_due(*, at: datetime) -> int:
    """Look at every note that is due; how many were sent. Two workers at once send one once."""
    # No morning is further off than a week: what is, a clock that was ahead has reckoned.
    in_time = Q(next_at__lte=at) | Q(next_at__gt=at + LONGEST_WAIT)
    due = OwnersNote.objects.filter(in_time, user__is_active=True)
    sent = 0
    for row in due.exclude(user__email="").select_related("user").order_by("next_at", "pk"):
        claimed = OwnersNote.objects.filter(pk=row.pk, next_at=row.next_at)
        if claimed.update(next_at=next_note(row.user, row.every, at=at)):
            sent += _send(row, at=at)
    return sent


def _send(row: OwnersNote, *, at: datetime) -> int:
    note = note_for(row.user, since=min(row.told_until, at), until=at)
    is_wanted = row.every == OwnersNote.Every.WEEK or has_passed(row.sent_at, QUIET_AT_MOST, at=at)
    if note is None or not (note.is_material or is_wanted):
        return 0
    mine = OwnersNote.objects.filter(pk=row.pk)
    if not mail(row, note):
        mine.update(next_at=at + TRY_AGAIN)
        return 0
    mine.update(told_until=at, sent_at=at)
    return 1


def mail(row: OwnersNote, note: Note) -> bool:
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
