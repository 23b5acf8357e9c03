"""Whether kept answers to *why* stand on readings of their store, repeat what those say, and have
behind each number a list as long as it. Yields a sentence for each thing that does not hold."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl

from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.models import Tracing
from cards.tracing.grounds import end
from cards.tracing.listed_numbers import receipts_of
from cards.tracing.method import VERSION

# Of so many answers, the newest, the lists are counted again; of all the others the ends.
LISTS_COUNTED: Final = 50
# What movements tell of any window and moment. Titles, prices and attributes are those of now.
OF_MOVEMENTS: Final = (
    *("from", "to", "as_of", "state", "status", "offline_reason", "moved", "moved_reason"),
    *("stayed", "renewed", "reviewed", "reason", "batch", "submitted"),
)


def problems(store: Store) -> Iterator[str]:
    tracings = Tracing.objects.filter(store=store)
    snapshots = ListingSnapshot.objects.filter(store=store)
    sound = tracings.filter(opening__in=snapshots.values("pk"), closing__in=snapshots.values("pk"))
    for tracing in tracings.exclude(pk__in=sound.values("pk")):
        yield f"Tracing {tracing.pk} stands on a snapshot that is none of the store's."
    answered = sound.filter(status=Tracing.Status.DONE).select_related("opening", "closing")
    for read, tracing in enumerate(answered.order_by("-pk").iterator(chunk_size=100)):
        yield from _of_ends(tracing)
        if read < LISTS_COUNTED and tracing.method == VERSION:
            yield from _of_lists(store, tracing)


def _of_ends(tracing: Tracing) -> Iterator[str]:
    if tracing.opening_id > tracing.closing_id:
        yield f"Tracing {tracing.pk} opens with a snapshot that is later than it closes with."
    answer: dict[str, Any] = tracing.answer or {}
    for name, snapshot in (("from", tracing.opening), ("to", tracing.closing)):
        if answer.get(name) not in (None, end(snapshot)):
            yield f"Tracing {tracing.pk} says of snapshot {snapshot.pk} what is not so."
        said, told = answer.get("premise"), "before" if name == "from" else "now"
        if said and said[told] not in (snapshot.total_count, *snapshot.counts.values()):
            yield f"Tracing {tracing.pk} says {said[told]:,} of snapshot {snapshot.pk}."


def _of_lists(store: Store, tracing: Tracing) -> Iterator[str]:
    at = tracing.answered_at or tracing.asked_at
    for number, address in receipts_of(tracing.answer or {}):
        query = dict(parse_qsl((address or "").partition("?")[2]))
        if not _is_of_movements(query):
            continue
        known = (tracing.opening, tracing.closing)
        try:
            found = find(store, filters_from(query), at=at, known=known)
        except BadInput as error:
            yield f"Tracing {tracing.pk} leads to a list that cannot be shown: {address}. {error}"
            continue
        if (length := found.listings.count()) != number:
            yield (
                f"Tracing {tracing.pk} counts {number:,}, and the list behind it has {length:,}: "
                f"{address}"
            )


def _is_of_movements(query: dict[str, str]) -> bool:
    """Whether the list is the same whenever it is asked for."""
    then = query.keys() & {"from", "as_of"}
    of_now = "reason" in query and "reviewed" not in query
    return bool(then) and query.keys() <= {*OF_MOVEMENTS} and not of_now
