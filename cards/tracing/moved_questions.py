"""Why a number moved: the movement behind it, held against what could have gone that way."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import Renewal, Store
from cards.flow.flow import Flow, flow_between, moves_between
from cards.flow.movements import ANYWHERE, whole_moves
from cards.listings.property import NONE
from cards.tracing.questions import (
    ELSEWHERE,
    NOWHERE,
    TOTAL,
    Query,
    Question,
    Words,
    is_cell,
    window_of,
)
from cards.tracing.window_before import window_before

Edge = tuple[str, str]
LAPSED: Final = (State.ACTIVE.value, State.EXPIRED.value)
SEVERAL: Final = (ELSEWHERE, ANYWHERE)
REVIEWED: Final = (State.ACTIVE.value, State.REJECTED.value)
OUTCOMES: Final = {State.REJECTED.value: "turned down", State.ACTIVE.value: "let through"}


def moved_question(store: Store, subject: str, *, start: datetime, end: datetime) -> Question:
    """Raises BadInput where nothing was known at one of the moments."""
    flow = flow_between(store, start=start, end=end)
    named = subject if is_cell(subject) else _edge(flow, subject)
    edge = likeliest(flow, named, grown=growth(store, flow) if subject == State.AUDITING else {})
    return of_edge(store, subject, edge, flow)


def _edge(flow: Flow, subject: str) -> str:
    """The movements that make the change; out of review for what was rejected."""
    if subject == State.REJECTED:
        return f"{State.AUDITING}-{State.REJECTED}"
    if subject == TOTAL:
        return f"{NOWHERE}-{ELSEWHERE}" if flow.net >= 0 else f"{ELSEWHERE}-{NOWHERE}"
    state = State(subject)
    net = flow.closing.count_of(state) - flow.opening.count_of(state)
    return f"{ELSEWHERE}-{subject}" if net > 0 else f"{subject}-{ELSEWHERE}"


def named_moves(flow_moves: dict[tuple[State | None, State | None], int]) -> dict[Edge, int]:
    return {
        (source.value if source else NOWHERE, to.value if to else NOWHERE): count
        for (source, to), count in flow_moves.items()
    }


def growth(store: Store, flow: Flow) -> dict[Edge, int]:
    """How many more made each movement than in the window before; empty: that is not known."""
    earlier = window_before(store, flow.opening, flow.closing)
    if earlier is None:
        return {}
    before = named_moves(moves_between(store, earlier, flow.opening))
    now = named_moves(flow.moves)
    return {edge: now.get(edge, 0) - before.get(edge, 0) for edge in {*before, *now}}


def likeliest(flow: Flow, named: str, *, grown: dict[Edge, int]) -> Edge:
    """Of several movements the one that grew most, or else the one most listings made."""
    first, last = named.split("-")
    fits = [
        (grown.get(edge, 0), count, edge)
        for edge, count in named_moves(flow.moves).items()
        if (edge[0] == first or (first in SEVERAL and edge[0] != last))
        and (edge[1] == last or (last in SEVERAL and edge[1] != first))
    ]
    if fits:
        return max(fits)[2]
    usual = State.ACTIVE.value if State.ACTIVE not in (first, last) else State.REJECTED.value
    return (usual if first in SEVERAL else first), (usual if last in SEVERAL else last)


def of_edge(store: Store, subject: str, edge: Edge, flow: Flow) -> Question:
    source, to = edge
    window = window_of(flow.opening, flow.closing)
    state = State(subject) if subject in State.values else None
    if state is None and subject != TOTAL:
        state = State(to) if to != NOWHERE else State(source)
    both: Query | None = None
    if source == State.AUDITING and to in REVIEWED:
        other = REVIEWED[to == State.ACTIVE]
        did = OUTCOMES[to]
        words = Words(
            f"What review {did}", f"were {did}", f"that were {OUTCOMES[other]}", "reviewed"
        )
        target, rest, both = {"reviewed": to}, {"reviewed": other}, {"reviewed": "any"}
    elif source == NOWHERE:
        label = _label(to)
        words = Words(
            f"What came in as {label}",
            "are new",
            f"that are {label} and were before",
            f"that are {label}",
        )
        target, rest = {"moved": f"{source}-{to}"}, {"stayed": to}
    else:
        went = "vanished" if to == NOWHERE else f"went to {_label(to)}"
        words = Words(
            f"What {went} from {_label(source)}",
            went,
            f"that were {_label(source)} and are still",
            "that were so",
        )
        target, rest = {"moved": f"{source}-{to}"}, {"stayed": source}
        if edge == LAPSED and knows_renewals(store, flow):
            words = replace(
                words, others="that were to lapse and were renewed", population="to lapse then"
            )
            rest |= {"renewed": "yes"}
    if to == State.TAKEN_DOWN and (reason := commonest_reason(store, flow, edge)):
        # The seller's own and AliExpress's are different questions.
        target |= {"moved_reason": reason}
    return Question(
        subject=subject,
        kind="why",
        opening=flow.opening,
        closing=flow.closing,
        target=target | window,
        rest=rest | window,
        both=both and both | window,
        words=words,
        flow=flow,
        state=state,
        looks_at_when="reviewed" in target,
    )


def knows_renewals(store: Store, flow: Flow) -> bool:
    """Whether the ends of validity that were put off in the window are kept: they were not always,
    and what just stayed on sale is told then."""
    kept = Renewal.objects.filter(store=store, found_at__lte=flow.closing.as_of)
    return kept.filter(found_at__gt=flow.opening.as_of).exists()


def commonest_reason(store: Store, flow: Flow, edge: Edge) -> str:
    counts = reasons_of_move(store, flow, edge)
    return counts[0][0] if counts else ""


def reasons_of_move(store: Store, flow: Flow, edge: Edge) -> list[tuple[str, int]]:
    """AliExpress's words for why listings went that way, NONE where it gave none; the commonest
    first."""
    moves = whole_moves(store, after=flow.opening, until=flow.closing).filter(
        opened_in=None if edge[0] == NOWHERE else edge[0], to_state=edge[1]
    )
    counted = moves.values("to_offline_reason").annotate(number=Count("pk")).order_by()
    found = [(row["to_offline_reason"] or NONE, row["number"]) for row in counted]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _label(state: str) -> str:
    return str(State(state).label)
