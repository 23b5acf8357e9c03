"""Every parse of a sequence of pieces: Earley with explicit ambiguity, over the kinds of pieces."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from cards.ask.pieces.piece import Piece

_FILE: Final = Path(__file__).with_name("grammar.lark")
MOST_PARSES: Final = 64
_AMBIGUOUS: Final = "_ambig"
# Each form, and the kinds of which it has at least one. None: any question may be of it.
FORMS: Final[dict[str, frozenset[str] | None]] = {
    form: frozenset(kinds.split()) if kinds else None
    for form, kinds in {
        "plain": "",
        "share": "SHARE",
        "share_of_reviews": "REVIEW",
        "break": "PER EACHSTORE",
        "split_of": "BREAK",
        "break_said": "ACCORDING REASONS ALIEXPRESS DIMS",
        "break_owner": "OWN WHO",
        "break_which": "DIM DIMS",
        "versus_types": "PRODUCTTYPE",
        "top": "MOST FEWEST HIGHEST LOWEST MORE",
        "top_of": "MOST FEWEST TOPN",
        "top_reason": "MOST TOPN",
        "complaint": "MOST",
        "findings": "METRIC",
        "compare": "COMPARE VERSUS",
        "compare_more": "THAN",
        "stores_beside": "STOREREF",
        "change": "CHANGE",
        "change_between": "COMPARE VERSUS CHANGE",
        "rising": "UP DOWN FLAT GO",
        "trend": "TREND",
        "peak": "HIGHEST LOWEST WHEN",
        "mean": "MEAN",
        "when": "THRESHOLD",
        "flow": "SUBJECTOFMOVES",
        "where_from": "COMEFROM",
        "where_to": "WHERE",
        "cohort": "STILL",
        "cohort_now": "HOWMANY",
        "review_moves": "REVIEW",
        "why": "WHY",
        "alike": "ALIKE SHARE",
        "alike_by": "ONE MOSTLY",
        "oldest": "OLDEST NEWEST LAST",
        "reviews": "REVIEW HOWLONG",
        "review_stuck": "STUCK",
        "review_slower": "SLOWER",
        "forecast": "FORECAST",
        "forecast_of": "WILL",
        "reach": "REACH",
        "whatif": "WITHIF WOULD",
        "life": "PRODUCT",
        "define": "DEFINE DEFINEONE MEANWORD",
        "difference": "DIFFERENCEDEF DIFFERS",
        "includes": "INCLUDES",
        "proof": "TRUST PROOF",
        "agree": "AGREE",
        "fresh": "FRESH",
        "attempt": "ATTEMPT FAIL",
        "coverage": "COVERAGE",
        "source_coverage": "SOURCED",
        "reconcile": "OTHERFIGURE SAYS",
        "differs": "DIFFERS",
        "alerts": "ALERT",
        "marks": "MARKTEXT MARKED",
        "overview": "OVERVIEW",
        "help": "HELP",
    }.items()
}


class _Pieces(Lexer):
    """Hands the parser the kinds of the pieces; a token's place is its piece's."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        for place, kind in enumerate(data):
            yield Token(kind, kind, start_pos=place)


@cache
def _parser() -> Lark:
    return Lark(
        _FILE.read_text(encoding="utf-8"),
        parser="earley",
        lexer=_Pieces,
        ambiguity="explicit",
        start=list(FORMS),
        maybe_placeholders=False,
    )


@cache
def kinds() -> frozenset[str]:
    """The kinds of pieces any form of question has a place for."""
    return frozenset(
        symbol.name for rule in _parser().rules for symbol in rule.expansion if symbol.is_term
    )


def parses(pieces: Sequence[Piece]) -> list["Node"]:
    """All of them, at most MOST_PARSES; none where no form fits the whole."""
    had = {piece.kind for piece in pieces}
    if not pieces or not had <= kinds():
        return []
    found: list[Node] = []
    for form, needed in FORMS.items():
        if (needed is None or needed & had) and had <= _kinds_of_forms()[form]:
            tree = _tree(form, tuple(piece.kind for piece in pieces))
            if tree is not None:
                found += islice(_unfolded(tree, pieces), MOST_PARSES)
    return found


@lru_cache(maxsize=4096)
def _tree(form: str, kinds_in_order: tuple[str, ...]) -> Any:
    """Every way a form fits, of which only the kinds matter; None where it does not."""
    try:
        return _parser().parse(kinds_in_order, start=form)
    except UnexpectedInput:
        return None


@cache
def _kinds_of_forms() -> dict[str, frozenset[str]]:
    """The kinds each form has a place for, in itself or in what it is made of."""
    made_of: dict[str, set[str]] = {}
    for rule in _parser().rules:
        made_of.setdefault(str(rule.origin.name), set()).update(
            str(symbol.name) for symbol in rule.expansion
        )

    def reached(form: str) -> frozenset[str]:
        seen, left = {form}, [form]
        while left:
            new = made_of.get(left.pop(), set()) - seen
            seen |= new
            left += new
        return frozenset(seen)

    return {form: reached(form) for form in FORMS}


class Node:
    """A rule that fits, with what it is made of: nodes and pieces in order."""

    __slots__ = ("children", "rule")

    def __init__(self, rule: str, children: "tuple[Node | Piece, ...]") -> None:
        self.rule = rule
        self.children = children

    @property
    def nodes(self) -> "list[Node]":
        return [child for child in self.children if isinstance(child, Node)]

    def all(self, rule: str) -> "list[Node]":
        return [child for child in self.nodes if child.rule == rule]

    @property
    def leaves(self) -> list[Piece]:
        """The pieces that stand directly in it."""
        return [child for child in self.children if isinstance(child, Piece)]

    @property
    def every_piece(self) -> list[Piece]:
        found: list[Piece] = []
        for child in self.children:
            found += child.every_piece if isinstance(child, Node) else [child]
        return found


def _unfolded(tree: Any, pieces: Sequence[Piece]) -> Iterator[Any]:
    if isinstance(tree, Token):
        yield pieces[tree.start_pos or 0]
        return
    if tree.data == _AMBIGUOUS:
        for child in tree.children:
            yield from _unfolded(child, pieces)
        return
    ways = [list(islice(_unfolded(child, pieces), MOST_PARSES)) for child in tree.children]
    for children in product(*ways):
        yield Node(str(tree.data), tuple(children))
