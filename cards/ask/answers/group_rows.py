"""The rows a number is broken down into: each counts one list."""

from dataclasses import replace
from datetime import UTC
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import FactName, ListingProblem, ListingSnapshot
from aliexpress.rejection_reasons import both_rejection_words
from aliexpress.words import reason_words as offline_words
from cards.ask.answers.answer_numbers import COUNTED, World, percent_of, states_of
from cards.ask.answers.history import MOST_ROWS
from cards.ask.answers.narrowed_lists import moved_value
from cards.ask.answers.receipts import Number, receipt_of
from cards.ask.queries.closed_query import Query
from cards.ask.standpoint import CannotTell

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


MOST_GROUPS: Final = 2000
_BANDS: Final = ("1", "2", "5", "10", "20", "50", "100", "200", "500")


def rows_by(world: World, query: Query, *, most: int = MOST_ROWS) -> list[tuple[str, Number]]:
    """Raises CannotTell where it cannot be broken down so."""
    if "/" in query.subject:
        return shares_by(world, query)
    snapshot = world.snapshot_at(query.at or "now")
    if query.by == "state" and ">" not in query.subject:
        return [
            (str(State(state).label), world.number(state, query.filters, query.at or "now"))
            for state in states_of(query.subject, snapshot)
            if snapshot.count_of(State(state)) or state not in {"draft", "pending"}
        ]
    if query.by == "offline_reason" and not query.filters and ">" not in query.subject:
        return by_offline_reason(world, query, snapshot)
    if query.by == "problem" and query.subject == "problems" and not query.filters:
        return _problems(world, query)
    if query.by not in {*_FIELDS, "price"} or query.subject == "quality":
        raise CannotTell("no_field", "That is not counted by it.", "Ask by another fact.")
    values, closing = list_values(world, query, snapshot)
    kept_now = world.is_newest_of_all and closing.pk == world.snapshot.pk
    if not kept_now:
        raise CannotTell(
            "not_kept",
            f"By {query.by.replace('_', ' ')}, listings are known as they are now: what it was "
            "once is not kept.",
            "Ask of now.",
        )
    values = world.narrowed(values, query.filters)
    if query.by == "price":
        return by_price(world, values, closing)
    if ">" in query.subject and query.by == "offline_reason":
        return by_reason_of_arrival(world, values, closing)
    field = _FIELDS[query.by]
    counts = world.found(values).listings.order_by().values_list(field).annotate(n=Count("pk"))
    named = FactName.objects.filter(store=world.store, kind=query.by)
    names = dict(named.values_list("value", "name"))
    found: list[tuple[str, Number]] = []
    for word, count in counts.order_by("-n", field)[:most]:
        here = value_of(query.by, word)
        listed = None if here is None else {**values, query.by: here}
        found.append(
            (_words(query.by, word, names), Number(count, receipt_of(world.store, closing, listed)))
        )
    return found


def shares_by(world: World, query: Query) -> list[tuple[str, Number]]:
    """Of each group the share in it: both numbers are of the one snapshot."""
    top, bottom = query.subject.split("/")
    if ">" in top:
        raise CannotTell("not_kept", "A share of reviews is told of all of them.")
    parts, wholes = (
        dict(rows_by(world, replace(query, subject=subject), most=MOST_GROUPS))
        for subject in (top, bottom)
    )
    if len(wholes) >= MOST_GROUPS or len(parts) >= MOST_GROUPS:
        raise CannotTell("no_field", "There are too many of them to set side by side.")
    none = Number(0, receipt_of(world.store, world.snapshot, None))
    return [(words, percent_of(parts.get(words, none), whole)) for words, whole in wholes.items()]


def by_reason_of_arrival(
    world: World, values: dict[str, str], closing: ListingSnapshot
) -> list[tuple[str, Number]]:
    """Those that moved, by AliExpress's offline reason where they arrived."""
    words = world.found(values).listings.order_by().values_list("offline_reason", flat=True)
    found = []
    for word in sorted(set(words.distinct())):
        listed = {**values, "moved_reason": word or "-"}
        count = world.found(listed).listings.count()
        words_ = offline_words(word) or word or "none given"
        found.append((words_, Number(count, receipt_of(world.store, closing, listed))))
    return [row for row in found if row[1].value]


def list_values(
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
    listed = world.number(query.subject, (), query.at or "now").receipt.listings
    if not listed:
        raise CannotTell("not_kept", "Which listings those are is told of now only.", "Ask of now.")
    return dict(parse_qsl(urlsplit(listed).query)), snapshot


def value_of(by: str, word: object) -> str | None:
    """As a list's filter takes it; None where it has no word for listings without one."""
    if word is None:
        return None
    if word == "":
        return "-" if by in {"audit_reason", "source", "brand"} else None
    return str(word)


def _words(by: str, word: object, names: dict[str, str]) -> str:
    if word is None and by in {"category", "brand"}:
        return "not read yet"
    if word in {"", None}:
        return "none given"
    if by == "audit_reason":
        return both_rejection_words(str(word))
    if by == "offline_reason":
        return offline_words(str(word)) or str(word)
    name = names.get(str(word))
    return f"{name} ({word})" if name else str(word)


def by_offline_reason(
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


def by_price(
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


def _problems(world: World, query: Query) -> list[tuple[str, Number]]:
    if not world.is_newest_of_all or world.moment(query.at or "now") < world.now:
        raise CannotTell("not_kept", "What the diagnosis found once is not kept.", "Ask of now.")
    rows = (
        ListingProblem.objects.filter(store=world.store)
        .values_list("kind")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind")[:MOST_ROWS]
    )
    receipt = receipt_of(world.store, world.snapshot, None)
    return [(kind, Number(count, receipt)) for kind, count in rows]
