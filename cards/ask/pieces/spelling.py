"""Words one letter off a word of the vocabulary."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rapidfuzz.distance import OSA

from cards.ask.pieces.amounts import AMOUNTS
from cards.ask.times.times import RULES, time_at
from cards.ask.vocabulary import Vocabulary

SHORTEST_REPAIRED: Final = 5


# What a title says is the seller's word, and not one of ours.
_OF_A_TITLE: Final = r"\b{0} in (?:the|their|its) (?:title|name)|\b(?:title|name)s? \w+ {0}\b"


def near_words(word: str, vocabulary: Vocabulary) -> list[str]:
    """Words of the vocabulary one letter off: same first letter, at least five letters."""
    return sorted(
        known
        for known in vocabulary.words
        if known[0] == word[0]
        and abs(len(known) - len(word)) < 2
        and len(known) >= SHORTEST_REPAIRED
        and OSA.distance(known, word, score_cutoff=1) == 1
    )


def repaired(
    text: str, vocabulary: Vocabulary, *, at: datetime
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Words one letter off a word we know, read as that one: same first letter, at least five
    letters, and no other candidate."""
    fixed: list[tuple[str, str]] = []

    def read(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < SHORTEST_REPAIRED or word in vocabulary.words or word in _KNOWN_WORDS:
            return word
        if time_at(text, match.start(), at=at) or re.search(_OF_A_TITLE.format(word), text):
            return word
        near = near_words(word, vocabulary)
        if len(near) > 1 and len({one[:SHORTEST_REPAIRED] for one in near}) == 1:
            near = [one for one in near if one[-1] == word[-1]]  # of one stem, the ending tells
        # A plural and its singular are one candidate where the letters lost are not the last.
        if len(near) != 1 or word.rstrip("s") == near[0] or near[0].rstrip("s") == word:
            return word
        fixed.append((word, near[0]))
        return near[0]

    parts = _SAID_LITERALLY.split(text)  # every second is one of a title
    read_again = "".join(
        part if at % 2 else re.sub(r"[^\W\d_]+", read, part) for at, part in enumerate(parts)
    )
    return read_again, tuple(fixed)


# Words of titles are anybody's.
_SAID_LITERALLY: Final = re.compile(
    r'("[^"]*"'
    r"|\b(?:with|having|containing|mentioning) [^\W\d_]+ in (?:the|their|its) (?:titles?|names?)\b"
    r"|\b(?:title|titles|name) (?:has|contains?|containing|includes|including|says|mentions|"
    r"mentioning) [^\W\d_]+)"
)


def _words_of_rules() -> Iterator[str]:
    """Those the rules of times, amounts and dates know, which no vocabulary lists."""
    patterns = [pattern.pattern for pattern, _ in RULES]
    patterns += [pattern.pattern for _, pattern, _ in AMOUNTS]
    for word in re.findall(r"[a-z]{4,}", " ".join(patterns)):
        yield from (word, word.removesuffix("s"))


_KNOWN_WORDS: Final = frozenset(_words_of_rules()) | {"every", "couple", "another", "tuesday"}
