"""Answers that count: values, lists, shares, breakdowns, changes and movements."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from django.db.models import Count
from django.urls import reverse

from aliexpress.lifecycle import State
from aliexpress.models import FactName, ListingProblem, ListingSnapshot, Store
from aliexpress.words import reason_words as offline_words
from cards.ask.answers import Told, answers, counted, shown
from cards.ask.closed_query import Query
from cards.ask.numbers import (
    COUNTED,
    CannotTell,
    World,
    card_of,
    moved_value,
    states_of,
)
from cards.ask.receipts import Counted, Number, Said, receipt_of, say
from cards.ask.wording import (
    filter_words,
    plain_subject,
    short,
    store_words,
    stretch_words,
    subject_words,
)
from cards.flow.flow import NoFlow, flow_between
from cards.history.card_values import values_at
from cards.history.history import history
from cards.measures.rejections import reason_words as audit_words

MOST_ROWS: Final = 50


def _noun(query: Query) -> tuple[str, str]:
    many = subject_words(query)
    return many.replace("listings", "listing", 1) if "listings" in many else many, many


def stores_of(world: World, query: Query) -> list[World]:
    """The world of each store a query names; the one asked of where it names none."""
    if not query.stores:
        return [world]
    visible = Store.objects.visible_to(world.user).order_by("name", "id")
    if query.stores != "all":
        visible = visible.filter(slug__in=query.stores.split(","))
    return [World(world.user, store, world.at, world.is_now, world.zone) for store in visible]


@answers("value", "list")
def value(world: World, query: Query) -> Told:
    if ">" in query.subject:
        return moves(world, query)
    if query.stores:
        return _over_stores(world, query)
    if query.ahead:
        return _ahead(world, query)
    if query.order:
        return _oldest(world, query)
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
    return Told(sentences, [(subject_words(query), number)], _assumed(query))


def _there(query: Query, number: Number) -> dict[str, Any]:
    one, many = _noun(query)
    are = "is" if number.value == 1 and not number.is_least else "are"
    return {"are": are, "n": Counted(number, one, many), "what": ""}


def _assumed(query: Query) -> tuple[str, ...]:
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


def _over_stores(world: World, query: Query) -> Told:
    """Each store by itself, and their sum where a sum says something."""
    alone = replace(query, stores="")
    rows = [
        (each.store.name, each.number(alone.subject, alone.filters, alone.at or "now"))
        for each in stores_of(world, query)
    ]
    if not rows:
        raise CannotTell("unknown_value", "There is no such store, or it is not yours to see.")
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows)}
    parts = ", ".join(f"{{s{at}}} {{n{at}}}" for at in range(len(rows)))
    slots |= {f"s{at}": name for at, (name, _) in enumerate(rows)}
    words = subject_words(alone)
    words = words[:1].upper() + words[1:]
    return Told([say(f"{{what}}: {parts}.", what=words, **slots)], rows, _assumed(query))


def _ahead(world: World, query: Query) -> Told:
    number = world.lapsing(query.ahead)
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


def _oldest(world: World, query: Query) -> Told:
    number = world.number(query.subject, query.filters, "now")
    values = {"state": ",".join(states_of(query.subject, world.snapshot))}
    if query.subject not in COUNTED or query.filters:
        raise CannotTell("no_field", "Only the listings of one state are ordered by their days.")
    listings = world.found(values).listings
    order = "state_since_at" if query.order == "days_desc" else "-state_since_at"
    first = listings.order_by(order, "product_id").first()
    if first is None:
        said = say("There are {n}.", n=Counted(number, "listing", _noun(query)[1]))
        return Told([said])
    name = "longest" if query.order == "days_desc" else "shortest"
    receipt = receipt_of(world.store, world.snapshot, {"search": str(first.product_id)})
    one = Number(1, receipt)
    since = shown(world, first.state_since_at)
    return Told(
        [
            say(
                "Of {n}, listing {id} has been there {name}: since {since} at the latest.",
                n=Counted(number, *_noun(query)),
                id=str(first.product_id),
                name=name,
                since=since,
            )
        ],
        [(str(first.product_id), one)],
    )


@answers("compare")
def compare(world: World, query: Query) -> Told:
    first, second = query.subject.split(",")
    a, b = (world.number(one, (), query.at or "now") for one in (first, second))
    more = "more" if a.value > b.value else "fewer" if a.value < b.value else "as many"
    than = "as" if more == "as many" else "than"
    said = say(
        "There are {a} and {b}: {more} {first} {than} {second}, as of {as_of}.",
        a=Counted(a, *_noun_of(first)),
        b=Counted(b, *_noun_of(second)),
        more=more,
        than=than,
        first=short(first),
        second=short(second),
        as_of=shown(world, a.receipt.as_of),
    )
    return Told([said], [(plain_subject(first), a), (plain_subject(second), b)], _assumed(query))


def _noun_of(subject: str) -> tuple[str, str]:
    return _noun(Query(act="value", subject=subject))


@answers("share")
def share(world: World, query: Query) -> Told:
    if query.stores:
        return _share_by_store(world, query)
    top, bottom = _both(world, query)
    if not bottom.value:
        said = say("There are {b}, so there is no share.", b=counted(bottom))
        return Told([said])
    percent = _percent(top, bottom)
    names = query.subject.split("/")
    said = say(
        "{a} of {b} are {p}, as of {as_of}.",
        a=Counted(top, *_noun_of(names[0])),
        b=Counted(bottom, *_noun_of(names[1])),
        p=percent,
        as_of=shown(world, top.receipt.as_of),
    )
    table = [(plain_subject(names[0]), top), (plain_subject(names[1]), bottom)]
    return Told([said], table, _assumed(query))


def _both(world: World, query: Query) -> tuple[Number, Number]:
    top, bottom = query.subject.split("/")
    if ">" in top:
        ended = replace(query, subject=top)
        rejected = world.moved(ended, top)
        others = [world.moved(ended, f"auditing>{state}") for state in ("active", "rejected")]
        reviewed = Number(
            sum(one.value for one in others),
            replace(rejected.receipt, listings=""),
            also=tuple(others),
        )
        return rejected, reviewed
    at = query.at or "now"
    return world.number(top, query.filters, at), world.number(bottom, query.filters, at)


def _percent(top: Number, bottom: Number) -> Number:
    """Worked out from the two numbers before it, of one snapshot; it has no list of its own."""
    value = 100 * Decimal(top.value) / Decimal(bottom.value)
    return Number(
        round(float(value), 1),
        replace(top.receipt, listings=""),
        is_least=top.is_least,
        decimals=1,
        unit=" %",
    )


def _share_by_store(world: World, query: Query) -> Told:
    alone = replace(query, stores="")
    pairs = [(each, _both(each, alone)) for each in stores_of(world, query)]
    top = sum(int(a.value) for _, (a, _) in pairs)
    bottom = sum(int(b.value) for _, (_, b) in pairs)
    if not bottom:
        raise CannotTell("before_known", "None of these stores holds a listing.")
    receipt = replace(pairs[0][1][0].receipt, listings="")
    parts = tuple(number for _, both in pairs for number in both)
    whole = Number(round(100 * top / bottom, 1), receipt, decimals=1, unit=" %", also=parts)
    said = say("Over all of them it is {p}.", p=whole)
    rows = [(each.store.name, _percent(*both)) for each, both in pairs if both[1].value]
    return Told([said], rows, _assumed(query))


@answers("moves")
def moves(world: World, query: Query) -> Told:
    if query.over == "?":
        raise CannotTell("not_understood", "Say of which time, such as last week.")
    number = world.moved(query, query.subject)
    start, end = world.window(query)
    said = say(
        "{n}{filters}, between {start} and {end}{so_far}.",
        n=Counted(number, *_move_noun(query.subject)),
        filters=filter_words(query),
        start=shown(world, start),
        end=shown(world, end),
        so_far=" so far" if end >= world.at and query.over.startswith(("this", "today")) else "",
    )
    assumed = ("movements are net: what came and went in between is not in it",)
    return Told([said], [(plain_subject(query.subject), number)], assumed)


def _move_noun(move: str) -> tuple[str, str]:
    many = plain_subject(move)
    return many.replace("listings", "listing", 1).replace(" were ", " was ", 1), many


@answers("break", "top")
def broken_down(world: World, query: Query) -> Told:
    rows = (_by_store if query.by == "store" else _rows_by)(world, query)
    if not rows:
        raise CannotTell("no_field", f"There are no {subject_words(query)} to break down.")
    if query.act == "top":
        rows.sort(key=lambda row: (row[1].value if query.order == "asc" else -row[1].value, row[0]))
        rows = rows[: int(query.n or 0) or MOST_ROWS]
    elif query.by != "price":
        rows.sort(key=lambda row: (-row[1].value, row[0]))
    first_words, first = rows[0]
    end = "fewest" if query.order == "asc" else "most"
    said = say(
        "{end} {what}: {name}, with {n}, as of {as_of}.",
        end=end.capitalize(),
        what=plain_subject(query.subject) + filter_words(query),
        name=first_words,
        n=first,
        as_of=shown(world, first.receipt.as_of),
    )
    if len(rows) > 1:
        slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows[:6])}
        slots |= {f"w{at}": words for at, (words, _) in enumerate(rows[:6])}
        list_ = ", ".join(f"{{w{at}}} {{n{at}}}" for at in range(len(rows[:6])))
        rest = "; the rest is in the table" if len(rows) > 6 else ""
        said = say(f"{{what}}{{store}}: {list_}{rest}.", **slots, store=store_words(query),
                   what=plain_subject(query.subject) + filter_words(query))  # fmt: skip
    return Told([said], rows[:MOST_ROWS], _assumed(query))


def _by_store(world: World, query: Query) -> list[tuple[str, Number]]:
    alone = replace(query, by="", stores="")
    found: list[tuple[str, Number]] = []
    for each in stores_of(world, query if query.stores else replace(query, stores="all")):
        if "/" in query.subject:
            top, bottom = _both(each, alone)
            if bottom.value:
                found.append((each.store.name, replace(_percent(top, bottom), also=(top, bottom))))
        elif ">" in query.subject:
            found.append((each.store.name, each.moved(alone, query.subject)))
        else:
            found.append((each.store.name, each.number(query.subject, query.filters, query.at)))
    return found


_FIELDS: Final = {
    "group": "group_id",
    "category": "detail__category_id",
    "owner": "owner_member_id",
    "product_type": "product_type",
    "brand": "detail__brand",
    "freight": "freight_template_id",
    "source": "source",
    "audit_reason": "audit_failure_reason",
    "offline_reason": "offline_reason",
}
_BANDS: Final = ("1", "2", "5", "10", "20", "50", "100", "200", "500")


def _rows_by(world: World, query: Query) -> list[tuple[str, Number]]:
    snapshot = world.snapshot_at(query.at or "now")
    if query.by == "state":
        return [
            (str(State(state).label), world.number(state, query.filters, query.at or "now"))
            for state in states_of(query.subject, snapshot)
            if snapshot.count_of(State(state)) or state not in {"draft", "pending"}
        ]
    if query.by == "offline_reason" and not query.filters and ">" not in query.subject:
        return _by_offline_reason(world, query, snapshot)
    if query.by == "problem":
        return _problems(world)
    if query.by == "batch":
        raise CannotTell("no_field", "Ask what the listings have in common by upload instead.")
    values, closing = _list_values(world, query, snapshot)
    kept_now = world.is_newest_of_all and closing.pk == world.snapshot.pk
    if not kept_now:
        raise CannotTell(
            "not_kept",
            f"By {query.by.replace('_', ' ')}, listings are known as they are now: what it was "
            "once is not kept.",
            "Ask of now.",
        )
    values, _ = world.narrowed(values, query.filters)
    if query.by == "price":
        return _by_price(world, values, closing)
    field = _FIELDS[query.by]
    counts = world.found(values).listings.order_by().values_list(field).annotate(n=Count("pk"))
    names = _names(world.store, query.by)
    found: list[tuple[str, Number]] = []
    for word, count in counts.order_by("-n", field)[:MOST_ROWS]:
        here = _value_of(query.by, word)
        listed = None if here is None else {**values, query.by: here}
        found.append(
            (_words(query.by, word, names), Number(count, receipt_of(world.store, closing, listed)))
        )
    return found


def _list_values(
    world: World, query: Query, snapshot: ListingSnapshot
) -> tuple[dict[str, str], ListingSnapshot]:
    """The query of the list that is broken down, and the snapshot it is of."""
    if ">" in query.subject:
        start, end = world.window(query)
        world.snapshot_by(start)
        values = {
            "moved": moved_value(query.subject),
            "from": start.astimezone(UTC).isoformat(),
            "to": end.astimezone(UTC).isoformat(),
        }
        return values, world.snapshot_by(end)
    if query.subject in COUNTED or "+" in query.subject:
        states = states_of(query.subject, snapshot)
        return {"state": ",".join(states) if query.subject != "total" else ""}, snapshot
    return {"card": card_of(query.subject)}, snapshot


def _value_of(by: str, word: object) -> str | None:
    """As a list's filter takes it; None where it has no word for listings without one."""
    if by in {"audit_reason", "source", "brand"} and word in {"", None}:
        return "-"
    if word in {"", None}:
        return None
    return str(word)


