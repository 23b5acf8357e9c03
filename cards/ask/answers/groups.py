"""Numbers by group, reason, price and the like, and which has the most."""

from dataclasses import replace
from typing import Any

from cards.ask.answers.answer import Told, answers, shown
from cards.ask.answers.answer_numbers import ALL_STORES, World, percent_of
from cards.ask.answers.group_rows import rows_by
from cards.ask.answers.history import MOST_ROWS
from cards.ask.answers.receipts import Number, say
from cards.ask.answers.shares import both_numbers
from cards.ask.answers.values import assumed
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import filter_words, plain_subject, store_words, subject_words
from cards.ask.standpoint import CannotTell


@answers("break", "top")
def broken_down(world: World, query: Query) -> Told:
    rows = (by_store if query.by == "store" else rows_by)(world, query)
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
    return Told([said], rows[:MOST_ROWS], assumed(query))


def by_store(world: World, query: Query) -> list[tuple[str, Number]]:
    alone = replace(query, by="", stores="")
    found: list[tuple[str, Number]] = []
    for each in world.of_stores(query.stores or ALL_STORES):
        if "/" in query.subject:
            top, bottom = both_numbers(each, alone)
            if bottom.value:
                found.append(
                    (each.store.name, replace(percent_of(top, bottom), also=(top, bottom)))
                )
        elif ">" in query.subject:
            found.append((each.store.name, each.moved(alone, query.subject)))
        else:
            found.append((each.store.name, each.number(query.subject, query.filters, query.at)))
    return found
