"""The life of one listing, as far as we saw it: each state with the bracket it changed in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import Http404

from aliexpress.lifecycle import State, meaning_in_any_family
from aliexpress.models import Listing, Store, Transition

_AFTER_REVIEW = {
    State.ACTIVE: "AliExpress's review let it through.",
    State.REJECTED: "AliExpress's review turned it down.",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One state and reason of the listing, from some moment in a bracket until the next."""

    state: State | None  # None: nowhere, gone from every list
    status: str
    offline_reason: str
    audit_failure_reason: str
    after_at: datetime | None  # it began after this moment; None: before we first looked …
    by_at: datetime  # … and by this one
    snapshot: int | None  # the one that brought it; None: the first reading
    until: datetime | None = None  # the earliest moment it may have ended; None: it lasts …
    until_by: datetime | None = None  # … and the latest one
    moved_from: State | None = None  # what it was in before, where we saw it there

    @property
    def cause(self) -> str:
        """What moved it into this state, in a sentence, where AliExpress's words tell; else ""."""
        if self.snapshot is None:
            return ""
        if self.moved_from == State.AUDITING and self.state in _AFTER_REVIEW:
            return _AFTER_REVIEW[self.state]
        meaning = meaning_in_any_family(self.status, self.offline_reason)
        return meaning.cause if meaning else ""

    def lasted(self, *, at: datetime) -> timedelta:
        """At least so long: from when we knew it until it may have ended."""
        return max(timedelta(), (self.until or at) - self.by_at)

    def lasted_at_most(self, *, at: datetime) -> timedelta | None:
        """None where nobody saw it begin."""
        if self.after_at is None:
            return None
        return max(timedelta(), (self.until_by or at) - self.after_at)


@dataclass(frozen=True, slots=True)
class Life:
    listing: Listing
    stages: list[Stage]  # newest first


def timeline(store: Store, product_id: int, *, at: datetime) -> Life:
    """Two statements. Raises Http404 where the store has no such listing."""
    listings = Listing.objects.of(store).select_related("detail", "shop")
    listing = listings.filter(product_id=product_id).first()
    if listing is None:
        raise Http404("There is no such listing in this store.")
    moves = list(listing.transitions.order_by("snapshot_id"))
    stages = [_first(listing, moves), *(_after(move) for move in moves)]
    told = [
        replace(stage, until=move.after_at, until_by=move.by_at) if move else stage
        for stage, move in zip(stages, [*moves, None], strict=True)
        if stage
    ]
    return Life(listing=listing, stages=told[::-1])


def _first(listing: Listing, moves: list[Transition]) -> Stage | None:
    """What it was in when it was first seen; None where its first movement says so. While it is
    still in it, AliExpress's last change of the listing may say that it began before."""
    if moves and moves[0].from_state is None:
        return None
    first = moves[0] if moves else None
    return Stage(
        state=State(first.from_state) if first and first.from_state else State(listing.state),
        status=first.from_status if first else listing.status,
        offline_reason=first.from_offline_reason if first else listing.offline_reason,
        audit_failure_reason="" if first else listing.audit_failure_reason,
        after_at=None,
        by_at=listing.first_seen_at
        if first
        else min(listing.first_seen_at, listing.state_since_at),
        snapshot=None,
    )


def _after(move: Transition) -> Stage:
    return Stage(
        state=State(move.to_state) if move.to_state else None,
        status=move.to_status,
        offline_reason=move.to_offline_reason,
        audit_failure_reason=move.audit_failure_reason,
        after_at=move.after_at,
        by_at=move.by_at,
        snapshot=move.snapshot_id,
        moved_from=State(move.from_state) if move.from_state else None,
    )
