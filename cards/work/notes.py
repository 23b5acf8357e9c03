"""Notes on a listing, whether anybody took it on or not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Value

from aliexpress.models import Listing
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from
from cards.models import ListingNote, WorkEvent
from cards.work.items import LONGEST_NOTE

COLUMNS = ("at", "text", "who", "work", "title")


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    text: str
    by: str  # a name; "" of somebody who is no longer here
    work: int | None  # the work item it was said of; None: of the listing itself
    title: str  # of that item


def notes_of(listing: Listing) -> list[Note]:
    """What people wrote of the listing and of its work, newest first; one statement."""
    own = ListingNote.objects.filter(listing=listing).annotate(
        who=F("by__username"),
        work=Value(0, output_field=BigIntegerField()),
        title=Value("", output_field=CharField()),
    )
    said = WorkEvent.objects.filter(item__rows__listing=listing, kind=WorkEvent.Kind.COMMENT)
    of_work = said.annotate(who=F("by__username"), work=F("item"), title=F("item__title"))
    rows = own.values_list(*COLUMNS).union(of_work.values_list(*COLUMNS), all=True)
    return [
        Note(moment, text, who or "", work or None, title)
        for moment, text, who, work, title in rows.order_by("-at")
    ]


def note_on(listing: Listing, text: Any, *, by: Any, at: datetime) -> ListingNote:
    """Raises BadInput."""
    words = text_from("text", text, longest=LONGEST_NOTE)
    if not words:
        raise BadInput("text", "text must say something.")
    return ListingNote.objects.create(listing=listing, text=words, by=by, at=at)
