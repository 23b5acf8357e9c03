"""Rewords a question into the phrasing the grammar reads, where both mean the same."""

import re
from typing import Final

from cards.ask.times.time_words import MONTH, NUMBER, NUMBERS, UNIT

_ORDINALS: Final = {
    word: day
    for day, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth"),
            *("sixth", "seventh", "eighth", "ninth", "tenth"),
        ),
        1,
    )
}
_CURRENCIES: Final = r"(?:dollars?|usd|bucks|euros?|eur|pounds?|yuan)\b"
_LISTINGS: Final = r"(?:listings|products|items|articles|goods|ones)"
_COUNTED: Final = (
    rf"(?:{_LISTINGS}|groups|categories|owners|people|stores|shops|brands|reasons|accounts|"
    r"product groups|product categories)\b"
)
_STATE: Final = (
    r"(?:active|live|auditing|rejected|expired|taken down|unmapped|out of stock|oos|total|gap|"
    r"draft|quality|sold out)"
)
_RAN: Final = (
    r"trend|chart|graph|plot|curve|history|develop|developed|change|changed|evolve|evolved|"
    r"average|mean|peak|highest|lowest|grow|grew|grown|fall|fell|rise|rose|drop|dropped|shrink"
)
_AUXILIARY: Final = r"(?:is|are|was|were|do|does|did|has|have)"

