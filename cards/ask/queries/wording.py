"""A closed query in canonical words: what a question was read as, and what an offer says."""

import re
from collections.abc import Callable
from typing import Final

from aliexpress.rejection_reasons import both_rejection_words
from aliexpress.words import reason_words as offline_words
from cards.ask.queries.closed_query import Query
from cards.ask.queries.time_wording import stretch_words, time_words

STATE_WORDS: Final = {
    "total": "all listings",
    "active": "active listings",
    "auditing": "listings in auditing",
    "rejected": "rejected listings",
    "expired": "expired listings",
    "taken_down": "taken down listings",
    "unmapped": "listings of an unmapped state",
    "draft": "drafts",
    "pending": "pending listings",
    "gap": "listings that are not active",
    "oos": "active listings out of stock",
    "expiring": "active listings about to expire",
    "quality": "the listing quality score",
    "complete": "listings with every required attribute",
    "complete_active": "active listings with every required attribute",
    "problems": "listings AliExpress's diagnosis finds something about",
    "reviewed": "finished reviews",
    "missing": "items missing at AliExpress",
    "orphans": "listings the source does not have",
    "drifting": "items drifting from the source",
    "source_oos": "items on offer that are out of stock at the source",
}
_SHORT: Final = {
    "total": "the total",
    "active": "active",
    "auditing": "auditing",
    "rejected": "rejected",
    "expired": "expired",
    "taken_down": "taken down",
    "unmapped": "unmapped",
    "gap": "the gap",
    "oos": "out of stock",
    "missing": "missing at AliExpress",
    "drifting": "drifting from the source",
    "source_oos": "out of stock at the source",
}
COVERAGE_WORDS: Final = {
    "stock": "of how many listings the stock is known",
    "attributes": "of how many listings the attributes are known",
    "price": "of how many listings the price is known",
    "source": "how many items of the source are listed",
}
DIMENSION_WORDS: Final = {
    "state": "state",
    "audit_reason": "AliExpress's reason",
    "offline_reason": "AliExpress's offline reason",
    "group": "product group",
    "category": "category",
    "owner": "account",
    "price": "price band",
    "product_type": "business type",
    "problem": "problem",
    "store": "store",
    "brand": "brand",
    "freight": "freight template",
    "source": "source",
    "batch": "upload",
}
_MOVES: Final = {
    "none>*": "listings that appeared",
    "*>none": "listings that vanished",
    "auditing>active": "listings that were approved",
    "expired>active": "expired listings that were renewed",
    "rejected>auditing": "rejected listings that were resubmitted",
    "*>rejected": "listings that became rejected",
    "*>expired": "listings that expired",
    "*>taken_down": "listings that were taken down",
    "active>auditing": "active listings that went back into review",
}


def subject_words(query: Query) -> str:
    """'rejected listings in group 511'."""
    return f"{plain_subject(query.subject)}{filter_words(query)}"


def plain_subject(subject: str) -> str:
    top, slash, bottom = subject.partition("/")
    if slash:
        return f"{plain_subject(top)} as a share of {plain_subject(bottom)}"
    if subject in _MOVES:
        return _MOVES[subject]
    source, arrow, target = subject.partition(">")
    if arrow:
        went = (
            "anywhere else" if target == "*" else "nowhere" if target == "none" else short(target)
        )
        came = "anywhere" if source == "*" else "nowhere" if source == "none" else short(source)
        return f"listings that went from {came} to {went}"
    if match := re.fullmatch(r"(\w+)([<>])(\d+)", subject):
        return plain_subject(match[1])
    if "," in subject:
        return " beside ".join(plain_subject(one) for one in subject.split(","))
    if "+" in subject:
        return f"{' or '.join(short(one) for one in subject.split('+'))} listings"
    return STATE_WORDS.get(subject, subject)


def short(subject: str) -> str:
    return _SHORT.get(subject, subject.replace("_", " "))


def filter_words(query: Query) -> str:
    return "".join(f" {one_filter(one.name, one.sign, one.value)}" for one in query.filters)


def one_filter(name: str, sign: str, value: str) -> str:
    no = "not " if sign == "!=" else ""
    if name == "price":
        if sign == "=":
            return f"priced {value.replace('..', ' to ')}"
        return f"priced {'under' if sign == '<' else 'over'} {value}"
    if name == "days":
        return f"for more than {value} days"
    if name == "created" and not value.endswith("_ago"):
        return f"made {'before' if sign == '<' else 'after'} {value}"
    if name == "created":
        when = stretch_words(value.removesuffix("_ago"))
        return f"made {'more' if sign == '<' else 'less'} than {when} ago"
    if name == "title":
        return f"{no}with “{value}” in the title"
    if name == "audit_reason":
        return f"{no}for {both_rejection_words(value)}"
    if name == "offline_reason":
        return f"{no}for {offline_words(value) or value}"
    words = DIMENSION_WORDS.get(name, name)
    return f"{no}in {words} {value}" if name in {"group", "category"} else f"{no}of {words} {value}"