def _names(store: Store, by: str) -> dict[str, str]:
    return dict(FactName.objects.filter(store=store, kind=by).values_list("value", "name"))


def _words(by: str, word: object, names: dict[str, str]) -> str:
    if word in {"", None}:
        return "none given"
    if by == "audit_reason":
        return audit_words(str(word))
    if by == "offline_reason":
        return offline_words(str(word)) or str(word)
    name = names.get(str(word))
    return f"{name} ({word})" if name else str(word)


def _by_offline_reason(
    world: World, query: Query, snapshot: ListingSnapshot
) -> list[tuple[str, Number]]:
    states = states_of(query.subject, snapshot)
    found = []
    for row in snapshot.reasons:
        if row["state"] in states and row["count"]:
            values = {
                "state": row["state"],
                "offline_reason": row["offline_reason"],
                "status": row["status"],
                "as_of": snapshot.published_at.isoformat(),
            }
            words = offline_words(row["offline_reason"]) or row["offline_reason"] or row["status"]
            found.append((words, Number(row["count"], receipt_of(world.store, snapshot, values))))
    return found


def _by_price(
    world: World, values: dict[str, str], snapshot: ListingSnapshot
) -> list[tuple[str, Number]]:
    """In bands of the cheapest price, a currency for itself."""
    listings = world.found(values).listings.order_by()
    currencies = listings.exclude(currency="").values_list("currency", flat=True).distinct()
    found: list[tuple[str, Number]] = []
    for currency in sorted(set(currencies)):
        for low, high in zip(("", *_BANDS), (*_BANDS, ""), strict=True):
            band = {**values, "price": f"{currency} {low}..{high}"}
            count = world.found(band).listings.count()
            if count:
                words = (
                    f"{currency} {low or '0'} to {high}" if high else f"{currency} {low} and more"
                )
                found.append((words, Number(count, receipt_of(world.store, snapshot, band))))
    return found


