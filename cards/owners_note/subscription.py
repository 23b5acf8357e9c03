"""Choosing the note, and ending it by the link it carries, without signing in."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core import signing

from aliexpress.typed.bad_input import BadInput
from cards.models import OwnersNote

SALT: Final = "cards.owners_note"
MORNING_HOUR: Final = 6  # UTC
LENGTHS: Final = {OwnersNote.Every.DAY: timedelta(days=1), OwnersNote.Every.WEEK: timedelta(days=7)}


def choose(user: Any, every: str, *, at: datetime) -> None:
    """ "daily", "weekly", or "" for none. Raises BadInput."""
    if not every:
        OwnersNote.objects.filter(user=user).delete()
    elif every not in OwnersNote.Every.values:
        raise BadInput("every", "The note comes every day, every week or not at all.")
    else:
        told = {"every": every, "next_at": next_morning(every, at=at)}
        OwnersNote.objects.update_or_create(
            user=user, defaults=told, create_defaults=told | {"told_until": at, "sent_at": at}
        )


def next_morning(every: str, *, at: datetime) -> datetime:
    """The first morning after `at` on which it is looked at again: of a weekly note a Monday."""
    morning = at.astimezone(UTC).replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0)
    while morning <= at or (every == OwnersNote.Every.WEEK and morning.weekday() != 0):
        morning += timedelta(days=1)
    return morning


def token_to_end(user_id: int) -> str:
    return signing.dumps(user_id, salt=SALT)


def subscriber(token: str) -> int | None:
    """Whose note the token ends; None where it is none of ours."""
    try:
        user_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return user_id if isinstance(user_id, int) else None


def end(user_id: int) -> None:
    OwnersNote.objects.filter(user=user_id).delete()
