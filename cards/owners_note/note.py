"""The whole note to one reader, over the stores they see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from aliexpress.models import Store
from cards.board.board import readable_cards, today_of
from cards.board.store_numbers import numbers_of
from cards.board.today import NOTHING
from cards.catalogue.definitions import TOTAL
from cards.models import Card
from cards.owners_note.store_lines import StoreLines, lines_of

MOST_STORES: Final = 20  # told one by one; of the others how many there are


@dataclass(frozen=True, slots=True)
class Note:
    subject: str
    text: str
    is_material: bool


def note_for(user: Any, *, since: datetime, until: datetime) -> Note | None:
    """None where the reader sees no number: no store that was read at both moments, or no card."""
    if not Card.objects.visible_to(user).filter(key=TOTAL).exists():
        return None
    stores = Store.objects.visible_to(user).active().order_by("name", "id")
    every = (lines_of(store, since=since, until=until) for store in stores)
    known = [lines for lines in every if lines is not None]
    if not known:
        return None
    material = [lines for lines in known if lines.is_material]
    still = [lines for lines in known if not lines.is_material]
    unread = [lines for lines in still if lines.read_at <= since]
    told = material or [lines for lines in still if lines not in unread]
    blocks = [block(lines, user, at=until) for lines in told[:MOST_STORES]]
    moved_too = len(material[MOST_STORES:])
    quiet = len(known) - len(blocks) - moved_too - len(unread)
    rest = [_more(moved_too, "something moved too"), _more(quiet, "nothing material moved")]
    opening = "" if material else "Nothing material moved since the last note.\n\n"
    parts = [*blocks, *filter(None, rest), *_unread(unread, user, at=until)]
    return Note(
        subject=_subject(told, is_material=bool(material)),
        text=opening + "\n\n".join(parts),
        is_material=bool(material),
    )


def _more(number: int, what: str) -> str:
    stores = "store" if number == 1 else "stores"
    return f"In {number} more {stores} of yours {what}." if number else ""


def _unread(unread: list[StoreLines], user: Any, *, at: datetime) -> Iterator[str]:
    """What could not be read since the last note, which is not quiet."""
    for lines in unread[:MOST_STORES]:
        said = f"{lines.store.name} was last read on {lines.read_at:%-d %B %Y}, and not since."
        cure = to_do(lines.store, user, at=at)
        yield said if cure == NOTHING else f"{said}\n{cure}"
    if more := len(unread[MOST_STORES:]):
        yield f"{more} more {'was' if more == 1 else 'were'} not read since the last note either."


def block(lines: StoreLines, user: Any, *, at: datetime) -> str:
    return "\n".join([lines.number, lines.movement, to_do(lines.store, user, at=at)])


def to_do(store: Store, user: Any, *, at: datetime) -> str:
    """The first sentence of Today about the store, with its address."""
    numbers = numbers_of(readable_cards(user), Store.objects.filter(pk=store.pk), at=at)
    sentences = today_of(numbers, user, at=at)
    if not sentences:
        return NOTHING
    return f"To do: {sentences[0].text} {settings.PUBLIC_URL}{sentences[0].address}"


def _subject(told: list[StoreLines], *, is_material: bool) -> str:
    if not is_material:
        return "Nothing material moved"
    names = ", ".join(lines.store.name for lines in told[:2])
    more = f" and {len(told) - 2} more" if len(told) > 2 else ""
    return " ".join(f"What moved: {names}{more}".split())
