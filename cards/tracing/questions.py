"""Which listings a question is about, and which they are compared with: those it could have
happened to, and did not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from cards.flow.flow import Flow
from cards.formats import moment_text
from cards.listings.filters import filters_from
from cards.listings.listing_set import Found
from cards.listings.of_card import LISTINGS
from cards.measures import products, validity
from cards.models import Tracing
from cards.tracing.one_pass import Sides

Kind = Literal["why", "alike"]
WHY: Final = "why"
ALIKE: Final = "alike"
KINDS: Final = (WHY, ALIKE)
LONGEST_SUBJECT: Final = Tracing.LONGEST_SUBJECT
NOWHERE: Final = "nowhere"
ELSEWHERE: Final = "elsewhere"
TOTAL: Final = "total"
LIST: Final = "list"  # in place of a card in an address: the list is in its query
OUT_OF_STOCK, LACKING, LACKING_ON_SALE, PROBLEM, EXPIRING, STUCK = CONDITIONS = (
    "out_of_stock",
    "lacking",
    "lacking_on_sale",
    "problem",
    "expiring",
    "stuck",
)
# What each card asks, by default.
OF_CARD: Final[Mapping[str, tuple[str, Kind]]] = {
    "aex_total_listings": (TOTAL, "why"),
    "aex_active_listings": (State.ACTIVE.value, "why"),
    "aex_active_share": (State.ACTIVE.value, "why"),
    "aex_rejected_listings": (State.REJECTED.value, "why"),
    "aex_rejected_listings_24h": (State.REJECTED.value, "why"),
    "aex_rejection_rate": (State.REJECTED.value, "why"),
    products.OUT_OF_STOCK: (OUT_OF_STOCK, "alike"),
    validity.KEY: (EXPIRING, "alike"),
    "aex_attribute_completeness": (LACKING, "alike"),
    products.COMPLETE: (LACKING, "alike"),
    products.COMPLETE_ACTIVE: (LACKING_ON_SALE, "alike"),
    products.QUALITY: (PROBLEM, "alike"),
}
_ANY: Final = {"from": "2001-01-01T00:00:00Z", "to": "2001-01-02T00:00:00Z"}

Query = dict[str, str]


class NotKnown(BadInput):
    """What is asked about was not counted at one of the moments; the sentence says what was not."""


@dataclass(frozen=True, slots=True)
class Words:
    """`did`: of those asked about, after a number. `others`: whom they are compared with.
    `population`: of the two together, after "the other 395"."""

    title: str
    did: str
    others: str
    population: str = "looked at"


@dataclass(frozen=True, slots=True)
class Question:
    """`target` and `rest` are filters of the listings page, `both` those of the two together where
    one list has them."""

    subject: str
    kind: Kind
    opening: ListingSnapshot
    closing: ListingSnapshot
    target: Query
    rest: Query
    words: Words
    both: Query | None = None
    flow: Flow | None = None
    state: State | None = None  # whose readings the question is about; None: the whole
    looks_at_when: bool = False
    without: frozenset[str] = frozenset()

    @property
    def sides(self) -> Sides:
        return Sides(filters_from(self.target), filters_from(self.rest))

    def found(self, store: Store, *, at: datetime) -> tuple[Found, Found]:
        """The listings asked about, and those they are compared with. Raises BadInput."""
        return self.sides.found(store, at=at, known=(self.opening, self.closing))

    def between(self, opening: ListingSnapshot, closing: ListingSnapshot) -> "Question":
        """The same of another window."""
        window = window_of(opening, closing)
        return replace(
            self,
            opening=opening,
            closing=closing,
            target=self.target | window,
            rest=self.rest | window,
            both=None if self.both is None else self.both | window,
        )


def window_of(opening: ListingSnapshot, closing: ListingSnapshot) -> Query:
    return {"from": given_at(opening), "to": given_at(closing)}


def given_at(snapshot: ListingSnapshot) -> str:
    """As an address says it."""
    return moment_text(snapshot.published_at) or ""


def subject_from(text: object, kind: object = None) -> tuple[str, Kind]:
    """A card's key, a state, a cell of the movements such as auditing-rejected, or a list's
    filters. Raises BadInput."""
    if kind not in (None, "", *KINDS):
        raise BadInput("kind", f"kind must be {' or '.join(KINDS)}; it is {kind!r}.")
    if not isinstance(text, str) or not text.strip():
        raise BadInput("subject", "subject must say what is asked about, such as rejected.")
    subject, usual = OF_CARD.get(text.strip(), (text.strip(), None))
    if "=" in subject:
        return _list(subject), "alike"
    if subject in CONDITIONS:
        return subject, "alike"
    if not is_subject(subject):
        raise BadInput(
            "subject",
            "subject must be a card's key, a state such as rejected, a movement such as "
            f"auditing-rejected, or the filters of a list; it is {subject[:80]!r}.",
        )
    if subject == TOTAL or is_cell(subject):
        return subject, "why"
    return subject, "alike" if (kind or usual or WHY) == ALIKE else "why"


def _list(subject: str) -> str:
    """The filters in one order, so that the same question finds the same answer."""
    filters = filters_from(dict(parse_qsl(subject.removeprefix("?"))))
    query = filters.given
    if others := sorted(filters.cards - LISTINGS.keys()):
        raise BadInput("subject", f"{others[0]} is no card that counts listings one by one.")
    if not query:
        raise BadInput("subject", "subject names no filter of the listings page.")
    listed = urlencode(sorted(query.items()))
    if len(listed) > LONGEST_SUBJECT:
        raise BadInput("subject", f"subject must be at most {LONGEST_SUBJECT:,} characters.")
    return listed


def is_subject(text: str) -> bool:
    """Whether it names a state, the whole or a movement."""
    return text in (*State.values, TOTAL, *CONDITIONS) or is_cell(text)


def is_cell(subject: str) -> bool:
    """Whether it names a movement, such as auditing-rejected."""
    try:
        return "-" in subject and bool(filters_from({"moved": subject, **_ANY}))
    except BadInput:
        return False
