"""A closed query or a question, asked of a store at a moment by one who sees everything."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.contrib.auth import get_user_model

from aliexpress.models import Store
from cards.ask.queries.query_json import query_from_json
from cards.ask.question import Question, answer_query, ask
from cards.listings.filters import filters_from
from cards.listings.listing_set import find


def everybody() -> Any:
    return get_user_model()(username="", is_superuser=True, is_active=True)


def asked(store: Store, at: datetime, question: str = "", **query: Any) -> dict[str, Any]:
    """The JSON of whatever is answered."""
    said = Question(question, store, everybody(), at)
    answer = ask(said) if question else answer_query(said, query_from_json(query))
    return answer.as_json()


def answered(store: Store, at: datetime, question: str = "", **query: Any) -> dict[str, Any]:
    """The answer's JSON, which has to be one; every list of it is as long as its number."""
    told = asked(store, at, question, **query)
    assert told["status"] == "answered", told
    for number in receipts(told):
        if number["listings"] and "/listings/" in number["listings"]:
            values = dict(parse_qsl(urlsplit(number["listings"]).query))
            slug = urlsplit(number["listings"]).path.split("/")[2]
            of = Store.objects.get(slug=slug)
            assert find(of, filters_from(values), at=at).listings.count() == number["said"], number
    return told


def receipts(told: dict[str, Any]) -> list[dict[str, Any]]:
    numbers = [number for one in told["sentences"] for number in one["numbers"]]
    return [*numbers, *told["table"]]


def texts(told: dict[str, Any]) -> list[str]:
    return [one["text"] for one in told["sentences"]]


def refused(store: Store, at: datetime, question: str = "", **query: Any) -> dict[str, Any]:
    """The JSON of what has to be no answer."""
    told = asked(store, at, question, **query)
    assert told["status"] != "answered", told
    assert not told["sentences"]
    return told
