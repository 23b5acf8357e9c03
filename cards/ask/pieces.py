"""The typed pieces of a question: the longest phrase of the vocabulary, numbers with their units,
times, quoted words. Nothing is dropped but function words; a word nobody knows stays, as UNKNOWN.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, product
from typing import Any, Final

from rapidfuzz.distance import OSA

from aliexpress.typed.bad_input import BadInput
from cards.ask.closed_query import Filter
from cards.ask.instants import days_ahead
from cards.ask.times import NUMBER, UNIT, number_of, stretch, time_at
from cards.ask.vocabulary import FUNCTION, Meaning, Vocabulary, folded

LONGEST_QUESTION: Final = 200
MOST_PIECES: Final = 40
MOST_SEQUENCES: Final = 48
SHORTEST_REPAIRED: Final = 5
UNKNOWN: Final = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the question, the kind of word it is, and what it means."""

    kind: str
    value: Any
    text: str  # as it stands in the folded question

    def __str__(self) -> str:
        return f"{self.kind}:{self.text}"


@dataclass(frozen=True, slots=True)
class Pieces:
    """`options`: for each place the pieces it may be. `fixed`: words read as others."""

    options: tuple[tuple[Piece, ...], ...]
    fixed: tuple[tuple[str, str], ...] = ()
    order: str = ""  # what we are told to do to the shop, by the first words
    text: str = ""
    unknown: tuple[str, ...] = field(default=())

    def sequences(self) -> Iterator[tuple[Piece, ...]]:
        """Every way to take the places, at most MOST_SEQUENCES."""
        return islice(product(*self.options), MOST_SEQUENCES)


def asked_text(question: object) -> str:
    """The question as one line. Raises BadInput."""
    if not isinstance(question, str):
        raise BadInput("question", "question is a text.")
    if len(question) > LONGEST_QUESTION:
        raise BadInput("question", f"A question has at most {LONGEST_QUESTION} characters.")
    text = " ".join(question.split())
    if not text:
        raise BadInput("question", "Ask something, such as: how many listings are rejected?")
    if not text.isprintable():
        raise BadInput("question", "The question holds characters that cannot be shown.")
    return text


def pieces_of(question: str, vocabulary: Vocabulary, *, at: datetime) -> Pieces:
    """`question`: from `asked_text`; `at`: now, in the reader's zone. Raises BadInput where it
    has more pieces than anybody asks with."""
    text = _tidy(folded(question))
    text, fixed = _repaired(text, vocabulary, at=at)
    options: list[tuple[Piece, ...]] = []
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        found, position = _next(text, position, vocabulary, at=at)
        if found:
            options.append(found)
        if len(options) > MOST_PIECES:
            raise BadInput("question", f"A question has at most {MOST_PIECES} words that count.")
    unknown = tuple(
        piece.text for places in options for piece in places[:1] if piece.kind == UNKNOWN
    )
    return Pieces(tuple(options), fixed, _order(text, vocabulary), text, unknown)


def _tidy(text: str) -> str:
    """Without the marks that mean nothing at the end of a word."""
    text = re.sub(r"^(?:no|nope|sorry|wait),? ?, ", "i meant ", text)
    text = re.sub(r"[?!;]+|[.,:]+(?=\s|$)", " ", text)
    text = re.sub(r"\s+[-*]\s+", " ", text)
    text = re.sub(r"^(?:(?:please|pls|kindly|hi|hello|hey),? )+", "", text.strip())
    text = re.sub(r"(?:,? (?:please|pls|thanks|thank you|cheers))+$", "", text)
    text = re.sub(r"\b(break|split) (\S.*?) (down|up) by\b", r"\1 \3 \2 by", text)
    for half, whole in _HALVES:
        text = half.sub(whole, text)
    return " ".join(text.split())


_HALVES: Final = tuple(
    (re.compile(rf"\bhalf an? {unit}\b"), whole)
    for unit, whole in (
        ("year", "6 months"),
        ("month", "15 days"),
        ("day", "12 hours"),
        ("fortnight", "7 days"),
    )
)


def _order(text: str, vocabulary: Vocabulary) -> str:
    """What we are told to do to the shop; "change in active" is a noun, and no order."""
    if _NOUN.match(text):
        return ""
    words = [word for word in text.split() if word not in vocabulary.function_words]
    for size in (3, 2, 1):
        if found := vocabulary.orders.get(tuple(words[:size])):
            return found if len(words) > size else ""
    return ""


def _next(
    text: str, position: int, vocabulary: Vocabulary, *, at: datetime
) -> tuple[tuple[Piece, ...], int]:
    """The pieces that may begin here, and where the next begins."""
    best, end = _special(text, position, at=at)
    phrase, phrase_end = _phrase(text, position, vocabulary)
    if phrase and phrase_end > end:
        end = phrase_end
        said = text[position:end]
        best = [Piece(meaning.kind, meaning.value, said) for meaning in phrase]
    if not best:
        match = _WORD.match(text, position)
        end = match.end() if match else position + 1
        said = text[position:end]
        if said in vocabulary.function_words:
            return (), end
        best = [Piece(UNKNOWN, said, said)]
    kept = tuple(piece for piece in best if piece.kind != FUNCTION)
    return kept if len(kept) == len(best) or kept else (), end


