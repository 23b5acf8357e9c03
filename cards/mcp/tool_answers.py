"""The answers of the tools an assistant may call, each as page and API give it too: JSON text. All
raise BadInput and Http404."""

import json
from typing import Any

from rest_framework.utils.encoders import JSONEncoder

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from aliexpress.typed.numbers import id_of, is_id
from cards.access import counted_store
from cards.api.serializers import ListingSerializer, TracingSerializer
from cards.ask.completions import vocabulary_for_reader
from cards.ask.outcome import Answer
from cards.ask.queries.query_json import query_from_json
from cards.ask.question import Question, answer_query, ask
from cards.ask.question_log import keep
from cards.listings.listing_set import find
from cards.listings.of_card import filters_of
from cards.listings.page import PAGE_SIZE, page_of
from cards.mcp.caller import Call
from cards.readings.reader import reading_for
from cards.tasks import leave_to_a_worker
from cards.tracing.archive import asked_from, traced_at_once


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


def answer_of_question(call: Call) -> str:
    question = _question(call, call.arguments["question"])
    answer: Answer = ask(question)
    keep(question, answer)
    return answer.json_text


def answer_of_query(call: Call) -> str:
    question = _question(call)
    return answer_query(question, query_from_json(call.arguments["query"])).json_text


def reading(call: Call) -> str:
    key, as_of = call.arguments["card"], call.arguments.get("as_of")
    if not isinstance(key, str) or len(key) > 200 or "\x00" in key:
        raise BadInput("card", "card must be a card's key, such as aex_total_listings.")
    moment = past_moment("as_of", as_of, at=call.at) if as_of else None
    found = reading_for(call.user, slug=_slug(call), key=key, at=call.at, as_of=moment)
    return found.as_bytes.decode()


def listings(call: Call) -> str:
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
    results = ListingSerializer(found.told(page.rows), many=True).data
    following = page.next_after
    return json_text(
        {
            "count": found.listings.count(),
            "next": None if following is None else str(following),
            "results": results,
        }
    )


def tracing(call: Call) -> str:
    store = counted_store(call.user, _slug(call))
    asked = asked_from(call.arguments, at=call.at, by=call.user)
    found = traced_at_once(store, asked, by=call.user, at=call.at)
    leave_to_a_worker(found)
    return json_text(TracingSerializer(found).data)


def vocabulary(call: Call) -> str:
    return json_text(vocabulary_for_reader(call.user))