def _problems(world: World) -> list[tuple[str, Number]]:
    rows = (
        ListingProblem.objects.filter(store=world.store)
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind")[:MOST_ROWS]
    )
    receipt = receipt_of(world.store, world.snapshot, None)
    return [(kind, Number(count, receipt)) for kind, count in rows]


@answers("change")
def change(world: World, query: Query) -> Told:
    start, end = world.window(query)
    before, now = (_at_instant(world, query, moment) for moment in (start, end))
    sentences = [_difference(world, query, before, now)]
    return Told(sentences, [("before", before), ("after", now)])


def _at_instant(world: World, query: Query, moment: datetime) -> Number:
    return world.number(query.subject, query.filters, moment.isoformat())


def _difference(world: World, query: Query, before: Number, now: Number) -> Said:
    gap = now.value - before.value
    went = "rose" if gap > 0 else "fell" if gap < 0 else "stayed the same"
    by = Number(abs(gap), replace(now.receipt, listings=""), decimals=now.decimals)
    what = subject_words(query)
    template = "{what}: {before} on {start}, {now} on {end}. "
    template += "It {went} by {by}." if gap else "It {went}."
    return say(
        template,
        what=what[:1].upper() + what[1:],
        before=before,
        now=now,
        went=went,
        **({"by": by} if gap else {}),
        start=shown(world, before.receipt.as_of),
        end=shown(world, now.receipt.as_of),
    )