_NOUN: Final = re.compile(
    r"(?:change|increase|decrease|drop|rise|fall|cut|alert|update|upload|mark|order|move|list)s?"
    r" (?:in|of|for|history|since|this|last|between|over|today|yesterday)\b"
)
_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|\S")
_TOKEN: Final = re.compile(r"[^\W_]+|[&%>]")


def _phrase(text: str, position: int, vocabulary: Vocabulary) -> tuple[tuple[Meaning, ...], int]:
    """The phrase that reaches furthest: word for word, or with function words in between."""
    words: list[str] = []
    kept: list[str] = []
    found: tuple[Meaning, ...] = ()
    reach = position
    scan = position
    while len(kept) <= vocabulary.longest and len(words) < 14:
        match = _TOKEN.match(text, scan)
        if match is None:
            break
        word = match[0]
        words.append(word)
        end = match.end()
        whole = end >= len(text) or text[end] == " "
        if word not in vocabulary.function_words:
            kept.append(word)
        elif len(words) == 1:
            kept.append("")  # a phrase does not begin with what is left out
        if whole:
            meanings = vocabulary.phrases.get(tuple(words))
            if meanings is None and len(kept) > 1 and word not in vocabulary.function_words:
                meanings = vocabulary.phrases.get(tuple(kept))
            if meanings is not None:
                found, reach = meanings, end
        if not whole:
            break
        scan = end + 1
    return found, reach


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


