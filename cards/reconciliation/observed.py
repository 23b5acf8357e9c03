"""Gathers what our readings know of the moment an entry is about."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from django.db.models import F, Q
from django.db.models.expressions import Combinable

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.typed.bad_input import BadInput
from cards.flow.flow import moves_between
from cards.reconciliation.around import Disputed, Facts
from cards.reconciliation.entry import Entry

# How far from the observed moment a reading may lie that shows the same number: a list left open
# over a day says nothing any more.
ABOUT_THEN = timedelta(days=1)
TABS = tuple(state for state in State if state != State.DRAFT)


@dataclass(frozen=True, slots=True)
class Around:
    """Our newest reading that was true by a moment, the first that is later, and, where the
    reading is disputed, the first complete one after it."""

    moment: datetime
    snapshot: ListingSnapshot
    after: ListingSnapshot | None
    undisputed: ListingSnapshot | None

    @property
    def is_covered(self) -> bool:
        """Whether a reading of ours is as late as the moment."""
        return self.after is not None or self.snapshot.confirmed_at >= self.moment

    @property
    def is_settled(self) -> bool:
        """Whether no reading to come can bear on the moment. A complete reading is proven status
        by status and stays; a disputed one waits for a complete one to say what was right."""
        complete = self.snapshot.verdict == ListingSnapshot.Verdict.COMPLETE
        return self.is_covered and (complete or self.undisputed is not None)


def around(store: Store, moment: datetime) -> Around:
    """Raises BadInput where nothing complete was known by the moment."""
    of_store = ListingSnapshot.objects.filter(store=store)
    # Readings of a store are published in the order in which they were true.
    snapshot = of_store.filter(as_of__lte=moment).order_by("-published_at", "-id").first()
    if snapshot is None:
        raise BadInput(
            "observed_at",
            "We had no complete reading by that moment, so there is nothing to compare with.",
        )
    later = of_store.filter(pk__gt=snapshot.pk).order_by("id")
    disputed = snapshot.verdict == ListingSnapshot.Verdict.DISPUTED
    undisputed = (
        later.filter(verdict=ListingSnapshot.Verdict.COMPLETE).first() if disputed else None
    )
    return Around(moment, snapshot, later.first(), undisputed)


def facts_of(entry: Entry, known: Around) -> Facts:
    snapshot, after = known.snapshot, known.after
    between = after is not None and snapshot.confirmed_at < entry.observed_at
    right, disputed = _corrected(snapshot, known.undisputed)
    facts = Facts(
        entered=entry.entered,
        counts=right,
        drafts_are_counted=snapshot.counts_drafts,
        observed_at=entry.observed_at,
        confirmed_at=snapshot.confirmed_at,
        states=entry.states,
        includes_drafts=entry.includes_drafts,
        category=entry.category,
        moves=moves_between(snapshot.store, snapshot, after) if between and after else {},
        next_as_of=after.as_of if between and after else None,
        is_behind=not known.is_covered,
        disputed=disputed,
    )
    facts = replace(facts, same_at=_shown_at(facts, snapshot))
    return replace(facts, filtered_at=_filtered_at(facts, snapshot))


def _shown_at(facts: Facts, snapshot: ListingSnapshot) -> datetime | None:
    """When another reading of about then showed the entered number: the nearest such moment."""
    if facts.count_of(facts.in_view) == facts.entered:
        return None
    counts: list[Combinable] = [F(COUNT_FIELD[state]) for state in facts.in_view]
    moments = (
        ListingSnapshot.objects.filter(
            store=snapshot.store_id,
            published_at__gte=facts.observed_at - ABOUT_THEN,
            published_at__lte=facts.observed_at + ABOUT_THEN,
            counts_drafts=snapshot.counts_drafts,
        )
        .exclude(pk=snapshot.pk)
        .annotate(shown=reduce(add, counts))
        .filter(shown=facts.entered)
        .values_list("as_of", flat=True)
    )
    return min(moments, key=lambda moment: abs(moment - facts.observed_at), default=None)


def _filtered_at(
    facts: Facts, snapshot: ListingSnapshot
) -> tuple[datetime, frozenset[State]] | None:
    """The nearest other reading of about then, and a single tab that showed the number there."""
    if facts.states is not None or facts.count_of(facts.in_view) == facts.entered:
        return None
    one_tab = Q()
    for state in TABS:
        one_tab |= Q(**{COUNT_FIELD[state]: facts.entered})
    readings = ListingSnapshot.objects.filter(
        one_tab,
        store=snapshot.store_id,
        published_at__gte=facts.observed_at - ABOUT_THEN,
        published_at__lte=facts.observed_at + ABOUT_THEN,
    ).exclude(pk=snapshot.pk)
    found = [
        (reading.as_of, frozenset({state}))
        for reading in readings.only("as_of", *COUNT_FIELD.values())
        for state in TABS
        if facts.entered and reading.count_of(state) == facts.entered
    ]
    return min(found, key=lambda one: abs(one[0] - facts.observed_at), default=None)


def _corrected(
    snapshot: ListingSnapshot, undisputed: ListingSnapshot | None
) -> tuple[dict[State, int], tuple[Disputed, ...]]:
    """The counts, and what is disputed in them still.

    A status AliExpress declared otherwise than it listed is corrected where the first complete
    reading afterwards lists what had been declared: its listings were there and not yet listed.
    """
    counts, still = snapshot.counts, []
    listed_later = (
        {row["status"]: row["listed"] for row in undisputed.evidence} if undisputed else {}
    )
    for row in snapshot.evidence:
        if row["declared"] in (None, row["listed"]):
            continue
        one = Disputed(row["status"], row["declared"], row["listed"])
        if undisputed and listed_later.get(one.status) == one.declared:
            counts |= {state: undisputed.count_of(state) for state in one.states}
        else:
            still.append(one)
    return counts, tuple(still)
