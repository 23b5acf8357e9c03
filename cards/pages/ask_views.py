"""The page of questions, and what is offered while one is typed."""

from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.access import counted_store, counted_stores
from cards.ask.completions import completions
from cards.ask.new_synonyms import clicked
from cards.ask.plain_text import as_text
from cards.ask.queries.query_json import query_from_json
from cards.ask.queries.query_tokens import query_of_token, token_of
from cards.ask.question import Question, answer_query, ask
from cards.ask.question_log import keep
from cards.ask.verified_questions import EXAMPLES
from cards.ask.vocabulary import folded

SAID: Final = "cards.ask.said"  # of the question a translation was offered to
AN_HOUR: Final = 3600
MARKS: Final = ".,:;?!\"'()"


@never_cache
@login_required
@require_safe
def show_ask(request: HttpRequest) -> HttpResponse:
    """A question and its answer. `query`: the token of a closed query, in place of words."""
    at = timezone.now()
    given = request.GET
    stores = list(counted_stores(request.user).order_by("name", "id"))
    is_asked = bool(given.get("question") or given.get("query"))
    slug = given.get("store") or (stores[0].slug if stores else "")
    store = counted_store(request.user, slug) if slug or is_asked else None
    context: dict[str, Any] = {
        "at": at,
        "stores": stores,
        "store": store,
        "asked": given.get("question", ""),
        "examples": EXAMPLES,
    }
    status = 200
    if store is not None and is_asked:
        try:
            context["answer"] = answer = _answer(request, store, at)
            context["receipts"] = as_text(answer)
            context["asked"] = answer["question"]
            context["marked"] = marked(answer["question"], answer["unused"])
            context["sentences"] = [
                {"text": one["text"], "receipts": receipts_of(one["numbers"])}
                for one in answer["sentences"]
            ]
            context["offers"] = [with_token(one) for one in answer["offers"]]
            if answer["translated"]:
                context["translated"] = with_token(answer["translated"])
                context["said"] = signing.dumps(answer["question"], salt=SAID)
        except BadInput as error:
            context["wrong"] = str(error)
            status = 400
    return render(request, "cards/ask.html", context, status=status)


def marked(question: str, unused: list[str]) -> list[tuple[str, bool]]:
    """The words of the question, and whether nothing was made of them."""
    left = {word for phrase in unused for word in phrase.split()}
    return [(word, folded(word).strip(MARKS) in left) for word in question.split()]


def with_token(offer: dict[str, Any]) -> dict[str, Any]:
    return offer | {"token": token_of(query_from_json(offer["query"]))}


def receipts_of(numbers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers of a sentence, those of one reading together."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for number in numbers:
        as_of = datetime.fromisoformat(number["as_of"])
        one = found.setdefault(
            (number["snapshot"], number["store"]),
            {"as_of": as_of, "verdict": number["verdict"], "numbers": []},
        )
        text = f"{number['said']:,}"
        if text not in {had["text"] for had in one["numbers"]} or number["listings"]:
            one["numbers"].append({"text": text, "listings": number["listings"]})
    return list(found.values())


@login_required
@require_safe
def show_completions(request: HttpRequest) -> HttpResponse:
    """What can be asked, offered once somebody begins to type."""
    return render(request, "cards/_completions.html", {"completions": completions(request.user)})


def _translated(said: str) -> str:
    """The question whose translation was clicked; "" where none was offered here."""
    try:
        return str(signing.loads(said, salt=SAID, max_age=AN_HOUR)) if said else ""
    except signing.BadSignature:
        return ""


def _answer(request: HttpRequest, store: Store, at: Any) -> dict[str, Any]:
    given = request.GET
    moment = past_moment("at", given["at"], at=at) if given.get("at") else None
    question = Question(
        text=given.get("question", ""),
        store=store,
        user=request.user,
        at=at,
        previous=given.get("previous", ""),
        moment=moment,
    )
    if given.get("query"):
        query = query_of_token(given["query"])
        if said := _translated(given.get("said", "")):
            clicked(said, query, store=store, by=request.user, at=at)
        return answer_query(question, query).as_json()
    answer = ask(question)
    if moment is None:
        keep(question, answer)
    return answer.as_json()