def _repaired(
    text: str, vocabulary: Vocabulary, *, at: datetime
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Words one letter off a word we know, read as that one: same first letter, at least five
    letters, and no other candidate."""
    fixed: list[tuple[str, str]] = []

    def read(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < SHORTEST_REPAIRED or word in vocabulary.words or word in _KNOWN_WORDS:
            return word
        if time_at(text, match.start(), at=at):
            return word
        near = near_words(word, vocabulary)
        # A plural and its singular are one candidate where the letters lost are not the last.
        if len(near) != 1 or word.rstrip("s") == near[0] or near[0].rstrip("s") == word:
            return word
        fixed.append((word, near[0]))
        return near[0]

    quoted = re.split(r'("[^"]*")', text)
    read_again = "".join(
        part if part.startswith('"') else re.sub(r"[^\W\d_]+", read, part) for part in quoted
    )
    return read_again, tuple(fixed)


# Words the rules of times and numbers know.
_KNOWN_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "monday tuesday wednesday thursday friday saturday sunday january february march april "
        "june july august september october november december today yesterday tomorrow couple "
        "quarter since weeks months years hours dollars euros under above below before after "
        "cheaper older younger newer longer another every",
    )
)

_CURRENCY: Final = r"(?:dollars?|usd|us dollars|bucks|euros?|eur|\$|€|£|pounds?|gbp|rmb|cny|yuan)"
_AMOUNT: Final = r"(\d{1,9}(?:\.\d{1,4})?)"
_MONEY: Final = rf"(?:[$€£] ?{_AMOUNT}|{_AMOUNT} ?{_CURRENCY})"
_BELOW: Final = r"(?:under|below|less than|cheaper than|lower than|beneath)"
_ABOVE: Final = (
    r"(?:over|above|more than|dearer than|costlier than|more expensive than|higher than)"
)
_PRICED: Final = (
    r"(?:with (?:a )?price |priced (?:at )?|(?:that |which )?costs? |costing |at |for |"
    r"whose price is |with prices |that are |sold )?"
)
_DAYS_BEFORE: Final = (
    r"(?:(?:for|since) )?(?:more than|over|longer than|above|upwards of|in excess of|beyond|"
    r"for more than|>)"
)
_LONG: Final = rf"(?P<n>{NUMBER}) ?(?P<u>{UNIT})"
_IS: Final = r"(?![\w])"
_ID: Final = re.compile(r"(?:#|no\.? ?)?(\d{10,19})(?!\d)")


def _special(text: str, position: int, *, at: datetime) -> tuple[list[Piece], int]:
    """Numbers with their units, quoted words and times; of what begins here, the longest."""
    found: list[Piece] = []
    end = position
    for kind, pattern, read in _SPECIAL:
        match = pattern.match(text, position)
        if match is None or match.end() < end:
            continue
        value = read(match)
        if value is None:
            continue
        if match.end() > end:
            found = []
        end = match.end()
        found.append(Piece(kind, value, match[0]))
    time = time_at(text, position, at=at)
    if time is not None and time[1] > end:
        end = time[1]
        found = [Piece("TIME", time[0], text[position:end])]
    return found, end


def filter_piece(name: str, sign: str, group: int | str) -> Any:
    return lambda match: (Filter(name, sign, match[group].strip()),)


def _money(sign: str) -> Any:
    def read(match: re.Match[str]) -> tuple[Filter, ...]:
        amount = next(part for part in match.groups() if part)
        return (Filter("price", sign, amount),)

    return read


def _days(match: re.Match[str]) -> tuple[Filter, ...] | None:
    days = days_ahead(stretch(number_of(match["n"]), match["u"]))
    return None if not days else (Filter("days", ">", f"{days}"),)


def threshold(match: re.Match[str]) -> tuple[str, str]:
    return ("<" if re.search(_BELOW, match[0]) else ">"), match["n"]


_GROUP: Final = r"(?:in |of |from |for |within |inside )?(?:the )?(?:product )?"
_SPECIAL: Final = [
    ("TITLE", re.compile(
        r'(?:with |whose title (?:has|contains|says) |containing |that contain |called |titled |'
        r'named |mentioning |including |with the words? |having |that have |that say )?'
        r'(?:the words? )?'
        r'"(?P<t>[^"]{1,60})"(?: in (?:the|their|its) (?:title|titles|name|names))?'),
     filter_piece("title", "=", "t")),
    ("TITLE", re.compile(
        r"(?:whose|where the|with) (?:title|titles|name) (?:has|contains|contain|containing|"
        r"includes|including|says|mentions|mentioning) (?P<t>[^\W\d_]{3,40})" + _IS),
     filter_piece("title", "=", "t")),
    ("TITLE", re.compile(
        r"(?:with|having|containing|mentioning) (?P<t>[^\W\d_]{3,40}) in (?:the|their|its) "
        r"(?:title|titles|name|names)" + _IS), filter_piece("title", "=", "t")),
    ("GROUP", re.compile(_GROUP + r"groups? (?:number |no\.? |id )?#?(?P<g>\d{1,18})" + _IS),
     filter_piece("group", "=", "g")),
    ("PRICE", re.compile(_PRICED + _BELOW + " " + _MONEY + _IS), _money("<")),
    ("PRICE", re.compile(_PRICED + _ABOVE + " " + _MONEY + _IS), _money(">")),
    ("PRICE", re.compile(
        _PRICED + r"(?:between|from) (?:[$€£] ?)?(?P<a>\d{1,9}(?:\.\d{1,4})?)(?: ?" + _CURRENCY
        + r")? (?:and|to) (?:[$€£] ?(?P<b>\d{1,9}(?:\.\d{1,4})?)|(?P<c>\d{1,9}(?:\.\d{1,4})?) ?"
        + _CURRENCY + ")" + _IS),
     lambda m: (Filter("price", "=", f"{m['a']}..{m['b'] or m['c']}"),)),
    ("DAYS", re.compile(_DAYS_BEFORE + " ?" + _LONG + _IS), _days),
    ("CREATED", re.compile(
        r"(?:that are |which are )?(?:older than|created more than|made more than|added more than) "
        + _LONG + r"(?: ago| old)?" + _IS),
     lambda m: (Filter("created", "<", f"{stretch(number_of(m['n']), m['u'])}_ago"),)),
    ("CREATED", re.compile(
        r"(?:that are |which are )?(?:younger than|newer than|created less than|not older than|"
        r"created within the last|created in the last) " + _LONG + r"(?: ago| old)?" + _IS),
     lambda m: (Filter("created", ">", f"{stretch(number_of(m['n']), m['u'])}_ago"),)),
    ("THRESHOLD", re.compile(
        r"(?:go |went |fall |fell |drop |dropped |drops |rise |rose |be |was |get |got |climb |"
        r"climbed |dip |dipped |gone |been |sink |sank |pass |cross |crossed |reach )?"
        rf"(?:{_BELOW}|{_ABOVE}|past|exceed(?:s|ed)?|surpass(?:es|ed)?) "
        rf"(?P<n>\d{{1,9}})(?! ?(?:{UNIT}|{_CURRENCY})\b)(?:listings)?"
        + _IS), threshold),
    ("PRODUCT", _ID, lambda m: m[1]),
    ("NUMBER", re.compile(r"(?:the |about |only )?(?P<n>\d{1,9})(?![\w.])"), lambda m: m["n"]),
    ("TOPN", re.compile(rf"(?:the )?(?:top|first|leading|biggest|worst) (?P<n>{NUMBER})" + _IS),
     lambda m: f"{number_of(m['n'])}"),
    ("MARKTEXT", re.compile(
        r"(?:who|when was|who was it that) (?:has )?(?:marked|noted|annotated|wrote|made "
        r"(?:a|the) (?:note|mark) (?:of|about|on)) (?:down )?(?:the )?(?P<t>[^?]{2,60}?)"
        r"(?: and when)?(?: marked| noted)?$"),
     lambda m: m["t"].strip(' "')),
    ("DEFINEONE", re.compile(r"(?:what is|what exactly is|what are) an? (?=\w)"), lambda m: "one"),
]  # fmt: skip
