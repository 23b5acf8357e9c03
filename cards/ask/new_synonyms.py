"""Words that become synonyms: of questions nobody could read, once operations have clicked the
same translation of one twice."""

import re
from datetime import datetime
from typing import Final

from django.conf import settings

from aliexpress.models import Store
from aliexpress.roles import Viewer, is_operations
from cards.ask.interpretation import understand
from cards.ask.pieces.pieces import UNKNOWN, pieces_of
from cards.ask.queries.closed_query import Query
from cards.ask.synonyms import trouble_with
from cards.ask.vocabulary import shipped
from cards.models import AskedQuestion, Synonym

CLICKED: Final = "translated"  # the status of a question whose translation was clicked
CLICKS: Final = 2
LONGEST: Final = 60


def clicked(question: str, query: Query, *, store: Store, by: Viewer, at: datetime) -> None:
    """Keep that operations took the query for what was asked; the second time, teach the word."""
    if not settings.ASK_LOG or not is_operations(by):
        return
    AskedQuestion.objects.create(
        at=at, user_id=by.pk, store=store, text=question, status=CLICKED, notation=query.notation
    )
    same = AskedQuestion.objects.filter(text=question, status=CLICKED, notation=query.notation)
    if same.count() < CLICKS:
        return
    if (taught := word_of(question, query, at=at)) is not None:
        phrase, means = taught
        Synonym.objects.get_or_create(phrase=phrase, defaults={"means": means, "by_id": by.pk})


def word_of(question: str, query: Query, *, at: datetime) -> tuple[str, str] | None:
    """What was not known in the question, and the phrase that makes it this query in its place;
    None where no phrase does."""
    pieces = pieces_of(question, shipped(), at=at)
    unknown = [
        number
        for number, places in enumerate(pieces.options)
        if all(one.kind == UNKNOWN for one in places)
    ]
    if not unknown or unknown != list(range(unknown[0], unknown[-1] + 1)):
        return None
    phrase = " ".join(pieces.options[number][0].text for number in unknown)
    if phrase not in pieces.text or len(phrase) > LONGEST:
        return None
    for means in phrases_in(query):
        text = pieces.text.replace(phrase, means, 1)
        if understand(text, shipped(), at=at).understood == query:
            return None if trouble_with(phrase, means) else (phrase, means)
    return None


def phrases_in(query: Query) -> list[str]:
    """The phrases of what the query asks of, the shortest first."""
    words = {query.subject, query.by, *re.split(r"[+/>,]", query.subject)} - {""}
    found = {
        " ".join(phrase)
        for phrase, meanings in shipped().phrases.items()
        if len(meanings) == 1 and meanings[0].value in words
    }
    return sorted(found, key=lambda phrase: (len(phrase), phrase))