def store_words(query: Query) -> str:
    if not query.stores:
        return ""
    return (
        ", over all stores"
        if query.stores == "all"
        else f", of {query.stores.replace(',', ' and ')}"
    )


def said_words(query: Query) -> str:
    return f", said to be {int(query.said):,}" if query.said else ""


_CLAIMS: Final = {"up": "rose", "down": "fell", "flat": "stands still", "many": "is so high"}


def read_as(query: Query) -> str:
    """The whole query as one line of plain words."""
    if query.act in {"value", "list"} and query.subject == "total":
        line = _WORDS[query.act](query).replace("all listings", "listings", 1)
        line += f"{time_words(query)}{store_words(query)}{said_words(query)}"
        return line[:1].upper() + line[1:]
    line = f"{_WORDS[query.act](query)}{time_words(query)}{store_words(query)}{said_words(query)}"
    return line[:1].upper() + line[1:]


def _why(query: Query) -> str:
    claim = _CLAIMS.get(query.claim, "")
    name = short(query.subject)
    return f"why {name} {claim}" if claim else f"why there are {subject_words(query)}"


def _top(query: Query) -> str:
    end = "fewest" if query.order == "asc" else "most"
    by = DIMENSION_WORDS.get(query.by, query.by)
    return f"the {by} with the {end} {subject_words(query)}"


_WORDS: Final[dict[str, Callable[[Query], str]]] = {
    "value": lambda q: ("" if q.subject == "quality" else "how many ") + subject_words(q),
    "list": lambda q: (
        f"the {'longest' if q.order == 'days_desc' else 'newest'} of {subject_words(q)}"
        if q.order
        else f"the list of {subject_words(q)}"
    ),
    "moves": lambda q: f"how many {subject_words(q)}",
    "share": lambda q: subject_words(q),
    "break": lambda q: f"{subject_words(q)}, by {DIMENSION_WORDS.get(q.by, q.by)}",
    "top": _top,
    "change": lambda q: f"the change of {subject_words(q)}",
    "trend": lambda q: f"the trend of {subject_words(q)}",
    "peak": lambda q: f"when {subject_words(q)} were {'most' if q.which == 'max' else 'fewest'}",
    "mean": lambda q: f"{subject_words(q)} on average",
    "when": lambda q: (
        f"the {q.nth} time {subject_words(q)} were "
        f"{'under' if '<' in q.subject else 'over'} {re.split('[<>]', q.subject)[1]}"
    ),
    "flow": lambda q: "how listings moved"
    + (f" {'into' if q.side == 'in' else 'out of' if q.side == 'out' else 'around'} "
       f"{short(q.state)}" if q.state else ""),
    "cohort": lambda q: f"{subject_words(q)} and are {short(q.now)} now",
    "why": _why,
    "alike": lambda q: f"what {subject_words(q)} have in common"
    + (f" by {DIMENSION_WORDS.get(q.dim, q.dim)}" if q.dim else ""),
    "reviews": lambda q: (
        "how long reviews take" if q.subject == "usual" else "listings stuck in review"
    ),
    "forecast": lambda q: "listings that lapse if nobody renews them",
    "whatif": lambda q: f"what if every listing went from {short(q.subject.split('>')[0])} to "
    f"{short(q.subject.split('>')[1])}",
    "life": lambda q: f"the life of {q.subject}"
    + (f", when it was {short(q.focus)}" if q.focus else ""),
    "define": lambda q: f"what {' and '.join(map(short, q.subject.split(',')))} means",
    "proof": lambda q: f"the proof of {subject_words(q)}",
    "fresh": lambda q: "how old the data is",
    "attempt": lambda q: "how the last refresh went",
    "coverage": lambda q: COVERAGE_WORDS[q.subject],
    "reconcile": lambda q: "why Seller Center's number differs"
    + (f": {q.subject}" if q.subject != "?" else ""),
    "alerts": lambda q: "alerts",
    "marks": lambda q: f"the mark “{q.text}”" if q.text else "marks",
    "overview": lambda q: "how the store stands",
    "compare": lambda q: subject_words(q),
    "help": lambda q: "what can be asked",
}  # fmt: skip
