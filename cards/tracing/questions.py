"""Which listings a question is about, and which they are compared with: those it could have
happened to, and did not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, ValidityTally
from aliexpress.typed.bad_input import BadInput
from cards.flow.flow import Flow, flow_between
from cards.formats import moment_text
from cards.listings.filters import filters_from
from cards.measures import products, validity
from cards.models import Card
from cards.tracing.one_pass import Sides

Kind = Literal["why", "alike"]
WHY: Final = "why"
ALIKE: Final = "alike"
KINDS: Final = (WHY, ALIKE)
LONGEST_SUBJECT: Final = 500
NOWHERE: Final = "nowhere"
ELSEWHERE: Final = "elsewhere"
TOTAL: Final = "total"
OUT_OF_STOCK, LACKING, PROBLEM, EXPIRING = "out_of_stock", "lacking", "problem", "expiring"
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
    products.COMPLETE_ACTIVE: (LACKING, "alike"),
    products.QUALITY: (PROBLEM, "alike"),
}
_CONDITIONS: Final = (OUT_OF_STOCK, LACKING, PROBLEM, EXPIRING)
_OF_ATTRIBUTES: Final = frozenset({"required", "key_attributes"})

Query = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """`did`: of those asked about, after a number. `others`: whom they are compared with."""

    title: str
    did: str
    others: str


@dataclass(frozen=True, slots=True)
class Question:
    """`target` and `rest` are filters of the listings page; `rest` None: the others on sale."""

    subject: str
    kind: Kind
    opening: ListingSnapshot
    closing: ListingSnapshot
    target: Query
    rest: Query | None
    words: Words
    flow: Flow | None = None
    state: State | None = None  # whose readings the question is about; None: the whole
    looks_at_when: bool = False
    without: frozenset[str] = frozenset()

    @property
    def sides(self) -> Sides:
        rest = None if self.rest is None else filters_from(self.rest)
        return Sides(filters_from(self.target), rest)

    def between(self, opening: ListingSnapshot, closing: ListingSnapshot) -> "Question":
        """The same of another window."""
        window = _window(opening, closing)
        return replace(
            self,
            opening=opening,
            closing=closing,
            target=self.target | window,
            rest=None if self.rest is None else self.rest | window,
        )


def subject_from(text: object, kind: object = None) -> tuple[str, Kind]:
    """A card's key, a state, a cell of the movements such as auditing-rejected, or a list's
    filters. Raises BadInput."""
    if kind not in (None, "", *KINDS):
        raise BadInput("kind", f"kind must be {' or '.join(KINDS)}; it is {kind!r}.")
    if not isinstance(text, str) or not text.strip():
        raise BadInput("subject", "subject must say what is asked about, such as rejected.")
    subject, usual = OF_CARD.get(text.strip(), (text.strip(), None))
    if "=" in subject:
        query = filters_from(dict(parse_qsl(subject.removeprefix("?")))).given
        if not query:
            raise BadInput("subject", "subject names no filter of the listings page.")
        listed = urlencode(sorted(query.items()))
        if len(listed) > LONGEST_SUBJECT:
            raise BadInput("subject", f"subject must be at most {LONGEST_SUBJECT} characters.")
        return listed, "alike"
    if subject in _CONDITIONS:
        return subject, "alike"
    if subject not in (*State.values, TOTAL) and not _is_cell(subject):
        raise BadInput(
            "subject",
            "subject must be a card's key, a state such as rejected, a movement such as "
            f"auditing-rejected, or the filters of a list; it is {subject[:80]!r}.",
        )
    if subject == TOTAL or _is_cell(subject):
        return subject, "why"
    return subject, "alike" if (kind or usual or WHY) == ALIKE else "why"


def _is_cell(subject: str) -> bool:
    return filters_are_read({"moved": subject, "from": _ANY[0], "to": _ANY[1]})


_ANY: Final = ("2001-01-01T00:00:00Z", "2001-01-02T00:00:00Z")


def filters_are_read(query: Query) -> bool:
    try:
        return "-" in query["moved"] and bool(filters_from(query))
    except BadInput:
        return False


def question_of(
    store: Store, subject: str, kind: Kind, *, start: datetime, end: datetime
) -> Question:
    """Raises BadInput where nothing was known at one of the moments."""
    if kind == ALIKE:
        return _alike(store, subject, at=end)
    flow = flow_between(store, start=start, end=end)
    edge = subject if _is_cell(subject) else _edge(flow, subject)
    return _of_edge(subject, _narrowed_edge(flow, edge), flow)


def _window(opening: ListingSnapshot, closing: ListingSnapshot) -> Query:
    return {"from": _given(opening), "to": _given(closing)}


def _given(snapshot: ListingSnapshot) -> str:
    return moment_text(snapshot.published_at) or ""


# --- Why


def _edge(flow: Flow, subject: str) -> str:
    """The movement with most of the change; into review and out of it for what was rejected."""
    if subject == State.REJECTED:
        return f"{State.AUDITING}-{State.REJECTED}"
    if subject == TOTAL:
        return f"{NOWHERE}-{ELSEWHERE}" if flow.net >= 0 else f"{ELSEWHERE}-{NOWHERE}"
    state = State(subject)
    net = flow.closing.count_of(state) - flow.opening.count_of(state)
    return f"{ELSEWHERE}-{subject}" if net > 0 else f"{subject}-{ELSEWHERE}"


def _narrowed_edge(flow: Flow, edge: str) -> tuple[str, str]:
    """Of several movements the one most listings made."""
    first, last = edge.split("-")
    found = {
        (source.value if source else NOWHERE, to.value if to else NOWHERE): count
        for (source, to), count in flow.moves.items()
    }
    fits = [
        (count, ends)
        for ends, count in found.items()
        if (ends[0] == first or (first == ELSEWHERE and ends[0] != last))
        and (ends[1] == last or (last == ELSEWHERE and ends[1] != first))
    ]
    if fits:
        return max(fits)[1]
    other = State.ACTIVE.value if ELSEWHERE in (first, last) else ""
    return (other or first) if first == ELSEWHERE else first, other if last == ELSEWHERE else last


def _of_edge(subject: str, edge: tuple[str, str], flow: Flow) -> Question:
    source, to = edge
    window = _window(flow.opening, flow.closing)
    state = State(subject) if subject in State.values else None
    if subject not in State.values and subject != TOTAL:
        state = State(to) if to != NOWHERE else State(source)
    if source == State.AUDITING and to in (State.REJECTED, State.ACTIVE):
        other = State.ACTIVE if to == State.REJECTED else State.REJECTED
        did = "turned down" if to == State.REJECTED else "let through"
        words = Words(f"What review {did}", f"were {did}", "reviewed in that time")
        target, rest = {"reviewed": to}, {"reviewed": other.value}
    elif source == NOWHERE:
        words = Words(
            f"What came in as {_label(to)}", "are new", f"that are {_label(to)} and were before"
        )
        target, rest = {"moved": f"{source}-{to}"}, {"stayed": to}
    else:
        went = "vanished" if to == NOWHERE else f"went to {_label(to)}"
        words = Words(
            f"What {went} from {_label(source)}", went, f"that were {_label(source)} before"
        )
        target, rest = {"moved": f"{source}-{to}"}, {"stayed": source}
    return Question(
        subject=subject,
        kind="why",
        opening=flow.opening,
        closing=flow.closing,
        target=target | window,
        rest=rest | window,
        words=words,
        flow=flow,
        state=state,
        looks_at_when="reviewed" in target,
    )


def _label(state: str) -> str:
    return str(State(state).label)


# --- What they share


def _alike(store: Store, subject: str, *, at: datetime) -> Question:
    closing = ListingSnapshot.objects.given_at(store, at=at)
    if closing is None:
        raise BadInput("to", "No complete reading had been published by then.")
    then = {"as_of": _given(closing)}
    active = {"state": State.ACTIVE.value, **then}
    without = _OF_ATTRIBUTES if subject == LACKING else frozenset()
    state: State | None = State.ACTIVE
    target: Query
    rest: Query | None
    if subject == OUT_OF_STOCK:
        words = Words("What is out of stock", "are out of stock", "on sale")
        target, rest = active | {"out_of_stock": "yes"}, active | {"out_of_stock": "no"}
    elif subject == LACKING:
        words = Words("What lacks a required attribute", "lack a required attribute", "read so far")
        target, rest, state = then | {"required": "..99"}, then | {"required": "100"}, None
    elif subject == EXPIRING:
        words = Words("What expires soon", "expire soon", "on sale")
        end = _expires_by(store, closing)
        target, rest = active | {"validity": f"..{end}"}, active | {"validity": f"{end}.."}
    elif subject == PROBLEM:
        words = Words(
            "What AliExpress's diagnosis finds something in", "have a problem", "read so far"
        )
        target = {"card": products.QUALITY, "part": products.PROBLEM}
        rest, state = {"card": products.QUALITY, "part": products.SOUND}, None
    elif subject in State.values:
        state = State(subject)
        did = f"are {state.label.lower()}" if state != State.ACTIVE else "are on sale"
        words = Words(f"What is {state.label.lower()}", did, "that are so or on sale")
        target, rest = {"state": subject, **then}, active
        rest = {"state": State.REJECTED.value, **then} if state == State.ACTIVE else active
    else:
        words = Words("What these listings share", "are in the list", "in it or on sale")
        target, rest, state = dict(parse_qsl(subject)), None, None
        if not target.keys() & {"card", "moved", "stayed", "reviewed", "as_of"}:
            target |= then
    return Question(
        subject, "alike", closing, closing, target, rest, words, state=state, without=without
    )


def _expires_by(store: Store, closing: ListingSnapshot) -> str:
    tally = ValidityTally.objects.newest_for([closing.pk]).first()
    if tally is None:
        raise BadInput("subject", "The ends of validity were not counted then.")
    card = Card.objects.get(key=validity.KEY)
    return moment_text(tally.end_of(validity.days_of(card.settings))) or ""
