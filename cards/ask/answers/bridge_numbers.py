"""Numbers of the source held against the listings, with the list of the bridge each stands on."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.urls import reverse

from aliexpress.models import BridgeTally
from cards.ask.answers.receipts import Number, Receipt
from cards.ask.standpoint import CannotTell, Standpoint, card_of
from cards.board.bridge import Bridge, bridge_at
from cards.listings.bridge_findings import LISTS
from cards.measures.bridge import LISTS as LIST_OF_CARD
from cards.measures.bridge import MISSING, NO_BRIDGE, ORPHANS


def number_on_the_bridge(standpoint: Standpoint, subject: str, moment: datetime) -> Number:
    """As it was given at that moment. Raises CannotTell where there is no bridge, or the card is
    not the reader's."""
    key = card_of(subject)
    tally = tally_by(standpoint, key, moment)
    at = None if is_newest(standpoint, moment) else moment
    reading = standpoint.reading(key, moment)
    if reading.value is None:
        raise CannotTell("not_kept", reading.note or "That is not known yet.")
    short = reading.coverage if reading.coverage and reading.coverage.is_short else None
    return Number(
        reading.value,
        receipt_of_bridge(standpoint, tally, list_of(key), at),
        is_least=bool(short and short.is_least),
        is_most=bool(short and short.is_most),
    )


def listed_and_all(standpoint: Standpoint, moment: datetime) -> tuple[Number, Number]:
    """How many items of the source are listed, and how many there are. Raises CannotTell."""
    tally = tally_by(standpoint, MISSING, moment)
    at = None if is_newest(standpoint, moment) else moment
    listed, every = (receipt_of_bridge(standpoint, tally, name, at) for name in ("listed", "items"))
    return (
        Number(tally.listed_count, listed, is_least=not tally.is_whole),
        Number(tally.item_count, every),
    )


def tally_by(standpoint: Standpoint, key: str, moment: datetime) -> BridgeTally:
    """Raises CannotTell."""
    standpoint.reading(key)
    tally = bridge_at(standpoint.store, at=moment)
    if tally is None:
        raise CannotTell("not_kept", NO_BRIDGE, "A source: connect one, or upload a file.")
    return tally


def is_newest(standpoint: Standpoint, moment: datetime) -> bool:
    return standpoint.is_now and moment >= standpoint.at


def list_of(key: str) -> str:
    return "" if key == ORPHANS else LIST_OF_CARD[key]


def receipt_of_bridge(
    standpoint: Standpoint, tally: BridgeTally, name: str, at: datetime | None
) -> Receipt:
    """`name`: of the list; "" for the page of listings of the orphans, which is of now alone."""
    slug = standpoint.store.slug
    values = {"settled": "yes"} if name in LISTS else {}
    if name:
        values |= {"as_of": at.astimezone(UTC).isoformat()} if at else {}
        address = reverse("bridge_list", args=[slug, name])
    else:
        values, address = {"card": ORPHANS}, reverse("listings", args=[slug])
    if not name and at:
        values, address = {}, ""
    query = f"?{urlencode(values)}" if values else ""
    bridge = Bridge(tally)
    return Receipt(tally.snapshot_id, bridge.as_of, bridge.verdict, f"{address}{query}", slug)