# Marks that mean nothing at the end of a word, and politeness, which means nothing anywhere.
_TIDY: Final = (
    (r"^(?:no|nope|sorry|wait),? ?, ", "i meant "),
    (r"#(?=\s)|^#", " number of "),
    (r"(\w+), (\w+(?: \w+)?),? (or|and) (?=\w+)", r"\1 \3 \2 \3 "),
    (r"[?!;]+|[.,:]+(?=\s|$)", " "),
    (r"\s+[-*]\s+(?=(?:how|what|which|please|pls|thanks)\b)|^\s*[-*]\s+|\s\*\s", " "),
    (r"\s+-\s+", " minus "),
    (r"^\s*(?:(?:please|pls|kindly|hi|hello|hey|so|ok|okay|well),? )+", ""),
    (r"(?:,? (?:please|pls|thanks|thank you|cheers))+\s*$", ""),
    (
        r",? (?:(?:is|does) not it|(?:are|do) not they|are not there|(?:do|have) not we)\s*$",
        "",
    ),  # "…, isn't it" asks for nothing more
    (r" ?= ?(?=\d)", " is "),
    (r"\s+", " "),
)
# The parts of a verb beside each other: "break it down by" is "break down it by".
_TOGETHER: Final = (
    (r"\b(break|split) (\S.*?) (down|up) by\b", r"\1 \3 \2 by"),
    (r"\b(take|took|taken|taking) ((?:\w+ ){1,3})(down|offline)\b", r"\1 \3 \2"),
    (
        r"\b(?:split|break|broken|divide|divided|cut) ((?:\w+ ){1,4}?)(?:down |up )?into "
        r"(?:its |the |their |our )?(states|statuses|categories|groups|product groups|owners|"
        r"brands|stores|shops|price bands|price ranges|product types)\b",
        r"split \1by \2",
    ),
    (r"^(?:put|bring) ((?:\w+ ){1,4})back (?:on sale|online|live)\b", r"reactivate \1"),
    (r"\b(turn|turned|turning) ((?:\w+ ){1,3})(down)\b", r"\1 \3 \2"),
)
# "Isn't active growing" asks whether active is not growing, and not of what is not active.
_INVERTED: Final = (
    (
        rf"^(why |how come )?({_AUXILIARY}) not ((?:the |our |my |your )?"
        rf"(?:{_STATE}(?: {_LISTINGS})?|numbers?|figures?|counts?|data)) ",
        r"\1\2 \3 not ",
    ),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS: Final = (
    *(
        (rf"\b{tens} {word}\b", f"{NUMBERS[tens] + NUMBERS[word]}")
        for tens in _TENS
        for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    ),
    *(
        (rf"\bhalf an? {unit}\b", whole)
        for unit, whole in (
            ("year", "6 months"),
            ("month", "15 days"),
            ("day", "12 hours"),
            ("fortnight", "7 days"),
        )
    ),
    *((rf"\b{word} (?:of )?(?={MONTH})", f"{day} of ") for word, day in _ORDINALS.items()),
    *((rf"({MONTH}) (?:the )?{word}\b", rf"\1 {day}") for word, day in _ORDINALS.items()),
    *(
        (rf"\b{word} (?=(?:{_CURRENCIES}|{_COUNTED}))", f"{number} ")
        for word, number in NUMBERS.items()
        if len(word) > 2 and word != "one"
    ),
    (r"\bat noon\b|\bnoon\b", "at 12:00"),
    (r"\bat midnight\b", "at 00:00"),
)
_PLAIN: Final = (
    (
        rf"^(?:which|what) ((?:\w+ )?{_LISTINGS}) (?:have |has )?(?:moved|went|came) "
        r"(?=(?:from|to|into|out of) )",
        r"show \1 that moved ",
    ),
    (r"^what (?:has )?moved (?=(?:from|to|into|out of) )", "show listings that moved "),
    (
        rf"^(which|what|how many) ({_LISTINGS}) (?:do|does|must) (?:aliexpress|the platform) "
        r"(?:still )?(?:(?:have|need) to )?(?:approve|review|check)$",
        r"\1 \2 are waiting for approval",
    ),
    (r"^and (?:at the moment|at present|at this moment)$", "and now"),
    (r"^and (?=(?:in|on|at|as of) )", "then "),  # a time has its preposition with it
    (rf"^(.* of .*) are ({_STATE}) again$", r"\1 are \2 now"),
    (r"\b(?:into|by) reasons\b", "by reason"),
    (r"\brej rate\b", "rejection rate"),
    (r"(?<!\")\brej\b(?!\")", "rejected"),
    (r"\brejs\b", "rejections"),
    (r"\bawaits?\b", "awaiting"),
    (r"\bmonth to date\b", "this month"),
    (r"\b(?:since|from) (?:the )?(?:first|1st) of (?:the|this) month\b", "this month"),
    # Of how a number ran, "over 30 days" is a stretch of time, and not how long they are there.
    (
        rf"^(.*\b(?:{_RAN})\b.*) over ({NUMBER} ?{UNIT})$",
        r"\1 over the last \2",
    ),
    (
        rf"\b(forecast|outlook|projection|prediction)( .*)? (?:for|over|of) (?:the )?"
        rf"({NUMBER} {UNIT})$",
        r"\1\2 for the next \3",
    ),
    # Who decides is always AliExpress.
    (
        r"\b(waiting|wait|waits|awaiting|pending) (for |on )?(?:aliexpress|the platform) "
        r"(?:to (?:approve|review|check|decide on) (?:them|it|our listings)|approval|review|"
        r"decision|verdict|check|ok|okay|to (?:approve|review|check|decide))\b",
        r"\1 \2approval",
    ),
    (r"^on (?:what|which) grounds ", "for what reasons "),
    (r",?(?: and)? (why|how come) (?:is|was) (?:that|this|it)(?: so)?$", r" \1"),
    (r"\b(what|which) (?:kinds?|sorts?|types?) of questions\b", r"\1 questions"),
    (r"\b((?:do|does|is|are) (?:\w+ )?(?:know|known)) (?:the )?prices? of\b", r"\1 the price"),
    (
        r"^((?:\w+ ){0,4}(?:problems|diagnosis|findings|issues)\b.*) (by|per) "
        r"(?:kinds?|types?|sorts?)$",
        r"\1 \2 problem kind",
    ),
    # Up to now: since then.
    (r"\b(?:between|from) ((?:\w+ ){1,4})(?:and|to|until|till) now\b", r"since \1"),
    (r"\bby (?:the )?(?:number|count|amount) of\b", "by"),
    (r"(?<=[a-z]) \+ (?=[a-z])", " or "),
    # "The active number" is "the active".
    (rf"\b({_STATE}) (?:number|figure|count)\b", r"\1 listings"),
    (r"\b(total|gap|quality) listings\b", r"\1"),
    # What expired has expired: the verb, not the state.
    (rf"^((?:how many|which) (?:\w+ ){{0,3}}{_LISTINGS}) (expired|lapsed)\b", r"\1 have \2"),
    (r"\bwhat did (.+?) cost\b", r"what was the price of \1"),
    # A number that is whole is right: "complete" is a metric.
    (
        r"^((?:is|are) (?:the|my|our|this|these) (?:\w+ )?(?:total|number|numbers|count|counts|"
        r"reading|data|list)) (?:really )?complete$",
        r"\1 correct",
    ),
    (r'"([a-z -]{3,30})"(?= mean)|(?<=define )"([a-z -]{3,30})"', r"\1\2"),
    (r"\bback (?:to )?where (?:it|they) (?:was|were) (?:on |at )?", "compared with "),
    (r"\b(was|has|did) (\d{10,19}) ever\b", r"\1 \2"),
    (r"\b(total|number|numbers|count|data) (is|are) complete$", r"\1 \2 correct"),
    # "…, right?" asks whether it is so.
    (r"^((?:there|we|you|i) (?:are|have|is) .+?),? (?:right|correct|yes|true)$", r"\1"),
    (r"\b(?:the )?most (.+?) (?:we )?(?:have |has )?ever(?: had| seen)?\b", r"highest \1"),
)
_RULES: Final = tuple(
    (re.compile(said), plain)
    for said, plain in (*_TIDY, *_TOGETHER, *_INVERTED, *_NUMBERS, *_PLAIN)
)


def reworded(text: str) -> str:
    """`text`: folded. Without marks and politeness, and with one wording for each meaning."""
    for said, plain in _RULES:
        text = said.sub(plain, text.strip())
    return " ".join(text.split())
