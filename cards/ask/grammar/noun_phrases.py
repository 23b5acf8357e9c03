"""From the parse of a noun phrase to the thing it asks about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cards.ask.grammar.grammar import Node
from cards.ask.grammar.subjects import move_of, subject_of, was_in
from cards.ask.grammar.things import COUNTED, TOTAL, Thing
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import REASON_OF, Filter
from cards.ask.times.time_words import Time

STATE_KINDS: Final = {"STATE", "STATEVERB", "PASTVERB"}
_STATE_OF: Final = {reason: state for state, reason in REASON_OF.items()}
_BY_SELLER: Final = Filter("offline_reason", "=", "user_offline")


def thing_of(np: Node | Sequence[Node]) -> Thing | None:
    """None where the units contradict each other."""
    nps = [np] if isinstance(np, Node) else list(np)
    units = [
        (child.rule if isinstance(child, Node) else child.kind, child)
        for one in nps
        for unit in one.nodes
        for child in unit.children
    ]
    said = _Said()
    for at, (kind, unit) in enumerate(units):
        following = units[at + 1][0] if at + 1 < len(units) else ""
        if not (
            said.take_piece(unit)
            if isinstance(unit, Piece)
            else said.take_node(kind, unit, following=following)
        ):
            return None
    return said.thing()


@dataclass
class _Said:
    """What the units of a noun phrase say; to take one is False where it does not fit."""

    states: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    stores: list[str] = field(default_factory=list)
    reasons: list[Filter] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)  # of the pieces that stand alone
    verb: bool = False
    adjective: bool = False
    past_state: str = ""
    no_reason: str = ""
    by: str = ""  # the sign of the filter of who took them down

    def take_piece(self, piece: Piece) -> bool:
        self.kinds.add(piece.kind)
        match piece.kind:
            case "GAP" | "METRIC" | "RATE":
                self.states.append(piece.value)
            case "VERB" | "EVENT":
                self.moves.append(piece.value)
            case "PUBLISH":
                self.moves.append("publish")
            case "SELF":
                self.by = "="
            case "TIME":
                self.times.append(piece.value)
        return True

    def take_node(self, kind: str, unit: Node, *, following: str) -> bool:
        leaves = unit.every_piece
        match kind:
            case "st":
                self._take_state(leaves, following=following)
            case "union" | "both_states":
                return self._take_states(leaves, join="+" if kind == "union" else ",")
            case "negation":
                self.states.append(_all_but(states_said(leaves)))
            case "left" | "entered":
                [state] = states_said(leaves)
                self.moves.append(f"{state}>*" if kind == "left" else f"*>{state}")
            case "from_to":
                states = states_said(leaves)
                if leaves[0].kind == "ENTERED":
                    states.reverse()
                self.moves.append(">".join(states))
            case "filter":
                return self._take_filter(unit, leaves)
            case "reason":
                return self._take_reason(leaves)
            case "by_aliexpress":
                return self._take_aliexpress(unit, following=following)
        return True

    def _take_state(self, leaves: list[Piece], *, following: str) -> None:
        [said] = [piece for piece in leaves if piece.kind in STATE_KINDS]
        self.states.append(said.value)
        self.verb |= said.kind != "STATE"
        if said.kind == "PASTVERB":
            self.past_state = said.value
        self.adjective |= said.kind == "STATEVERB" and following == "LISTING"

    def _take_states(self, leaves: list[Piece], *, join: str) -> bool:
        sides = [piece.value for piece in leaves if piece.kind in STATE_KINDS]
        if len(set(sides)) < 2 or not {*sides} <= {*COUNTED}:
            return False
        self.states.append(join.join(sides))
        return True

    def _take_reason(self, leaves: list[Piece]) -> bool:
        reason = leaves[-1]
        if reason.kind == "NOREASON":
            self.no_reason = reason.value
            return True
        if len(leaves) == 1 and reason.text in _NO_REASON_ALONE:
            return False
        name = "audit_reason" if reason.kind == "AUDITREASON" else "offline_reason"
        self.reasons.append(Filter(name, "=", reason.value))
        return True

    def _take_aliexpress(self, unit: Node, *, following: str) -> bool:
        """Who else takes listings down is the seller; to approve and reject is AliExpress's."""
        for child in unit.children:
            if isinstance(child, Node):
                self._take_state(child.every_piece, following=following)
            elif child.kind in {"VERB", "EVENT"}:
                self.take_piece(child)
        if "taken_down" in self.states or any(one.endswith(">taken_down") for one in self.moves):
            self.by = "!="
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
        move = None if subject is None else self._move(subject)
        if subject is None or move is None:
            return None
        filters = self._filters(move.partition(">")[2] or subject)
        names = [one.name for one in filters or ()]
        if filters is None or len(set(names)) < len(names) or len(self.times) > 2:
            return None
        return Thing(
            subject="" if move else subject,
            move=move,
            filters=tuple(sorted(filters)),
            times=tuple(self.times),
            stores=tuple(dict.fromkeys(self.stores)),
            is_verb=self.verb,
            is_past=bool(self.past_state),
            is_adjective=self.adjective,
            is_new="NEW" in self.kinds,
            is_event="EVENT" in self.kinds,
            is_share="/" in subject,
            names_listings=bool(self.kinds & {"LISTING", "TOTAL"}),
            no_reason=self.no_reason,
            waits="WAIT" in self.kinds,
        )

    def _subject(self) -> str | None:
        states = list(dict.fromkeys(self.states))
        if was_in(states, self.past_state) and not self.moves:
            return ""
        subject = subject_of(states)
        if subject != "":
            return subject
        names = bool(self.kinds & {"LISTING", "TOTAL"})
        return TOTAL if names and not self.moves and "NEW" not in self.kinds else ""

    def _move(self, subject: str) -> str | None:
        moves = list(dict.fromkeys(self.moves))
        states = list(dict.fromkeys(self.states))
        if not moves and was_in(states, self.past_state):
            return ">".join(states)
        return move_of(moves, subject, is_new="NEW" in self.kinds)

    def _filters(self, state: str) -> list[Filter] | None:
        """None where a reason is not one of the state."""
        for one in self.reasons:
            of = _STATE_OF[one.name]
            if state != of and not (one.name == "offline_reason" and state == "expired"):
                return None
        if not self.by:
            return [*self.filters, *self.reasons]
        if state != "taken_down":
            return None
        return [*self.filters, *self.reasons, _BY_SELLER._replace(sign=self.by)]


# Words that are something else where no preposition says that they are a reason.
_NO_REASON_ALONE: Final = {"category", "the category", "ip", "admission"}


def states_said(leaves: Iterable[Piece]) -> list[str]:
    """The word "review" after "from", "into" or "left" is the state."""
    return [
        "auditing" if piece.kind == "REVIEW" else piece.value
        for piece in leaves
        if piece.kind in {*STATE_KINDS, "REVIEW"}
    ]


def _all_but(states: list[str]) -> str:
    """All but active is the gap."""
    if states == ["active"]:
        return "gap"
    return "+".join(one for one in COUNTED if one not in {*states, "draft"})
