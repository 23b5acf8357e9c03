"""How many there are, which, and one number beside another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.ask.answers.answer import Told, answers, shown
from cards.ask.answers.answer_numbers import ALL_STORES, World, states_of
from cards.ask.answers.longest import longest
from cards.ask.answers.movements import moves
from cards.ask.answers.receipts import Counted, Number, Said, say
from cards.ask.queries.closed_query import Query
from cards.ask.queries.time_wording import stretch_words
from cards.ask.queries.wording import plain_subject, short, subject_words
from cards.ask.standpoint import CannotTell


def noun(query: Query) -> tuple[str, str]:
    """What is counted, one of it and several: "rejected listing", "rejected listings"."""
    many = subject_words(query).replace("all listings", "listings", 1)
    one = many.replace("listings", "listing", 1).replace("items", "item", 1)
    for plural, singular in ((" are ", " is "), (" were ", " was "), ("drafts", "draft")):
        one = one.replace(plural, singular, 1)
    return one, many


@answers("value", "list", "moves")
def value(world: World, query: Query) -> Told:
    if query.stores:
        return over_stores(world, query)
    if ">" in query.subject:
        return moves(world, query)
    if query.ahead:
        return _ahead(world, query)
    if query.order:
        return longest(world, query, noun=noun(query))
    if "," in query.subject:
        return compare(world, query)
    number = world.number(query.subject, query.filters, query.at or "now")
    as_of = shown(world, number.receipt.as_of)
    if query.subject == "quality":
        said = say("The listing quality score is {n}, as of {as_of}.", n=number, as_of=as_of)
        return Told([said], [("listing quality score", number)])
    said = say("There {are} {n}{what}, as of {as_of}.", **_there(query, number), as_of=as_of)
    sentences = [said]
    if query.act == "value" and query.subject in {"total", "gap"} and not query.filters:
        sentences += list(_parts(world, query, number))
    return Told(sentences, [(subject_words(query), number)], assumed(query))


def _there(query: Query, number: Number) -> dict[str, Any]:
    one, many = noun(query)
    are = "is" if number.value == 1 and not number.is_least else "are"
    return {"are": are, "n": Counted(number, one, many), "what": ""}


def assumed(query: Query) -> tuple[str, ...]:
    return ("now, as you named no time",) if query.at == "now" else ()


def _parts(world: World, query: Query, number: Number) -> Iterator[Said]:
    """Of which states the number is made, those that hold any."""
    snapshot = world.snapshot_at(query.at or "now")
    held = [
        (state, world.number(state, (), query.at or "now"))
        for state in states_of(query.subject, snapshot)
        if snapshot.count_of(State(state))
    ]
    if len(held) < 2:
        return
    slots: dict[str, Any] = {f"n{at}": one for at, (_, one) in enumerate(held)}
    words = ", ".join(f"{{n{at}}} {short(state)}" for at, (state, _) in enumerate(held))
    yield say(f"Of these: {words}.", **slots)


def over_stores(world: World, query: Query) -> Told:
    """Each store by itself, and their sum; at least that, where a store is not complete."""
    if "," in query.subject or query.order:
        raise CannotTell("not_understood", "That is told of one store at a time.", "Name one.")
    alone = replace(query, stores="")
    rows: list[tuple[str, Number]] = []
    unknown: list[str] = []
    for each in world.of_stores(query.stores):
        try:
            rows.append((each.store.name, number_of(each, alone)))
        except CannotTell as error:
            if error.kind != "before_known":
                raise
            unknown.append(each.store.name)
    if not rows:
        raise CannotTell("before_known", "There is no complete reading of these stores yet.")
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows)}
    slots |= {f"s{at}": name for at, (name, _) in enumerate(rows)}
    parts = ", ".join(f"{{s{at}}} {{n{at}}}" for at in range(len(rows)))
    words = subject_words(alone)
    slots["what"] = words[:1].upper() + words[1:]
    whole = "" if query.subject == "quality" else " {whole} over all of them:"
    if whole:
        slots["whole"] = sum_of([number for _, number in rows], is_least=bool(unknown))
    sentences = [say(f"{{what}}:{whole} {parts}.", **slots)]
    if unknown:
        sentences.append(say("Nothing was known of {stores}.", stores=" and ".join(unknown)))
    return Told(sentences, rows, assumed(query))


def number_of(world: World, query: Query) -> Number:
    """How many there are, moved, or lapse. Raises CannotTell."""
    if ">" in query.subject:
        return world.moved(query, query.subject)
    if query.ahead:
        return world.lapsing(query.ahead, query.filters)
    return world.number(query.subject, query.filters, query.at or "now")


def sum_of(numbers: list[Number], *, is_least: bool) -> Number:
    """Of whole numbers of several stores: it stands on all their receipts."""
    least = is_least or any(
        one.is_least or one.receipt.verdict != ListingSnapshot.Verdict.COMPLETE for one in numbers
    )
    value = sum(one.value for one in numbers)
    receipt = replace(numbers[0].receipt, listings="", store=ALL_STORES)
    return Number(value, receipt, is_least=least)


def _ahead(world: World, query: Query) -> Told:
    number = world.lapsing(query.ahead, query.filters)
    return Told(
        [
            say(
                "{n} lapse within {ahead} if nobody renews them, counted from {as_of}.",
                n=Counted(number, "active listing", "active listings"),
                ahead=stretch_words(query.ahead),
                as_of=shown(world, number.receipt.as_of),
            )
        ],
        [("lapse", number)],
    )


@answers("compare")
def compare(world: World, query: Query) -> Told:
    first, second = query.subject.split(",")
    a, b = (world.number(one, (), query.at or "now") for one in (first, second))
    more = "more" if a.value > b.value else "fewer" if a.value < b.value else "as many"
    than = "as" if more == "as many" else "than"
    said = say(
        "There are {a} and {b}: {more} {first} {than} {second}, as of {as_of}.",
        a=Counted(a, *noun_of(first)),
        b=Counted(b, *noun_of(second)),
        more=more,
        than=than,
        first=short(first),
        second=short(second),
        as_of=shown(world, a.receipt.as_of),
    )
    return Told([said], [(plain_subject(first), a), (plain_subject(second), b)], assumed(query))


def noun_of(subject: str) -> tuple[str, str]:
    return noun(Query(act="value", subject=subject))
