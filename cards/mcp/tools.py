"""The tools an assistant may call. All of them read; each is what page and API answer too."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rest_framework.utils.encoders import JSONEncoder

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from aliexpress.typed.numbers import id_of, is_id
from cards.access import counted_store
from cards.api.serializers import ListingSerializer, TracingSerializer
from cards.ask.completions import vocabulary_for_reader
from cards.ask.outcome import Answer
from cards.ask.query_json import SCHEMA, query_from_json
from cards.ask.question import Question, answer_query, ask
from cards.ask.question_log import keep
from cards.listings.listing_set import find
from cards.listings.of_card import filters_of
from cards.listings.page import PAGE_SIZE, page_of
from cards.mcp.caller import Call
from cards.readings.reader import reading_for
from cards.tasks import leave_to_a_worker
from cards.tracing.archive import asked_from, traced_at_once

TEXT: Final = {"type": "string", "maxLength": 200}
STORE: Final = {**TEXT, "description": "A store's short name, such as harbour-home."}
MOMENT: Final = {**TEXT, "description": "ISO 8601, such as 2026-03-14T09:00:00Z; left out: now."}


@dataclass(frozen=True, slots=True)
class Tool:
    """`answer` gives the JSON text of an object. It raises BadInput and Http404."""

    name: str
    title: str
    description: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    answer: Callable[[Call], str]

    @property
    def input_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }


def called(name: str, call: Call) -> str:
    """The JSON text of a tool's answer. Raises KeyError where there is no such tool, BadInput and
    Http404."""
    tool = TOOLS[name]
    if unknown := sorted(set(call.arguments) - set(tool.properties)):
        raise BadInput(name, f"{name} takes no {unknown[0][:40]!r}.")
    if missing := [one for one in tool.required if call.arguments.get(one) is None]:
        raise BadInput(missing[0], f"{missing[0]} is missing.")
    return tool.answer(call)


def json_text(value: Any) -> str:
    return json.dumps(value, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":"))


def _question(call: Call, text: Any = "") -> Question:
    moment = call.arguments.get("at")
    return Question(
        text=text,
        store=counted_store(call.user, _slug(call)),
        user=call.user,
        at=call.at,
        previous=call.text("previous"),
        moment=past_moment("at", moment, at=call.at) if moment else None,
    )


def _slug(call: Call) -> str:
    slug = call.arguments.get("store")
    if not isinstance(slug, str) or not slug or len(slug) > 200 or "\x00" in slug:
        raise BadInput("store", "store must be a store's short name, such as harbour-home.")
    return slug


def _ask(call: Call) -> str:
    question = _question(call, call.arguments["question"])
    answer: Answer = ask(question)
    keep(question, answer)
    return answer.json_text


def _query(call: Call) -> str:
    question = _question(call)
    return answer_query(question, query_from_json(call.arguments["query"])).json_text


def _reading(call: Call) -> str:
    key, as_of = call.arguments["card"], call.arguments.get("as_of")
    if not isinstance(key, str) or len(key) > 200 or "\x00" in key:
        raise BadInput("card", "card must be a card's key, such as aex_total_listings.")
    moment = past_moment("as_of", as_of, at=call.at) if as_of else None
    found = reading_for(call.user, slug=_slug(call), key=key, at=call.at, as_of=moment)
    return found.as_bytes.decode()


def _listings(call: Call) -> str:
    """Titles are sellers' words: they come in fields, never in sentences."""
    given, cursor = call.arguments.get("filters") or {}, call.text("cursor")
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise BadInput("filters", "filters is an object of texts, such as {'state': 'rejected'}.")
    if cursor and not (isinstance(cursor, str) and is_id(cursor)):
        raise BadInput("cursor", "cursor is not one we gave: take it from next.")
    store = counted_store(call.user, _slug(call))
    filters, _ = filters_of(call.user, given)
    if unread := sorted(set(given) - set(filters.given)):
        raise BadInput("filters", f"There is no filter {unread[0][:40]!r}.")
    found = find(store, filters, at=call.at)
    page = page_of(found, after=id_of(cursor) if cursor else None, size=PAGE_SIZE)
    listings = ListingSerializer(found.told(page.rows), many=True).data
    following = page.next_after
    return json_text(
        {
            "count": found.listings.count(),
            "next": None if following is None else str(following),
            "results": listings,
        }
    )


def _trace(call: Call) -> str:
    store = counted_store(call.user, _slug(call))
    asked = asked_from(call.arguments, at=call.at, by=call.user)
    tracing = traced_at_once(store, asked, by=call.user, at=call.at)
    leave_to_a_worker(tracing)
    return json_text(TracingSerializer(tracing).data)


def _vocabulary(call: Call) -> str:
    return json_text(vocabulary_for_reader(call.user))


TOOLS: Final = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Ask a question",
            "A plain question about the listings of one store, in English. What is not wholly "
            "understood is not answered: the answer then offers what can be asked. Send "
            "`previous` of the answer before for a follow-up such as 'and last week?'.",
            {
                "store": STORE,
                "question": {**TEXT, "description": "Such as: how many listings are rejected?"},
                "previous": {"type": "string", "description": "The token of the answer before."},
                "at": MOMENT,
            },
            ("store", "question"),
            _ask,
        ),
        Tool(
            "query",
            "Ask a closed query",
            "The same answers by a closed query, such as an answer carries in `query`. The tool "
            "`vocabulary` says its words.",
            {"store": STORE, "query": SCHEMA, "at": MOMENT},
            ("store", "query"),
            _query,
        ),
        Tool(
            "reading",
            "Read a card",
            "One number of a store with its breakdown, verdict, age and evidence.",
            {
                "card": {**TEXT, "description": "A card's key, such as aex_total_listings."},
                "store": STORE,
                "as_of": MOMENT,
            },
            ("card", "store"),
            _reading,
        ),
        Tool(
            "listings",
            "List listings",
            "The listings behind a number, at most fifty a page, with the count of them all.",
            {
                "store": STORE,
                "filters": {
                    "type": "object",
                    "additionalProperties": TEXT,
                    "description": "As the listings page takes them: state, status, reason, "
                    "search, group, owner, category, price, min_days, as_of, moved with from and "
                    "to, …",
                },
                "cursor": {**TEXT, "description": "`next` of the page before."},
            },
            ("store",),
            _listings,
        ),
        Tool(
            "trace",
            "Trace a number",
            "What stands behind a change (`why`) or what listings share (`alike`). It names what "
            "goes together beyond chance, never a cause.",
            {
                "store": STORE,
                "subject": {
                    **TEXT,
                    "maxLength": 500,
                    "description": "A card's key, a state such as rejected, a movement such as "
                    "auditing-rejected, or the filters of a list.",
                },
                "kind": {"type": "string", "enum": ["why", "alike"]},
                "from": MOMENT,
                "to": MOMENT,
                "said": {"type": "string", "enum": ["up", "down"]},
            },
            ("store", "subject"),
            _trace,
        ),
        Tool(
            "vocabulary",
            "What can be asked",
            "The words of closed queries: what can be counted, by what, filtered by what, and how "
            "times are written; and the stores and cards you see.",
            {},
            (),
            _vocabulary,
        ),
    )
}
