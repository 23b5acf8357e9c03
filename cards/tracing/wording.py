"""What a tracing says, in sentences: shares and counts, never causes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django.utils.dateparse import parse_datetime

from cards.formats import many, share_text
from cards.listings.properties import WORDS
from cards.listings.property import BETWEEN, NONE
from cards.tracing.chance import Table
from cards.tracing.decomposition import Outcomes
from cards.tracing.questions import Words
from cards.tracing.value_names import Names

TITLE: Final = "What stands behind it"  # of an answer that found nothing to look at
LAST_LINE: Final = (
    "This is what they share, not proof of a cause; pictures and descriptions were not looked at."
)
# None of these is ever said: a test reads every sentence.
CAUSAL_WORDS: Final = ("because", "caused", "driver", "due to", "led to", "responsible for")
# Who and what first, then when.
ORDER: Final = {name: place for place, name in enumerate(("owner", "category", "group", "brand"))}
BEFORE_THE_WORD: Final = {
    "owner": "of",
    "category": "in",
    "group": "in",
    "freight": "with",
    "brand": "of",
    "manufacturer": "of",
    "source": "of",
    "product_type": "of",
    "source_category": "in",
    "source_brand": "of",
}
SUBMITTED: Final = {
    "new": "that were new",
    "edited": "that were edited on sale",
    "resubmitted": "that were handed in again",
    "otherwise": "that were brought back",
}


def finding_sentence(where: Mapping[str, str], table: Table, words: Words, names: Names) -> str:
    """'Of the 41 listings of account A, 26 were turned down; of the other 395 reviewed, 48. …'"""
    a, c, k, n = table
    return (
        f"Of the {many(c, 'listing')} {described(where, names)}, {a:,} {words.did}; of the other "
        f"{n - c:,} {words.population}, {k - a:,}. At the others' rate it would have been "
        f"{expected(table):,}."
    )


def expected(table: Table) -> int:
    """How many of the group it would be at the others' rate."""
    a, c, k, n = table
    return round((k - a) / (n - c) * c) if n > c else 0


def described(where: Mapping[str, str], names: Names = MappingProxyType({})) -> str:
    """'of account A in category Lamps with 1 to 3 pictures'."""
    in_order = sorted(where, key=lambda name: (ORDER.get(name, len(ORDER)), name))
    return " ".join(_phrase(name, where[name], names) for name in in_order)


def _phrase(name: str, text: str, names: Names) -> str:
    words, called = WORDS.get(name, name), names.get((name, text), text)
    if name == "batch":
        first, _, last = text.partition(BETWEEN)
        if first == last:
            return f"handed in at {moment(first)}"
        same_day = last[11:16] + " UTC" if first[:10] == last[:10] else moment(last)
        return f"handed in between {moment(first)} and {same_day}"
    if name == "submitted":
        return SUBMITTED[text]
    if name == "search":
        return " and ".join(f"with “{word}” in the title" for word in text.split())
    if name in BEFORE_THE_WORD:
        return f"{BEFORE_THE_WORD[name]} {words} {called}" if text != NONE else f"without a {words}"
    if name == "created":
        return f"created {_span(text, moment, least='after', most='by')}"
    if name == "price":
        currency, _, span = text.partition(" ")
        return f"priced {_span(span, str, least='from', most='below')} {currency}"
    if text in ("yes", "no"):
        return f"with {words}" if text == "yes" else f"without {words}"
    return f"with {words} {_span(text, str, least='at least', most='at most')}"


def _span(text: str, told: Any, *, least: str, most: str) -> str:
    first, found, last = text.partition(BETWEEN)
    if not found:
        return str(told(first))
    ends = [f"{least} {told(first)}" if first else "", f"{most} {told(last)}" if last else ""]
    return " and ".join(end for end in ends if end)


def moment(text: str) -> str:
    """'23 Nov 2026 07:53 UTC'."""
    found = parse_datetime(text)
    return f"{found:%-d %b %Y %H:%M} UTC" if found else text


def usual_sentence(before: int, now: int) -> str:
    return (
        f"{before:,} then, {now:,} now: that much comes and goes by itself here, and nothing "
        "further is looked for."
    )


def volume_sentence(before: Outcomes, now: Outcomes, *, others: str) -> str:
    return (
        f"{now.could:,} listings {others}, {before.could:,} in the window before. Their share, "
        f"{share(before)} then and {share(now)} now, is not beyond what comes and goes by itself."
    )


def arrivals_sentence(came_as: str, before: int, now: int) -> str:
    """Of how most of the more, or fewer, of them came into review."""
    way = "more" if now > before else "fewer"
    return f" Mostly, {way} listings {SUBMITTED[came_as]}: {before:,} then, {now:,} now."


def mix_sentence(dimension: str, value: str, names: Names) -> str:
    words = WORDS.get(dimension, dimension)
    return (
        f"Within each {words} the share is as before; there were more, or fewer, of {words} "
        f"{names.get((dimension, value), value)}."
    )


def auditing_sentence(
    arrivals: Sequence[int], departures: Sequence[int], days: Sequence[float | None]
) -> str:
    """'402 went into review and 340 came out; in the window before 310 and 350. …'"""
    more_in, fewer_out = arrivals[1] - arrivals[0], departures[0] - departures[1]
    if max(more_in, fewer_out) <= 0:
        told = "Neither did more come in nor fewer come out than before."
    else:
        told = "Mostly, more came in." if more_in >= fewer_out else "Mostly, fewer came out."
    usual = ""
    if None not in days:
        usual = (
            f" A review usually took {days[0]} days in the window before, {days[1]} in this one."
        )
    return (
        f"{arrivals[1]:,} went into review and {departures[1]:,} came out; in the window before, "
        f"{arrivals[0]:,} and {departures[0]:,}. {told}{usual}"
    )


def general_sentence(before: Outcomes, now: Outcomes) -> str:
    return f"In every group alike, {share(before)} then and {share(now)} now."


def share(outcomes: Outcomes) -> str:
    return f"{share_text(outcomes.share)} ({outcomes.went:,} of {outcomes.could:,})"


def held_back_sentence(batch: Mapping[str, str] | None, of: int, count: int, names: Names) -> str:
    if batch is None:
        return "It cannot be told from the uploads these listings came with."
    return (
        f"It cannot be told from the upload {described(batch, names)}, from which {of:,} of the "
        f"{count:,} are."
    )


def alike_sentence(
    where: Mapping[str, str], both: int, of: int, names: Names, *, inseparable: bool
) -> str:
    told = described(where, names)
    if inseparable:
        return f"Cannot be told apart from those {told}: {both:,} of {of:,} are both."
    return f"Goes along with it: {told}, {both:,} of {of:,}."


def seen_sentence(seen: Sequence[tuple[int, int | None]]) -> str:
    """What would have stood out: of a property this many percent have, from how many on."""
    parts = [
        f"a property of {percent} % of the listings from {least:,} of those asked about on"
        for percent, least in seen
        if least is not None
    ]
    return f"Would have stood out: {', '.join(parts)}." if parts else ""


def premise_sentence(label: str, before: int, now: int, said: str) -> str:
    way = "rose" if now > before else "fell" if now < before else "stayed"
    told = f"{label} {way}: {before:,} then, {now:,} now."
    wrong = (said == "up" and now <= before) or (said == "down" and now >= before)
    return f"It did not {'rise' if said == 'up' else 'fall'}. {told}" if wrong else told
