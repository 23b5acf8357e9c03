"""Words of titles as properties: those that stand out in a first look are counted in all."""

from collections import Counter
from dataclasses import dataclass
from re import compile as pattern
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import Listing
from cards.tracing.bitsets import least_of
from cards.tracing.chance import Table, times
from cards.tracing.method import SEED_TIMES

MOST_WORDS: Final = 10
LOOKED_AT: Final = 5_000  # titles on either side, for a first look
# Found by the filter `search` as well: letters, long enough to say something.
_WORD: Final = pattern(r"[^\W\d_]{3,30}")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """`possible`: how many words there are to choose from, whatever came of their listings."""

    words: tuple[str, ...] = ()
    possible: int = 0

    @property
    def possible_each(self) -> int:
        """Of them, how many one of those kept stands for."""
        return -(-self.possible // len(self.words)) if self.words else 0


def title_words(target: QuerySet[Listing], rest: QuerySet[Listing]) -> TitleWords:
    """The words more frequent among those asked about than among the others; two statements:
    PostgreSQL plans one of both sides badly while it knows nothing of the tables yet."""
    sides = [_titles(side) for side in (target, rest)]
    counts = [Counter(word for title in side for word in title) for side in sides]
    here, elsewhere = map(len, sides)
    if not here or not elsewhere:
        return TitleWords()
    found = []
    for word, a in counts[0].items():
        table = Table(a, a + counts[1][word], here, here + elsewhere)
        if a >= least_of(here) and times(table) > SEED_TIMES:
            found.append((-times(table), word))
    words = tuple(word for _, word in sorted(found)[:MOST_WORDS])
    return TitleWords(words, possible=len({*counts[0], *counts[1]}))


def _titles(side: QuerySet[Listing]) -> list[set[str]]:
    """The words of each, folded as they are searched for."""
    rows: Any = side.order_by("product_id").values_list("search_text", flat=True)[:LOOKED_AT]
    return [set(_WORD.findall(text.partition("\n")[0])) for text in rows]
