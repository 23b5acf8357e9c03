"""The bridge as every screen tells it: one tally with its moments, matrix and reasons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import BridgeTally, Store, StoreNow
from aliexpress.models.bridge_words import ListingClass, Reason, Rule
from cards.board.bridge_ledger import Line, ledger_of

ALWAYS: Final = (State.ACTIVE, State.AUDITING, State.REJECTED, State.EXPIRED)
MARKS: Final = {
    "mixed": ("SKUs of several source products", "mixed_count", "is_mixed"),
    "split": ("of a product over several listings", "split_count", "is_split"),
    "partly": ("partly ours", "partly_count", "is_partly"),
    "not_meant": ("not meant, yet listed", "not_meant_listing_count", "is_unmeant"),
}


def bridge_now(store: Store) -> BridgeTally | None:
    """One statement."""
    pointed_at = StoreNow.objects.filter(store=store).values("bridge")
    found: BridgeTally | None = _told(BridgeTally.objects.filter(pk__in=pointed_at)).first()
    return found


def bridge_at(store: Store, *, at: datetime) -> BridgeTally | None:
    """The one a reader was given at that moment."""
    given = BridgeTally.objects.filter(store=store, published_at__lte=at)
    found: BridgeTally | None = _told(given).first()
    return found


def _told(tallies: Any) -> Any:
    first = BridgeTally.objects.filter(store=OuterRef("store")).order_by("published_at", "id")
    told = tallies.select_related("source__catalogue", "snapshot")
    followed = told.annotate(followed_from=Subquery(first.values("published_at")[:1]))
    return followed.order_by("-published_at", "-id")


@dataclass(frozen=True, slots=True)
class Bridge:
    """One tally, told."""

    tally: BridgeTally

    @property
    def as_of(self) -> datetime:
        as_of: datetime = self.tally.as_of
        return as_of

    @property
    def confirmed_at(self) -> datetime:
        """The older of the two sides' newest moments."""
        return min(self.tally.source.confirmed_at, self.tally.snapshot.confirmed_at)

    @property
    def verdict(self) -> str:
        """Disputed where one of the sides is."""
        verdicts = {self.tally.source.verdict, self.tally.snapshot.verdict}
        return "disputed" if "disputed" in verdicts else "complete"

    @property
    def not_read(self) -> int:
        return self.tally.not_read_listing_count

    @property
    def ledger(self) -> list[Line]:
        return ledger_of(self.tally)

    @property
    def states(self) -> list[State]:
        """Those every table names, and others that hold a listing."""
        return [s for s in State if s in ALWAYS or self.tally.state_count(s)]

    @property
    def classes(self) -> list[ListingClass]:
        kinds = list(ListingClass)
        return kinds[:-1] if self.tally.is_whole else kinds

    @property
    def matrix(self) -> list[dict[str, Any]]:
        return [
            {
                "state": state,
                "count": self.tally.state_count(state),
                "cells": [(kind, self.tally.cell(state, kind)) for kind in self.classes],
            }
            for state in self.states
        ]

    @property
    def class_sums(self) -> list[tuple[ListingClass, int]]:
        return [(kind, self.tally.class_count(kind)) for kind in self.classes]

    @property
    def rules(self) -> list[tuple[Rule, int]]:
        found = [(rule, self.tally.by_rule(rule)) for rule in Rule]
        return sorted([one for one in found if one[1]], key=lambda one: -one[1])

    @property
    def missing(self) -> list[tuple[Reason, int]]:
        """By what is known of why."""
        reasons = (Reason.WITHDRAWN, Reason.WAITING, Reason.FAILED, Reason.NOT_PUSHED)
        return [(one, getattr(self.tally, f"{one}_count")) for one in reasons]

    @property
    def is_tool_told(self) -> bool:
        """Whether the source says what waits or failed in the seller's tool: else nothing of it
        is known, and 0 says nothing."""
        told = self.tally.source.evidence
        return bool(told.get("channel_listings") or told.get("tells_tool")) or any(
            (self.tally.waiting_count, self.tally.failed_count)
        )

    @property
    def untold(self) -> frozenset[str]:
        """Reasons of which nothing is known."""
        of_tool = () if self.is_tool_told else (Reason.WAITING, Reason.FAILED)
        return frozenset(of_tool)

    @property
    def pushed(self) -> int:
        """Listed and meant, withdrawn, waiting or failed."""
        tally = self.tally
        meant = tally.listed_count - tally.not_meant_listed_count
        return meant + tally.withdrawn_count + tally.waiting_count + tally.failed_count

    @property
    def overlaps(self) -> list[tuple[str, str, int]]:
        """Lists beside the classes: a mark, its words, and how many listings."""
        return [(mark, MARKS[mark][0], getattr(self.tally, MARKS[mark][1])) for mark in MARKS]
