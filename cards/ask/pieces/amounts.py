"""Numbers with their units, quoted words, product ids and times: what no vocabulary can list."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Filter
from cards.ask.times.instants import days_ahead, window_of
from cards.ask.times.time_words import NUMBER, UNIT, number_of, stretch
from cards.ask.times.times import time_at

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
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)  # any will do: whether it is one
_ID: Final = re.compile(r"(?:#|no\.? ?)?(\d{10,19})(?!\d)")


def special_at(text: str, position: int, *, at: datetime) -> tuple[list[Piece], int]:
    """Numbers with their units, quoted words and times; of what begins here, the longest."""
    found: list[Piece] = []
    end = position
    for kind, pattern, read in AMOUNTS:
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
    if (created := _created_before(text, position, at=at)) is not None and created[1] > end:
        end = created[1]
        found = [Piece("CREATED", created[0], text[position:end])]
    time = time_at(text, position, at=at)
    if time is not None and time[1] > end:
        end = time[1]
        found = [Piece("TIME", time[0], text[position:end])]
    return found, end


def _created_before(
    text: str, position: int, *, at: datetime
) -> tuple[tuple[Filter, ...], int] | None:
    """ "Created before March": before it began; and where that ends."""
    match = _CREATED_BEFORE.match(text, position)
    if match is None:
        return None
    for before in ("", "in "):  # a month and a year are read after "in" alone
        rest = f"{before}{text[match.end() :]}"
        found = time_at(rest, 0, at=at)
        if found is None or found[0].problem or found[0].others:
            continue
        time, end = found
        try:
            began = f"{window_of(time.over, at=at)[0].date()}" if time.over else time.at
        except ValueError:
            return None
        if not re.fullmatch(r"\d{4}-\d\d-\d\d|\d+(?:h|d|mo|y)_ago", began):
            return None
        return (Filter("created", "<", began),), match.end() + end - len(before)
    return None


_CREATED_BEFORE: Final = re.compile(
    r"(?:(?:that|which) (?:are |were )?)?(?:created|made) (?:before|prior to|earlier than) "
)


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
AMOUNTS: Final = [
    ("TITLE", re.compile(
        r'(?:with |whose title (?:has|contains|says) |(?:that )?contain(?:s|ing)? |called |titled |'
        r'named |(?:that )?mention(?:s|ing)? |includ(?:es?|ing) |with the words? |having |'
        r'that have |(?:that )?says? )?'
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
        r"(?:" + _PRICED + r"(?:between|from)|priced(?: at)?) (?:[$€£] ?)?"
        r"(?P<a>\d{1,9}(?:\.\d{1,4})?)(?: ?" + _CURRENCY
        + r")? (?:and|to) (?:[$€£] ?(?P<b>\d{1,9}(?:\.\d{1,4})?)|(?P<c>\d{1,9}(?:\.\d{1,4})?) ?"
        + _CURRENCY + ")" + _IS),
     lambda m: (Filter("price", "=", f"{m['a']}..{m['b'] or m['c']}"),)),
    ("PRICE", re.compile(
        r"[$€£] ?(?P<a>\d{1,9}(?:\.\d{1,4})?) ?(?:-|to) ?[$€£]? ?(?P<b>\d{1,9}(?:\.\d{1,4})?)"
        + _IS), lambda m: (Filter("price", "=", f"{m['a']}..{m['b']}"),)),
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
    ("MARKTEXT", re.compile(
        r"(?:when was|who was) (?:the )?(?P<t>[^?]{2,60}?) (?:marked|noted|annotated)$"),
     lambda m: m["t"].strip(' "')),
    ("MARKTEXT", re.compile(
        r"(?:(?:is there|are there|was there|do we have|show|find|any) )?(?:me )?"
        r"(?:any |an? |the )?"
        r"(?:notes?|marks?|annotations?) (?:about|on|for|called|named|saying) (?:the )?"
        r"(?P<t>[a-z\"][^?]{1,60}?)$"),
     lambda m: None if time_at(m["t"], 0, at=_NO_TIME) else m["t"].strip(' "')),
    ("DEFINEONE", re.compile(r"(?:what is|what exactly is|what are) an? (?=\w)"), lambda m: "one"),
]  # fmt: skip
