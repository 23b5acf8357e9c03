"""Gathers what our readings know of the moment an entry is about."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aliexpress.lifecycle import POP, State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.typed.bad_input import BadInput
from cards.flow.flow import moves_between
from cards.reconciliation.entry import Entry
from cards.reconciliation.moment_facts import Disputed, Facts, Passed

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
    if facts.count_of(facts.in_view) == facts.entered:
        return facts
    others = readings_of_then(facts, snapshot)
    return replace(
        facts,
        same_at=shown_at(facts, others),
        filtered_at=filtered_at(facts, others),
        passed=_passed(facts, others),
    )


def readings_of_then(facts: Facts, snapshot: ListingSnapshot) -> list[ListingSnapshot]:
    """The other readings that stood within a day of the moment, the nearest first."""
    stood = ListingSnapshot.objects.filter(
        store=snapshot.store_id,
        confirmed_at__gte=facts.observed_at - ABOUT_THEN,
        published_at__lte=facts.observed_at + ABOUT_THEN,
        counts_drafts=snapshot.counts_drafts,
    ).exclude(pk=snapshot.pk)
    found = stood.only("as_of", "confirmed_at", *COUNT_FIELD.values())
    return sorted(found, key=lambda one: abs(one.as_of - facts.observed_at))


def shown_at(facts: Facts, others: list[ListingSnapshot]) -> datetime | None:
    """When another reading of about then showed the entered number: the nearest such moment."""
    shown = (one.as_of for one in others if count(one, facts.in_view) == facts.entered)
    return next(shown, None)


def filtered_at(
    facts: Facts, others: list[ListingSnapshot]
) -> tuple[datetime, frozenset[State]] | None:
    """The nearest other reading of about then, and a single tab that showed the number there."""
    if facts.states is not None or not facts.entered:
        return None
    shown = (
        (one.as_of, frozenset({state}))
        for one in others
        for state in TABS
        if one.count_of(state) == facts.entered
    )
    return next(shown, None)


def _passed(facts: Facts, others: list[ListingSnapshot]) -> tuple[Passed, ...]:
    """The views whose number went past the entered one between readings of about then: of the
    view that was compared, or else of single tabs where no tab is ticked. Where no reading is as
    late as the moment yet, as far beyond as it had gone in that time."""
    tabs = [] if facts.states is not None else [frozenset({state}) for state in TABS]
    for views in ([facts.in_view], tabs):
        found = []
        for view in views:
            counts = [facts.count_of(view), *(count(one, view) for one in others)]
            low, high = min(counts), max(counts)
            beyond = high - low if facts.is_behind else 0
            if low < high and low - beyond <= facts.entered <= high + beyond:
                found.append(Passed(view, low, high))
        if found:
            return tuple(found)
    return ()


def count(snapshot: ListingSnapshot, view: frozenset[State]) -> int:
    return sum(snapshot.count_of(state) for state in view)


def _corrected(
    snapshot: ListingSnapshot, undisputed: ListingSnapshot | None
) -> tuple[dict[State, int], tuple[Disputed, ...]]:
    """The counts, and what is disputed in them still.

    A status AliExpress declared otherwise than it listed is corrected where the first complete
    reading afterwards lists what had been declared: its listings were there and not yet listed.
    """
    counts, still = snapshot.counts, []
    # Shops of one family have statuses of the same words.
    later = undisputed.evidence if undisputed else []
    listed_later = {(row.get("shop"), row["status"]): row["listed"] for row in later}
    for row in snapshot.evidence:
        if row["declared"] in (None, row["listed"]):
            continue
        family = row.get("family", POP)
        one = Disputed(row["status"], row["declared"], row["listed"], family)
        if undisputed and listed_later.get((row.get("shop"), one.status)) == one.declared:
            counts |= {state: undisputed.count_of(state) for state in one.states}
        else:
            still.append(one)
    return counts, tuple(still)
