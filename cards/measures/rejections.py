"""Listings AliExpress turned down in a stretch of time."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Protocol

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, TruncSecond

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from cards.measures.measured import Coverage, Window
from cards.statements.prepared import Prepared

AN_HOUR: Final = timedelta(hours=1)
LENGTH: Final = 24 * AN_HOUR
# In one statement: SQLite takes no condition of more than 1,000 parts.
WINDOWS_AT_ONCE: Final = 400
MOST_STATEMENTS: Final = 50  # one for each number of windows that is in use
THEN: Final = datetime(1970, 1, 1, tzinfo=UTC)
BEGAN_LATER: Final = "The store was first read within them."
# Stands in a list's address for listings without a reason: an empty one would not narrow it.
NO_REASON: Final = "-"

Key = tuple[int, int]  # of a store, and a number
Stretch = tuple[datetime, datetime]


class Snapshot(Protocol):
    """One that was published, or a point of a history."""

    @property
    def as_of(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Rejections:
    """Moves into rejected within the window, by AliExpress's reason; "" where it gave none."""

    window: Window
    by_reason: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.by_reason.values())

    @property
    def coverage(self) -> Coverage | None:
        """None where the movements of the whole window are known."""
        window = self.window
        if window.known_since is None:
            return None
        hours = max(0, (window.end - window.known_since) // AN_HOUR)
        return Coverage(
            "movements known", hours, LENGTH // AN_HOUR, because=BEGAN_LATER, things="hours"
        )


def window_of(snapshot: Snapshot, confirmed_at: datetime) -> Stretch:
    """The 24 hours up to the newest moment the snapshot was known to be true. To the second,
    which is what is kept of a confirmation: asked for again later, it is the same window."""
    end = max(confirmed_at.replace(microsecond=0), snapshot.as_of)
    return end - LENGTH, end


def rejections_of(
    windows: Mapping[Key, Stretch], *, known_since: Mapping[int, datetime]
) -> dict[Key, Rejections]:
    """For each of the windows, by store and a number the caller tells them apart by; a statement
    for each few hundred. `known_since`: when each store was first read; moves are known from
    then on."""
    every = iter(windows.items())
    found: dict[Key, Rejections] = {}
    while some := dict(islice(every, WINDOWS_AT_ONCE)):
        found |= _rejections_of(some, known_since)
    return found


def _rejections_of(
    windows: Mapping[Key, Stretch], known_since: Mapping[int, datetime]
) -> dict[Key, Rejections]:
    reasons: dict[Key, list[tuple[str, int]]] = {key: [] for key in windows}
    asked: dict[str, int | datetime] = {}
    for place, ((store_id, _), (start, end)) in enumerate(windows.items()):
        asked |= {f"store_{place}": store_id, f"start_{place}": start, f"end_{place}": end}
    counted = _counted(tuple(number for _, number in windows)).rows(**asked)
    for store_id, number, reason, moves in counted:
        reasons[store_id, number].append((reason, moves))
    return {
        key: Rejections(
            Window.ending(end, end - start, known_since=known_since[key[0]]),
            dict(sorted(reasons[key], key=lambda one: (-one[1], one[0]))),
        )
        for key, (start, end) in windows.items()
    }


def rejections_in(
    windows: Sequence[tuple[int, Stretch]], *, known_since: Mapping[int, datetime]
) -> list[Rejections]:
    """For each of the windows, with the store it is of, however many there are; one statement."""
    if not windows:
        return []
    first, last = min(one[1][0] for one in windows), max(one[1][1] for one in windows)
    moves = into_rejected(
        Transition.objects.filter(
            store__in={store_id for store_id, _ in windows}, by_at__gt=first, by_at__lte=last
        )
    )
    found: dict[int, list[tuple[datetime, str]]] = {}
    rows = moves.order_by("by_at").values_list("store_id", "by_at", "audit_failure_reason")
    for store_id, moment, reason in rows:
        found.setdefault(store_id, []).append((moment, reason))
    moments = {store_id: [moment for moment, _ in some] for store_id, some in found.items()}
    rejections = []
    for store_id, (start, end) in windows:
        ends = moments.get(store_id, [])
        within = found.get(store_id, [])[bisect_right(ends, start) : bisect_right(ends, end)]
        reasons = Counter(reason for _, reason in within)
        rejections.append(
            Rejections(
                Window.ending(end, end - start, known_since=known_since[store_id]),
                dict(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
            )
        )
    return rejections


def with_moves_lately(stores: QuerySet[Store, Any]) -> QuerySet[Store, Any]:
    """The stores with `moves_lately`, how many moves into rejected their newest snapshot's window
    holds, and `knows_window`, whether anything is known of its beginning: what `rejections_of`
    counts, where a sum over many stores is wanted."""
    end = Greatest(TruncSecond("now__snapshot__confirmed_at"), F("now__snapshot__as_of"))
    # Nothing is published that moved after the window's end.
    moves = into_rejected(
        Transition.objects.filter(store=OuterRef("pk"), by_at__gt=OuterRef("window_start"))
    )
    first = ListingSnapshot.objects.filter(
        store=OuterRef("pk"), as_of__lte=OuterRef("window_start")
    )
    return stores.annotate(
        window_start=ExpressionWrapper(end - LENGTH, output_field=DateTimeField()),
        moves_lately=Coalesce(
            Subquery(moves.order_by().values("store").annotate(n=Count("pk")).values("n")), 0
        ),
        knows_window=Exists(first),
    )


@lru_cache(maxsize=MOST_STATEMENTS)
def _counted(numbers: tuple[int, ...]) -> Prepared:
    """For windows of these numbers: rows of store, number, reason, how many moves there were."""
    stand_ins: dict[str, int | datetime] = {}
    for place in range(len(numbers)):
        start = THEN + place * LENGTH
        stand_ins |= {f"store_{place}": -1 - place, f"start_{place}": start}
        stand_ins[f"end_{place}"] = start + AN_HOUR

    def build(**asked: Any) -> QuerySet[Transition, Any]:
        first, *others = (_counted_of(number, numbers, asked) for number in {*numbers})
        return first.union(*others, all=True)

    return Prepared(build, **stand_ins)


def _counted_of(
    number: int, numbers: tuple[int, ...], asked: Mapping[str, Any]
) -> QuerySet[Transition, Any]:
    within = Q()
    for place in (place for place, of in enumerate(numbers) if of == number):
        start, end = asked[f"start_{place}"], asked[f"end_{place}"]
        within |= Q(store_id=asked[f"store_{place}"], by_at__gt=start, by_at__lte=end)
    moves = into_rejected(Transition.objects.filter(within))
    counted = moves.values("store_id", "audit_failure_reason").annotate(moves=Count("pk"))
    return counted.values_list("store_id", Value(number), "audit_failure_reason", "moves")


def rejected_in(store_id: int, start: datetime, end: datetime, *, reason: str) -> QuerySet[Listing]:
    """The listings behind the count; one that was rejected twice is there twice. A listing that
    has moved on since, or is gone, is there all the same."""
    moves = into_rejected(
        Transition.objects.filter(store_id=store_id, by_at__gt=start, by_at__lte=end)
    )
    if reason:
        moves = moves.filter(audit_failure_reason="" if reason == NO_REASON else reason)
    return Listing.objects.filter(transitions__in=moves)


def into_rejected(moves: QuerySet[Transition]) -> QuerySet[Transition, Any]:
    # A move within rejected (another reason, say) is no new rejection; appearing in it is one.
    same = Q(from_state=State.REJECTED)
    return moves.filter(Q(from_state__isnull=True) | ~same, to_state=State.REJECTED)
