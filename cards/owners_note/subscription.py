"""Choosing the note, and ending it by the link it carries, without signing in."""

from datetime import datetime
from typing import Any, Final

from django.core import signing

from aliexpress.typed.bad_input import BadInput
from cards.models import OwnersNote
from cards.reader_zone import next_morning, zone_of

SALT: Final = "cards.owners_note"
MONDAY: Final = 0


def choose(user: Any, every: str, *, at: datetime) -> None:
    """ "daily", "weekly", or "" for none. Raises BadInput."""
    if not every:
        OwnersNote.objects.filter(user=user).delete()
    elif every not in OwnersNote.Every.values:
        raise BadInput("every", "The note comes every day, every week or not at all.")
    else:
        told = {"every": every, "next_at": next_note(user, every, at=at)}
        OwnersNote.objects.update_or_create(
            user=user, defaults=told, create_defaults=told | {"told_until": at, "sent_at": at}
        )


def next_note(user: Any, every: str, *, at: datetime) -> datetime:
    """The first morning of the reader after `at` on which it is looked at again: of a weekly note
    a Monday."""
    weekday = MONDAY if every == OwnersNote.Every.WEEK else None
    return next_morning(zone_of(user), at=at, weekday=weekday)


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
