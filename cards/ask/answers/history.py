"""How a number changed, ran, peaked and stood on average."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.urls import reverse

from aliexpress.models import ListingSnapshot
from cards.ask.answers.answer import Told, answers, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Number, Said, say
from cards.ask.answers.standings import standings
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import subject_words
from cards.ask.standpoint import CannotTell, card_of

MOST_ROWS: Final = 50


@answers("change")
def change(world: World, query: Query) -> Told:
    start, end = world.window(query)
    before, now = (
        world.number(query.subject, query.filters, moment.isoformat()) for moment in (start, end)
    )
    return Told([difference(world, query, before, now)], [("before", before), ("after", now)])


def difference(world: World, query: Query, before: Number, now: Number) -> Said:
    """Both numbers, and by how much the second is more or less."""
    gap = round(now.value - before.value, max(now.decimals, before.decimals))
    went = "rose" if gap > 0 else "fell" if gap < 0 else "stayed the same"
    unit = " points" if now.unit == " %" else ""
    by = Number(abs(gap), replace(now.receipt, listings=""), decimals=now.decimals, unit=unit)
    template = "{what}: {before} on {start}, {now} on {end}. "
    template += "It {went} by {by}." if gap else "It {went}."
    return say(
        template,
        what=capital(subject_words(query)),
        before=before,
        now=now,
        went=went,
        **({"by": by} if gap else {}),
        start=shown(world, before.receipt.as_of),
        end=shown(world, now.receipt.as_of),
    )


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@answers("trend")
def trend(world: World, query: Query) -> Told:
    found = standings(world, query)
    said = difference(world, query, found[0].number, found[-1].number)
    rows = [(f"{shown(world, one.since):%-d %b %Y, %H:%M}", one.number) for one in found]
    link = reverse("card", args=[world.store.slug, card_of(query.subject.partition("/")[0])])
    return Told([said], thinned(rows), links=(("The chart", link),))


def thinned(rows: list[tuple[str, Number]]) -> list[tuple[str, Number]]:
    """At most MOST_ROWS of them, evenly chosen, the first and the last among them."""
    if len(rows) <= MOST_ROWS:
        return rows
    step = (len(rows) - 1) / (MOST_ROWS - 1)
    return [rows[round(at * step)] for at in range(MOST_ROWS)]


@answers("peak")
def peak(world: World, query: Query) -> Told:
    """The first stretch at the highest, or lowest, number."""
    found = standings(world, query)
    choose = max if query.which == "max" else min
    best = choose(found, key=lambda one: one.number.value)
    said = say(
        "{what} stood {which} at {n}, from {since} to {until}.",
        what=capital(subject_words(query)),
        which="highest" if query.which == "max" else "lowest",
        n=best.number,
        since=shown(world, best.since),
        until=shown(world, best.until),
    )
    return Told([said])


@answers("mean")
def mean(world: World, query: Query) -> Told:
    """Of the time each number stood, never of points."""
    found = standings(world, query)
    seconds = [(one.until - one.since).total_seconds() for one in found]
    whole = sum(seconds)
    if whole <= 0:
        raise CannotTell("before_known", "No time passed in it.")
    weighed = sum(one.number.value * long for one, long in zip(found, seconds, strict=True))
    last = found[-1].number
    average = Number(
        round(weighed / whole, 1), replace(last.receipt, listings=""), decimals=1, unit=last.unit
    )
    said = say(
        "{what}: {n} on average, from {since} to {until}; each counts for as long as it stood.",
        what=capital(subject_words(query)),
        n=average,
        since=shown(world, found[0].since),
        until=shown(world, found[-1].until),
    )
    return Told([said])


@answers("when")
def when(world: World, query: Query) -> Told:
    sign = "<" if "<" in query.subject else ">"
    name, limit = query.subject.split(sign)
    asked = replace(query, subject=name)
    if not query.over and not query.start:
        asked = replace(asked, start=first_known(world).isoformat(), end="now")
    found = standings(world, asked)
    beyond = [
        one.number.value < int(limit) if sign == "<" else one.number.value > int(limit)
        for one in found
    ]
    crossed = [at for at, now in enumerate(beyond) if now and (at == 0 or not beyond[at - 1])]
    words = {
        "what": capital(subject_words(asked)),
        "side": "under" if sign == "<" else "over",
        "limit": f"{int(limit):,}",
    }
    if not crossed:
        never = "{what} never stood {side} {limit} since {since}."
        return Told([say(never, since=shown(world, found[0].since), **words)])
    best = found[crossed[0] if query.nth == "first" else crossed[-1]]
    if best is found[0]:
        already = "{what} stood {side} {limit} already on {since}, at {n}; nothing is known before."
        since = shown(world, best.since)
        return Told([say(already, since=since, n=best.number, **words)])
    said = say(
        "{what} went {side} {limit} for the {nth} time on {since}, to {n}.",
        nth=query.nth or "last",
        since=shown(world, best.since),
        n=best.number,
        **words,
    )
    return Told([said])


def first_known(world: World) -> datetime:
    """Raises CannotTell."""
    known = ListingSnapshot.objects.filter(store=world.store, published_at__lte=world.at)
    first = known.order_by("published_at", "id").first()
    if first is None:
        raise CannotTell("before_known", f"There is no complete reading of {world.store.name} yet.")
    return first.published_at
