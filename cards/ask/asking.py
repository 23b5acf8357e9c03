"""Asks a question and answers it: the one call of page, API, MCP and command."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from aliexpress.models import FactName, Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from cards.ask.answers import (
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
    words,
)
from cards.ask.answers.answer import Told, told
from cards.ask.closed_query import SUBJECTS, Ask, Cannot, Query, Understood, query_from_json
from cards.ask.follow_ups import edited, leans, points_back
from cards.ask.numbers import World
from cards.ask.offers import may_see, offers_for
from cards.ask.pieces import Pieces, asked_text, pieces_of
from cards.ask.standpoint import CannotTell, card_of
from cards.ask.synonyms import synonyms
from cards.ask.translator import translated
from cards.ask.understanding import understand
from cards.ask.vocabulary import Meaning, Vocabulary, vocabulary_for
from cards.ask.wording import read_as
from cards.formats import moment_text
from cards.models import Card
from cards.reader_zone import zone_of

SALT: Final = "cards.ask.previous"
LONGEST_TOKEN: Final = 4000
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
    words,
)
# A sentence for each kind of refusal, and what would be needed.
REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "no_data": (
        "Nothing is known here of {of}: we read listings and their states, not {of}.",
        "A source of {of}; AliExpress's own reports have it.",
    ),
    "no_field": (
        "AliExpress does not tell us the {of} of a listing.",
        "A field of that name on the listings.",
    ),
    "not_kept": (
        "What the {of} of a listing was once is not kept: it is known as it is now.",
        "Ask of now.",
    ),
    "no_reason": (
        "AliExpress gives no such reason for a rejection as {of}.",
        "Ask for the reasons it gives.",
    ),
    "other_place": ("Only AliExpress is read here, not {of}.", "A connection to {of}."),
    "act": (
        "We only read: nothing of the shop is changed from here, so we do not {of}.",
        "Do it in Seller Center; we can list the listings.",
    ),
    "opinion": ("That is a matter of judgement, and no number says it.", "Ask for the numbers."),
    "forecast": (
        "Only the end of listing periods is known ahead, not what becomes of {of}.",
        "Ask what expires within 30 days.",
    ),
    "before_known": (
        "Nothing had been read here in {of}.",
        "Ask of a moment since the first reading.",
    ),
    "beyond_dates": ("That lies further ahead than is counted: {of}.", "Ask for the next 30 days."),
    "no_such_date": ("There is no such date.", "Give a day of the calendar."),
    "unknown_value": ("There is no {of} here.", "Give one that exists."),
    "not_understood": (
        "This was not wholly understood, so it is not answered.",
        "Say it otherwise.",
    ),
}
ASK_BACK: Final = "Of what? Nothing was asked before this."
WHICH: Final = "This can be read in more than one way. Which is meant?"
MOST_NAMES: Final = 500


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
        moment, zone = self.moment, zone_of(self.user, otherwise=settings.TIME_ZONE)
        return World(self.user, self.store, moment or self.at, moment is None, zone)


@dataclass(frozen=True, slots=True)
class Answer:
    """What every interface shows, by `as_json`."""

    status: str  # answered, ask, cannot_tell or not_understood
    notation: str
    question: str
    store: str
    at: datetime
    query: Query | None = None
    pieces: Pieces | None = None
    unused: tuple[str, ...] = ()
    told: Told = field(default_factory=lambda: Told([]))
    kind: str = ""
    because: str = ""
    needed: str = ""
    offers: list[Query] = field(default_factory=list)
    translated: Query | None = None  # by a language model: to be clicked, never an answer
    previous: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "question": self.question,
            "store": self.store,
            "at": moment_text(self.at),
            "read_as": read_as(self.query) if self.query else None,
            "query": self.query.as_json() if self.query else None,
            "notation": self.notation,
            "fixed": [
                {"said": said, "read": read}
                for said, read in (self.pieces.fixed if self.pieces else ())
            ],
            "unused": list(self.unused),
            "kind": self.kind or None,
            "because": self.because or None,
            "needed": self.needed or None,
            "sentences": [one.as_json() for one in self.told.sentences],
            "assumed": list(self.told.assumed),
            "table": self.told.table_json(),
            "links": [{"words": words, "address": address} for words, address in self.told.links],
            "offers": [offer_json(one) for one in self.offers],
            "translated": offer_json(self.translated) if self.translated else None,
            "next": [read_as(one) for one in self.offers] if self.status == "answered" else [],
            "previous": self.previous or None,
            "link": self.link,
        }

    @property
    def json_text(self) -> str:
        """What API, command and assistants are given, to the byte."""
        return json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":"))

    @property
    def link(self) -> str:
        """Gives the same answer again, for that moment."""
        values = {"store": self.store, "at": moment_text(self.at) or ""}
        if self.previous:
            values["query"] = self.previous
        else:
            values["question"] = self.question
        return f"{reverse('ask')}?{urlencode(values)}"


def offer_json(query: Query) -> dict[str, Any]:
    return {"read_as": read_as(query), "notation": query.notation, "query": query.as_json()}


def ask(question: Question) -> Answer:
    """Raises BadInput where the question itself cannot be one."""
    text = asked_text(question.text)
    world = question.world
    vocabulary = vocabulary_of(world)
    pieces = pieces_of(text, vocabulary, at=world.local)
    before = query_of_token(question.previous) if question.previous else None
    understood, unused = _understood(text, pieces, vocabulary, before, world)
    if understood is None and before is None and points_back(pieces):
        return _refused(question, text, "ask(?)", because=ASK_BACK, status="ask", pieces=pieces)
    if understood is None:
        offers = offers_for(text, pieces, vocabulary, at=world.local, cards=world.cards)
        answer = _refused(
            question, text, "cannot(not_understood)", kind="not_understood", pieces=pieces,
            unused=unused, offers=offers, status="not_understood",
        )  # fmt: skip
        return replace(answer, translated=translated(pieces, world.cards))
    if isinstance(understood, Ask):
        offers = [one for one in understood.readings if one.over != "?"]
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


def _beside(query: Query, world: World) -> list[Query]:
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
    return [one for one in near if one != query and may_see(one, world.cards)][:3]


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
    offers: list[Query] | None = None,
) -> Answer:
    needed = ""
    if kind:
        words = of.replace("_", " ") or "that"
        because, needed = (one.format(of=words) for one in REFUSALS[kind])
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


def token_of(query: Query) -> str:
    """The query, signed: held by who asks, and given back with the next question."""
    return signing.Signer(salt=SALT).sign_object(query.as_json(), compress=True)


def query_of_token(token: object) -> Query:
    """Raises BadInput."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise BadInput("previous", "previous is the token an answer came with.")
    try:
        return query_from_json(signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError) as error:
        raise BadInput("previous", "previous is the token an answer came with.") from error


def vocabulary_of(world: World) -> Vocabulary:
    """The shipped words, operations' synonyms, and the values of the store; nothing of a card or a
    store the reader does not see."""
    stores = Store.objects.visible_to(world.user).values_list("slug", "name")
    more = [(name, Meaning("STOREREF", slug)) for slug, both in
            ((slug, (slug, name)) for slug, name in stores) for name in both]  # fmt: skip
    names = FactName.objects.filter(store=world.store, kind__in=("group", "owner"))
    for kind, value, name in names.values_list("kind", "value", "name")[:MOST_NAMES]:
        piece = "GROUPNAME" if kind == "group" else "OWNERNAME"
        more.append((name, Meaning(piece, f"{kind}\x00=\x00{value}")))
    hidden = frozenset(subject for subject in SUBJECTS if card_of(subject) not in world.cards)
    return vocabulary_for(tuple(sorted({*more, *synonyms()})), hidden)


def visible_cards(user: Viewer) -> set[str]:
    return set(Card.objects.visible_to(user).values_list("key", flat=True))
