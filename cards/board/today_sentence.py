"""One sentence of Today: what there is to do in a store, and the page where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse

from cards.board.store_today import StoreToday

# How much a listing at stake weighs: those that are lost within days before those that wait.
URGENCY: Final[Mapping[str, float]] = {
    "authorisation_ended": 4,
    "expiring": 4,
    "rejected": 3,
    "alert": 2,
    "failing": 2,
    "out_of_stock": 2,
    "unread": 1,
    "late": 1,
    "warned": 1,
    "stuck": 1,
    "unmapped": 1,
    "lacking": 0.5,
    "source_out_of_stock": 4,
    "source_missing": 0.5,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What there is to do in a store. `cards`: on whose pages it stands; empty: on every one."""

    rule: str
    text: str
    store: str  # its slug
    stake: int  # listings
    urgency: float
    page: str = "card"  # the name of the page it leads to
    arguments: tuple[Any, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    cards: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        return self.stake * self.urgency

    @property
    def address(self) -> str:
        return reverse(self.page, args=self.arguments, query=dict(self.query) or None)

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "store": self.store,
            "sentence": self.text,
            "listings": self.stake,
            "link": self.address,
        }


def of_store(now: StoreToday, rule: str, text: str, *, urgency: float | None = None) -> Sentence:
    """About the store as a whole: every listing of it is at stake. Who can connect a store is led
    to where that is done."""
    key = next(iter(now.readings), "")
    page: str = "card" if key else "board"
    arguments: tuple[Any, ...] = (now.store.slug, key) if key else ()
    if now.is_for_operations:
        page, arguments = "admin:aliexpress_store_change", (now.store.pk,)
    return Sentence(
        rule=rule,
        text=text,
        store=now.store.slug,
        stake=max(now.total, 1),
        urgency=URGENCY[rule] if urgency is None else urgency,
        page=page,
        arguments=arguments,
    )


def of_listings(
    now: StoreToday,
    rule: str,
    text: str,
    stake: int,
    *,
    query: Mapping[str, str],
    cards: tuple[str, ...],
) -> Sentence:
    return Sentence(
        rule=rule,
        text=text,
        store=now.store.slug,
        stake=stake,
        urgency=URGENCY[rule],
        page="listings",
        arguments=(now.store.slug,),
        query=query,
        cards=cards,
    )


def of_bridge(
    now: StoreToday, rule: str, text: str, stake: int, *, name: str, cards: tuple[str, ...]
) -> Sentence:
    """About items of the source; `name`: of the bridge's list it leads to."""
    return Sentence(
        rule=rule,
        text=text,
        store=now.store.slug,
        stake=stake,
        urgency=URGENCY[rule],
        page="bridge_list",
        arguments=(now.store.slug, name),
        cards=cards,
    )


def are(count: int) -> str:
    return "is" if count == 1 else "are"


def have(count: int) -> str:
    return "has" if count == 1 else "have"
