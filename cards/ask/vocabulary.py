"""The shipped vocabulary, and the synonyms operations added to it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

_FILE: Final = Path(__file__).with_name("vocabulary.toml")
# Single words nothing is made of: the closed list. The phrases of FUNCTION are left out whole.
FUNCTION: Final = "FUNCTION"
ACT: Final = "ACT"
Words = tuple[str, ...]


class Meaning(NamedTuple):
    """The kind of piece a phrase is, and which one of that kind."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases, without function words, and what each may mean."""

    phrases: Mapping[Words, tuple[Meaning, ...]]
    orders: Mapping[Words, str]  # what we are told to do to the shop, where a question begins so
    function_words: frozenset[str]
    longest: int
    words: frozenset[str] = field(default_factory=frozenset)  # every single word of it
    days_soon: int = 3  # within which a listing counts as expiring where no time is said


def folded(text: str) -> str:
    """Lower case, one kind of quote, no contractions, hyphens between letters as spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    for odd, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("–", "-")):  # noqa: RUF001
        text = text.replace(odd, plain)
    for short, long in _CONTRACTIONS:
        text = short.sub(long, text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text)


_CONTRACTIONS: Final = tuple(
    (re.compile(pattern), long)
    for pattern, long in (
        (r"\bcan't\b|\bcannot\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"\b(\w+)n't\b", r"\1 not"),
        (r"\b(what|how|who|where|when|there|it|that|here)'s\b", r"\1 is"),
        (r"\b(what|how|who|where|when|we|they|you|i)'(?:re|m|ve|d)\b", r"\1"),
        (r"\bi'll\b|\bwe'll\b", "we will"),
        (r"'s\b", ""),
        (r"(?<=s)'(?=\s)", ""),
    )
)


def words_of(phrase: str, function_words: frozenset[str]) -> Words:
    """The words of a phrase that count: without function words, unless only one were left."""
    every = tuple(folded(phrase).split())
    kept = tuple(word for word in every if word not in function_words)
    return kept if len(kept) > 1 else every


@cache
def tables() -> Mapping[str, Mapping[str, list[str]]]:
    """The file, as it is."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def shipped() -> Vocabulary:
    return vocabulary_of(tables())


@lru_cache(maxsize=64)
def vocabulary_for(
    more: tuple[tuple[str, Meaning], ...], hidden: frozenset[str], days_soon: int = 3
) -> Vocabulary:
    """With phrases besides, and without those of subjects a reader may not see. A value with
    zero bytes in it is that of a filter."""
    seen = {
        kind: {
            value: phrases
            for value, phrases in meanings.items()
            if not (hidden and hidden & set(re.split(r"[/>]", value)))
        }
        for kind, meanings in tables().items()
    }
    added = [
        (phrase, Meaning(kind, tuple(value.split("\x00")) if "\x00" in value else value))
        for phrase, (kind, value) in more
        if kind in {"STOREREF", "GROUPNAME", "OWNERNAME"} or value not in hidden
    ]
    return replace(vocabulary_of(seen, more=added), days_soon=days_soon)


def vocabulary_of(
    tables: Mapping[str, Mapping[str, Iterable[str]]], *, more: Iterable[tuple[str, Meaning]] = ()
) -> Vocabulary:
    """From the tables of the file, and phrases besides."""
    function_words = frozenset(
        phrase for phrase in tables[FUNCTION]["function"] if " " not in phrase
    )
    phrases: dict[Words, list[Meaning]] = {}
    orders: dict[Words, str] = {}
    pairs = [
        (phrase, Meaning(kind, value))
        for kind, meanings in tables.items()
        for value, listed in meanings.items()
        for phrase in listed
        if kind != FUNCTION or " " in phrase
    ]
    for phrase, meaning in [*pairs, *more]:
        words = words_of(phrase, function_words)
        if meaning.kind == ACT:
            orders.setdefault(words, meaning.value)
        elif meaning not in phrases.setdefault(words, []):
            phrases[words].append(meaning)
    longest = max(map(len, phrases))
    known = {word for words in (*phrases, *orders) for word in words} | function_words
    return Vocabulary(
        {words: tuple(found) for words, found in phrases.items()},
        orders,
        function_words,
        longest,
        frozenset(known),
    )
