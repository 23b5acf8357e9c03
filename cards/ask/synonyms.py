"""The words operations taught, beside the shipped ones."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError

from cards.ask.vocabulary import FUNCTION, Meaning, shipped, tables, words_of
from cards.models import Synonym


def meanings_of_phrase(phrase: str) -> tuple[Meaning, ...]:
    """What a phrase means in the shipped vocabulary."""
    vocabulary = shipped()
    return vocabulary.phrases.get(words_of(phrase, vocabulary.function_words), ())


def one_phrase_a_meaning() -> list[str]:
    """The first phrase of everything the shipped vocabulary can mean, by the alphabet."""
    meanings = (of for kind, of in tables().items() if kind != FUNCTION)
    return sorted({phrases[0] for of in meanings for phrases in of.values() if phrases})


def trouble_with(phrase: str, means: str) -> str:
    """Why it is no synonym, a sentence; "" where it is one."""
    if not meanings_of_phrase(means):
        return f"The vocabulary has no phrase {means!r}."
    had = meanings_of_phrase(phrase)
    if had and set(had) != set(meanings_of_phrase(means)):
        return (
            f"{phrase!r} means something else already: {', '.join(str(one.value) for one in had)}."
        )
    if phrase in tables()[FUNCTION]["function"]:
        return f"{phrase!r} is a word nothing is made of."
    return ""


def synonyms() -> list[tuple[str, Meaning]]:
    """Those that are sound: one that means something else already is left out."""
    return [
        (phrase, meaning)
        for phrase, means in Synonym.objects.order_by("phrase").values_list("phrase", "means")
        if not trouble_with(phrase, means)
        for meaning in meanings_of_phrase(means)
    ]


def every_synonym_is_sound(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """cards.E102: a synonym means something else already. Looks at the database."""
    if not databases:
        return []
    try:
        kept = list(Synonym.objects.order_by("phrase").values_list("phrase", "means"))
    except DatabaseError:  # an empty database is checked before it is migrated
        return []
    return [
        Error(sentence, id="cards.E102")
        for phrase, means in kept
        if (sentence := trouble_with(phrase, means))
    ]


def every_phrase_means_one_thing(**kwargs: Any) -> list[CheckMessage]:
    """cards.W101: a phrase of a subject or a filter is one of another subject or filter too."""
    return [
        Warning(f"The phrase {' '.join(words)!r} means {meanings}.", id="cards.W101")
        for words, meanings in shipped().phrases.items()
        if len({one.value for one in meanings if one.kind in _SUBJECTS}) > 1
    ]


_SUBJECTS = {"STATE", "STATEVERB", "GAP", "METRIC", "RATE", "TOTAL"}
__all__ = ["every_phrase_means_one_thing", "every_synonym_is_sound", "synonyms"]