def _points(world: World, query: Query) -> list[tuple[datetime, datetime, Number]]:
    """Each stretch a number stood, from its snapshot to the next."""
    if query.filters or "+" in query.subject:
        raise CannotTell(
            "not_kept", "How a part of them ran is not kept.", "Ask without conditions."
        )
    start, end = world.window(query)
    found = history(world.store, start=start, end=end)
    if not found.points:
        world.snapshot_by(start)
        raise CannotTell("before_known", "Nothing was read in that time.")
    numbers = _values(world, query, found.points, end)
    points: list[tuple[datetime, datetime, Number]] = []
    for point, value in zip(found.points, numbers, strict=True):
        if value is None:
            continue
        snapshot = ListingSnapshot(pk=point.snapshot, as_of=point.as_of, verdict=point.verdict)
        last = point.followed_at or end
        number = Number(value, receipt_of(world.store, snapshot, None),
                        decimals=1 if query.subject == "quality" else 0)  # fmt: skip
        points.append((max(point.as_of, start), min(last, end), number))
    if not points:
        raise CannotTell("before_known", "Nothing was known of it in that time.")
    return points


def _values(world: World, query: Query, points: Any, end: datetime) -> list[Any]:
    top, _, bottom = query.subject.partition("/")
    if bottom:
        raise CannotTell("not_kept", "Ask for the trend of each of the two numbers.")
    if top == "gap":
        return [point.gap for point in points]
    if top == "total":
        return [point.total for point in points]
    if top in State.values:
        return [point.counts[top] for point in points]
    card = world.cards.get(card_of(top))
    if card is None:
        raise CannotTell("not_understood", "There is no such number, or it is not yours to see.")
    return [measured.value for measured in values_at(card, points, by=end)]


