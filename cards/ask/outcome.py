"""What became of a question, as every interface shows it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cards.ask.answers.answer import Told
from cards.ask.offers import Offer
from cards.ask.pieces.pieces import Pieces
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import read_as
from cards.formats import moment_text


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
    offers: list[Offer] = field(default_factory=list)
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
            "offers": [one.as_json() for one in self.offers],
            "translated": Offer(self.translated).as_json() if self.translated else None,
            "next": [read_as(one.query) for one in self.offers]
            if self.status == "answered"
            else [],
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
