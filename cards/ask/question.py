"""Asks a question and answers it: the one call of page, API, MCP and command."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.conf import settings

from aliexpress.models import Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from cards.ask.answers import (
    ahead,
    glossary,
    groups,
    history,
    movements,
    news,
    one_listing,
    reviews,
    shares,
    trust,
    values,
    why,
)
from cards.ask.answers.answer import told
from cards.ask.answers.answer_numbers import World
from cards.ask.follow_ups import edited, leans, points_back
from cards.ask.interpretation import understand
from cards.ask.offers import Offer, may_see, offers_for
from cards.ask.outcome import Answer
from cards.ask.pieces.pieces import Pieces, asked_text, pieces_of
from cards.ask.queries.closed_query import Ask, Cannot, Query, Understood
from cards.ask.queries.query_tokens import query_of_token, token_of
from cards.ask.queries.wording import read_as
from cards.ask.refusals import refusal
from cards.ask.standpoint import CannotTell
from cards.ask.store_words import vocabulary_of
from cards.ask.translator import translated
from cards.ask.vocabulary import Vocabulary
from cards.reader_zone import zone_of

_ANSWERERS = (
    ahead,
    groups,
    history,
    movements,
    news,
    one_listing,
    reviews,
    shares,
    trust,
    values,
    why,
    glossary,
)
ASK_BACK: Final = "Of what? Nothing was asked before this."
WHICH: Final = "This can be read in more than one way. Which is meant?"


@dataclass(frozen=True)
class Question:
    """`previous`: the token of the answer before; `moment`: asked as at that moment, None: now."""

    text: str
    store: Store
    user: Viewer
    at: datetime
    previous: str = ""
    moment: datetime | None = None

    @cached_property
    def world(self) -> World:
        """In the zone of the reader, and in UTC while that is not known: the store's own is the
        one AliExpress writes times in."""
        zone = zone_of(self.user, otherwise=settings.TIME_ZONE)
        return World(self.user, self.store, self.moment or self.at, self.at, zone)


def ask(question: Question) -> Answer:
    """Raises BadInput where the question itself cannot be one."""
    text = asked_text(question.text)
    world = question.world
    vocabulary = vocabulary_of(world)
    pieces = pieces_of(text, vocabulary, at=world.local)
    before = query_of_token(question.previous) if question.previous else None
    understood, unused = _understood(text, pieces, vocabulary, before, world)
    if understood is None and before is None and points_back(pieces):
        offers = offers_for(text, pieces, vocabulary, at=world.local, cards=world.cards)
        return _refused(
            question, text, "ask(?)", because=ASK_BACK, status="ask", pieces=pieces, offers=offers
        )
    if understood is None:
        offers = offers_for(
            text, pieces, vocabulary, at=world.local, cards=world.cards, before=before
        )
        answer = _refused(
            question, text, "cannot(not_understood)", kind="not_understood", pieces=pieces,
            unused=unused, offers=offers, status="not_understood",
        )  # fmt: skip
        return replace(answer, translated=translated(pieces, world.cards))
    if isinstance(understood, Ask):
        offers = [Offer(one) for one in understood.readings if one.over != "?"]
        return _refused(
            question, text, understood.notation, because=WHICH, status="ask", pieces=pieces,
            offers=offers[:3],
        )  # fmt: skip
    if isinstance(understood, Cannot):
        offers = offers_for(text, pieces, vocabulary, at=world.local, cards=world.cards)
        return _refused(
            question, text, understood.notation, kind=understood.kind, of=understood.of,
            pieces=pieces, offers=offers,
        )  # fmt: skip
    return _answered(question, world, text, understood, pieces)


def answer_query(question: Question, query: Query) -> Answer:
    """The answer to a closed query that came as such."""
    return _answered(question, question.world, read_as(query), query, None)


def _understood(
    text: str, pieces: Pieces, vocabulary: Vocabulary, before: Query | None, world: World
) -> tuple[Understood | None, tuple[str, ...]]:
    if before is not None and leans(pieces) and (follow := edited(before, pieces)) is not None:
        return follow, ()
    reading = understand(text, vocabulary, at=world.local)
    understood = reading.understood
    if before is None or not (understood is None or is_by_words(understood)):
        return understood, reading.unused
    follow = edited(before, pieces)
    return (understood, reading.unused) if follow is None else (follow, ())


def is_by_words(understood: Understood) -> bool:
    return isinstance(understood, Cannot) and understood.kind == "not_understood"


def _answered(
    question: Question, world: World, text: str, query: Query, pieces: Pieces | None
) -> Answer:
    token = token_of(query)
    common: dict[str, Any] = {
        "notation": query.notation,
        "question": text,
        "store": question.store.slug,
        "at": world.at,
        "query": query,
        "pieces": pieces,
        "previous": token,
    }
    try:
        if not may_see(query, world.cards):
            raise CannotTell(
                "not_understood", "There is no such number, or it is not yours to see."
            )
        found = told(world, query)
    except CannotTell as error:
        return Answer(
            status="cannot_tell",
            kind=error.kind,
            because=str(error),
            needed=error.needed,
            offers=_beside(query, world),
            **common,
        )
    except BadInput as error:
        return Answer(status="cannot_tell", kind="unknown_value", because=str(error), **common)
    return Answer(status="answered", told=found, offers=_beside(query, world), **common)


def _beside(query: Query, world: World) -> list[Offer]:
    """What may be asked next: the same another way."""
    subject = (
        query.subject if query.subject in {"rejected", "expired", "active", "auditing"} else ""
    )
    if not subject:
        return []
    near = [
        Query(act="value", subject=subject, at="now"),
        Query(act="change", subject=subject, over="7d"),
        Query(act="break", subject=subject, by="group", at="now"),
        Query(act="why", subject=subject, over="7d"),
    ]
    return [Offer(one) for one in near if one != query and may_see(one, world.cards)][:3]


def _refused(
    question: Question,
    text: str,
    notation: str,
    *,
    status: str = "cannot_tell",
    kind: str = "",
    of: str = "",
    because: str = "",
    pieces: Pieces | None = None,
    unused: tuple[str, ...] = (),
    offers: list[Offer] | None = None,
) -> Answer:
    needed = ""
    if kind:
        because, needed = refusal(kind, of)
    return Answer(
        status=status,
        notation=notation,
        question=text,
        store=question.store.slug,
        at=question.world.at,
        pieces=pieces,
        unused=unused,
        kind=kind,
        because=because,
        needed=needed,
        offers=offers or [],
    )