def _with_list(world: World, query: Query, number: Number) -> Number:
    """The same number with its list, where its states are kept."""
    if query.subject not in COUNTED:
        return number
    snapshot = ListingSnapshot.objects.get(pk=number.receipt.snapshot)
    states = states_of(query.subject, snapshot)
    values = {
        "state": ",".join(states) if query.subject != "total" else "",
        "as_of": snapshot.published_at.isoformat(),
    }
    return replace(number, receipt=receipt_of(world.store, snapshot, values))


@answers("trend")
def trend(world: World, query: Query) -> Told:
    points = _points(world, query)
    first, last = (_with_list(world, query, points[at][2]) for at in (0, -1))
    sentences = [_difference(world, query, first, last)]
    rows = [(f"{shown(world, since):%-d %b %Y, %H:%M}", number) for since, _, number in points]
    link = reverse("card", args=[world.store.slug, card_of(query.subject)])
    return Told(sentences, rows[-MOST_ROWS:], links=(("The chart", link),))


@answers("peak")
def peak(world: World, query: Query) -> Told:
    points = _points(world, query)
    choose = max if query.which == "max" else min
    since, until, number = choose(points, key=lambda one: one[2].value)
    number = _with_list(world, query, number)
    said = say(
        "{what} stood {which} at {n}, from {since} to {until}.",
        what=(words := subject_words(query))[:1].upper() + words[1:],
        which="highest" if query.which == "max" else "lowest",
        n=number,
        since=shown(world, since),
        until=shown(world, until),
    )
    return Told([said])


@answers("mean")
def mean(world: World, query: Query) -> Told:
    """Of the time each number stood, never of points."""
    points = _points(world, query)
    seconds = [(until - since).total_seconds() for since, until, _ in points]
    whole = sum(seconds)
    if whole <= 0:
        raise CannotTell("before_known", "No time passed in it.")
    weighed = sum(number.value * long for (_, _, number), long in zip(points, seconds, strict=True))
    receipt = replace(points[-1][2].receipt, listings="")
    average = Number(round(weighed / whole, 1), receipt, decimals=1)
    said = say(
        "{what}: {n} on average, from {since} to {until}; each counts for as long as it stood.",
        what=(words := subject_words(query))[:1].upper() + words[1:],
        n=average,
        since=shown(world, points[0][0]),
        until=shown(world, points[-1][1]),
    )
    return Told([said])


