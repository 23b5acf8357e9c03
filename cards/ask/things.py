"""What a noun phrase asks about: a state, a metric, a share or a movement, narrowed by filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cards.ask.closed_query import Filter
from cards.ask.grammar import Node
from cards.ask.piece import Piece
from cards.ask.times import Time

TOTAL: Final = "total"
STATES_OF_REASONS: Final = {"audit_reason": "rejected", "offline_reason": "taken_down"}
# Metrics that are of active listings alone: "live and out of stock" says nothing more.
_OF_ACTIVE: Final = {"oos", "expiring", "source_oos", "drifting"}
_IN_GAP: Final = {"auditing", "rejected", "expired", "taken_down", "unmapped"}


@dataclass(frozen=True, slots=True)
class Thing:
    """`subject`: "" where only times or filters were said. `move`: a>b, "publish" for the word
    with two meanings. `is_verb`: the state was said by a verb that may be a movement too;
    `is_past`: with "were", "got", "did"; `is_adjective`: before its noun."""

    subject: str = ""
    move: str = ""
    filters: tuple[Filter, ...] = ()
    times: tuple[Time, ...] = ()
    stores: tuple[str, ...] = ()
    is_verb: bool = False
    is_past: bool = False
    is_adjective: bool = False
    is_new: bool = False
    is_event: bool = False
    is_share: bool = False
    names_listings: bool = False
    no_reason: str = ""
    waits: bool = False
    order: tuple[str, ...] = field(default=())  # the states before and after "listings"

    @property
    def days(self) -> bool:
        return any(one.name == "days" for one in self.filters)

    @property
    def is_bare_time(self) -> bool:
        return bool(self.times) and not (self.subject or self.move or self.names_listings)


def pieces_of_units(np: Node) -> list[tuple[str, Node | Piece]]:
    """The units of a noun phrase by kind, in their order."""
    found: list[tuple[str, Node | Piece]] = []
    for unit in np.nodes:
        for child in unit.children:
            kind = child.rule if isinstance(child, Node) else child.kind
            found.append((kind, child))
    return found


def thing_of(np: Node | Sequence[Node]) -> Thing | None:
    """None where the units contradict each other."""
    nps = [np] if isinstance(np, Node) else list(np)
    units = [unit for one in nps for unit in pieces_of_units(one)]
    read = _Reading()
    for at, (kind, unit) in enumerate(units):
        following = units[at + 1][0] if at + 1 < len(units) else ""
        if not read.take(kind, unit, following=following):
            return None
    return read.thing()


class _Reading:
    """Collects units; `take` is False where one does not fit."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.moves: list[str] = []
        self.filters: list[Filter] = []
        self.times: list[Time] = []
        self.stores: list[str] = []
        self.reasons: list[tuple[str, str]] = []
        self.verb = self.past = self.adjective = self.new = self.event = False
        self.listings = self.total = self.itself = self.waits = self.left = False
        self.no_reason = self.past_state = ""

    def take(self, kind: str, unit: "Node | Piece", *, following: str) -> bool:
        if isinstance(unit, Piece):
            return self._take_piece(kind, unit)
        leaves = unit.every_piece
        if kind == "st":
            [said] = [piece for piece in leaves if piece.kind in _STATE_KINDS]
            self.states.append(said.value)
            self.verb |= said.kind != "STATE"
            if said.kind == "PASTVERB":
                self.past, self.past_state = True, said.value
            self.adjective |= said.kind == "STATEVERB" and following == "LISTING"
        elif kind in {"union", "both_states"}:
            states = _states(leaves)
            if len(set(states)) < 2 or not set(states) <= _COUNTED:
                return False
            join = "+" if kind == "union" else ","
            self.states.append(join.join(states))
        elif kind == "negation":
            if _states(leaves) != ["active"]:
                return False
            self.states.append("gap")
        elif kind in {"left", "entered"}:
            [state] = _states(leaves)
            self.moves.append(f"{state}>*" if kind == "left" else f"*>{state}")
        elif kind == "from_to":
            states = _states(leaves)
            if leaves[0].kind == "ENTERED":
                states.reverse()
            self.moves.append(">".join(states))
        elif kind == "filter":
            return self._take_filter(unit, leaves)
        elif kind == "reason":
            reason = leaves[-1]
            if reason.kind == "NOREASON":
                self.no_reason = reason.value
            else:
                name = "audit_reason" if reason.kind == "AUDITREASON" else "offline_reason"
                self.reasons.append((name, reason.value))
        return True

    def _take_piece(self, kind: str, piece: Piece) -> bool:
        if kind == "LISTING":
            self.listings = True
        elif kind == "TOTAL":
            self.total = True
        elif kind in {"GAP", "METRIC"} or kind == "RATE":
            self.states.append(piece.value)
        elif kind == "VERB":
            self.moves.append(piece.value)
        elif kind == "EVENT":
            self.moves.append(piece.value)
            self.event = True
        elif kind == "PUBLISH":
            self.moves.append("publish")
        elif kind == "NEW":
            self.new = True
        elif kind == "SELF":
            self.itself = True
        elif kind == "TIME":
            self.times.append(piece.value)
        elif kind == "WAIT":
            self.waits = True
        return True

    def _take_filter(self, unit: Node, leaves: list[Piece]) -> bool:
        negated = any(node.rule == "group" and node.all("not_group") for node in unit.nodes)
        for piece in leaves:
            if piece.kind in {"GROUP", "PRICE", "TITLE", "DAYS", "CREATED"}:
                found = piece.value
            elif piece.kind in {"GROUPNAME", "OWNERNAME"}:
                found = (Filter(*piece.value),)
            elif piece.kind == "STOREREF":
                self.stores.append(piece.value)
                continue
            elif piece.kind == "PRODUCTTYPE":
                return False
            else:
                continue
            self.filters += [one._replace(sign="!=") if negated else one for one in found]
        return True

    def thing(self) -> Thing | None:
        subject = self._subject()
        move = self._move(subject)
        if subject is None or move is None:
            return None
        filters = list(self.filters)
        for name, value in self.reasons:
            state = STATES_OF_REASONS[name]
            arrived = move.partition(">")[2] or subject
            if arrived != state and not (name == "offline_reason" and arrived == "expired"):
                return None
            filters.append(Filter(name, "=", value))
        if self.itself:
            if "taken_down" not in {subject, move.partition(">")[2]}:
                return None
            filters.append(Filter("offline_reason", "=", "user_offline"))
        names = [one.name for one in filters]
        if len(set(names)) < len(names) or len(self.times) > 2:
            return None
        return Thing(
            subject="" if move else subject,
            move=move,
            filters=tuple(sorted(filters)),
            times=tuple(self.times),
            stores=tuple(dict.fromkeys(self.stores)),
            is_verb=self.verb,
            is_past=self.past,
            is_adjective=self.adjective,
            is_new=self.new,
            is_event=self.event,
            is_share="/" in subject,
            names_listings=self.listings or self.total,
            no_reason=self.no_reason,
            waits=self.waits,
        )

    def _subject(self) -> str | None:
        """One subject out of the states said; None where there is none of them all."""
        states = list(dict.fromkeys(self.states))
        if self.moved_from(states):
            return ""
        if len(states) > 1 and "active" in states and (set(states) - {"active"}) <= _OF_ACTIVE:
            states.remove("active")
        if set(states) == {"active", "complete"}:
            states = ["complete_active"]
        if len(states) == 2 and "gap" in states and set(states) - {"gap"} <= _IN_GAP:
            states.remove("gap")
        if len(states) > 1:
            return None
        if states:
            return states[0]
        said = self.listings or self.total
        return TOTAL if said and not self.moves and not self.new else ""

    def moved_from(self, states: list[str]) -> bool:
        """ "active listings were taken down": the state they had, and the one they got."""
        both = len(states) == 2 and set(states) <= _COUNTED
        return both and self.past and self.past_state == states[1] and not self.moves

    def _move(self, subject: str | None) -> str | None:
        moves = list(dict.fromkeys(self.moves))
        states = list(dict.fromkeys(self.states))
        if not moves and self.moved_from(states):
            return ">".join(states)
        if self.new and moves == ["publish"]:
            moves = ["none>*"]
        if self.new and not moves and not subject:
            moves = ["none>*"]
        if len(moves) > 1:
            return None
        if not moves:
            return ""
        [move] = moves
        if not subject or subject == TOTAL or move == "publish":
            return move if not (move == "publish" and subject not in {"", TOTAL, None}) else None
        source, _, target = move.partition(">")
        if subject not in _COUNTED:
            return None
        if subject == source:
            return move
        if source == "*" and target != subject:
            return f"{subject}>{target}"
        return None


_STATE_KINDS: Final = {"STATE", "STATEVERB", "PASTVERB"}
_COUNTED: Final = {
    *(["active", "auditing", "rejected", "expired", "taken_down", "unmapped", "draft"]),
}


def _states(leaves: Iterable[Piece]) -> list[str]:
    return [piece.value for piece in leaves if piece.kind in _STATE_KINDS]
