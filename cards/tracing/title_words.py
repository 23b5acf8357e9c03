"""Words of titles as properties: those that stand out in a first look are counted in all."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from re import compile as pattern
from typing import Any, Final

from django.db.models import QuerySet, Value

from aliexpress.models import Listing
from cards.listings.submitted_facts import Raw
from cards.tracing.chance import Table, times
from cards.tracing.method import SEED_TIMES
from cards.tracing.population import least_of

MOST_WORDS: Final = 10
LOOKED_AT: Final = 5_000  # titles on either side, for a first look
# Found by the filter `search` as well: letters, long enough to say something.
_WORD: Final = pattern(r"[^\W\d_]{3,30}")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """`possible`: how many words there are to choose from, whatever came of their listings."""

    words: tuple[str, ...] = ()
    possible: int = 0


def title_words(target: QuerySet[Listing], rest: QuerySet[Listing]) -> TitleWords:
    """The words more frequent among those asked about than among the others, in one statement."""
    titles: dict[int, list[set[str]]] = {1: [], 0: []}
    rows: Any = _titles(target, 1).union(_titles(rest, 0), all=True)
    for side, text in rows:
        # Folded as they are searched for.
        titles[side].append(set(_WORD.findall(text.partition("\n")[0])))
    counts = {side: Counter(chain.from_iterable(some)) for side, some in titles.items()}
    here, elsewhere = len(titles[1]), len(titles[0])
    if not here or not elsewhere:
        return TitleWords()
    found = []
    for word, a in counts[1].items():
        table = Table(a, a + counts[0][word], here, here + elsewhere)
        if a >= least_of(here) and times(table) > SEED_TIMES:
            found.append((-times(table), word))
    words = tuple(word for _, word in sorted(found)[:MOST_WORDS])
    return TitleWords(words, possible=len({*counts[1], *counts[0]}))


def _titles(listings: QuerySet[Listing], side: int) -> QuerySet[Listing, Any]:
    """Of the first so many; chosen by themselves, so that PostgreSQL plans no join of them while it
    knows nothing of the tables yet."""
    first = listings.order_by("product_id").values("pk")[:LOOKED_AT]
    of_these = Listing.objects.filter(pk__in=first).order_by()
    return of_these.annotate(side=Raw(Value(side))).values_list("side", "search_text")