@answers("when")
def when(world: World, query: Query) -> Told:
    sign = "<" if "<" in query.subject else ">"
    name, limit = query.subject.split(sign)
    first = ListingSnapshot.objects.filter(store=world.store, published_at__lte=world.at)
    oldest = first.order_by("published_at", "id").first()
    if oldest is None:
        raise CannotTell("before_known", f"There is no complete reading of {world.store.name} yet.")
    asked = replace(query, subject=name)
    if not query.over and not query.start:
        asked = replace(asked, start=oldest.as_of.isoformat(), end="now")
    points = _points(world, asked)
    is_beyond = [
        (one[2].value < int(limit)) if sign == "<" else (one[2].value > int(limit))
        for one in points
    ]
    crossed = [at for at, now in enumerate(is_beyond) if now and (at == 0 or not is_beyond[at - 1])]
    side = "under" if sign == "<" else "over"
    what = subject_words(asked)
    if not crossed:
        said = say(
            "{what} never stood {side} {limit} since {since}.",
            what=what[:1].upper() + what[1:],
            side=side,
            limit=f"{int(limit):,}",
            since=shown(world, points[0][0]),
        )
        return Told([said])
    since, _, number = points[crossed[0] if query.nth == "first" else crossed[-1]]
    said = say(
        "{what} went {side} {limit} for the {nth} time on {since}, to {n}.",
        what=what[:1].upper() + what[1:],
        side=side,
        limit=f"{int(limit):,}",
        nth=query.nth,
        since=shown(world, since),
        n=_with_list(world, asked, number),
    )
    return Told([said])


@answers("flow")
def flow(world: World, query: Query) -> Told:
    start, end = world.window(query)
    try:
        found = flow_between(world.store, start=start, end=end)
    except NoFlow as error:
        raise CannotTell("before_known", str(error)) from error
    rows: list[tuple[str, Number]] = []
    for source, target in found.moves:
        from_, to = source or "none", target or "none"
        if query.state and query.state not in {from_, to}:
            continue
        if query.side and query.state != {"in": to, "out": from_}[query.side]:
            continue
        number = world.moved(query, f"{from_}>{to}")
        rows.append((f"{_place(from_)} to {_place(to)}", number))
    between = {"start": shown(world, start), "end": shown(world, end)}
    if not rows:
        nothing = Number(0, receipt_of(world.store, found.closing, None))
        said = say("{n} moved between {start} and {end}.", n=counted(nothing), **between)
        return Told([said])
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(rows[:8])}
    parts = ", ".join(f"{{n{at}}} {words}" for at, (words, _) in enumerate(rows[:8]))
    said = say(f"Between {{start}} and {{end}}: {parts}.", **slots, **between)
    link = reverse("flow", args=[world.store.slug])
    return Told([said], rows, links=(("The flow", link),))


def _place(state: str) -> str:
    return "nowhere" if state == "none" else short(state)


@answers("cohort")
def cohort(world: World, query: Query) -> Told:
    """Those that moved so in the window and are in the state now."""
    whole = world.moved(query, query.subject)
    start, end = world.window(query)
    move = query.subject
    target = move.partition(">")[2]
    came = whole if target == query.now else None
    if came is None:
        raise CannotTell("not_kept", "Ask of the state they moved into.")
    if not world.is_newest_of_all:
        raise CannotTell("not_kept", "Where they were later is told of now only.")
    values = dict(parse_qsl(urlsplit(whole.receipt.listings).query)) | {"still": query.now}
    number = Number(
        world.found(values).listings.count(), receipt_of(world.store, world.snapshot, values)
    )
    said = say(
        "Of {whole} between {start} and {end}, {n} are {state} now.",
        whole=Counted(whole, *_move_noun(move)),
        start=shown(world, start),
        end=shown(world, end),
        n=number,
        state=short(query.now),
    )
    return Told([said])
