"""What an answer says of each finding, with the address of a list for every number."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from aliexpress.models import Store
from cards.listings.filters import LONGEST, OR
from cards.tracing import decomposition, wording
from cards.tracing.addresses import list_address
from cards.tracing.bitsets import per_batch
from cards.tracing.chance import interval, times
from cards.tracing.population import Population
from cards.tracing.property_columns import BATCH, OWNER_AND_TIME, where
from cards.tracing.questions import Query, Question
from cards.tracing.search import Group
from cards.tracing.selection import Alike, Finding
from cards.tracing.value_names import Names

Json = dict[str, Any]


def told_finding(
    store: Store,
    question: Question,
    one: Finding,
    population: Population,
    before: Population | None,
    earlier: Question | None,
    names: Names,
) -> Json:
    """`before` and `earlier`: of the window before, where there is one."""
    a, c, k, n = one.table
    filters = where(one.group.conditions)
    low, high = interval(one.table)
    then = decomposition.counted_in(before, one) if before else None
    had = then and then[1]
    return {
        "where": filters,
        "described": wording.described(filters, names),
        "here": [a, c],
        "others": [k - a, n - c],
        "expected": wording.expected(one.table),
        "more_than_others": round(a - (k - a) / (n - c) * c, 1) if n > c else None,
        "times": round(times(one.table), 1),
        "at_least": round(low, 1),
        "at_most": round(high, 1),
        "new": decomposition.is_new(one, before, population) if before else None,
        "before": None if had is None else [had.a, had.c],
        "brought": None if had is None else a - had.a,
        **_lists_before(store, earlier, then and then[0]),
        "like_it": [_alike(store, question, one, alike, names) for alike in one.like_it],
        "held_back": one.is_held_back and _held_back(store, question, population, one, names),
        "sentence": wording.finding_sentence(filters, one.table, question.words, names),
        **receipts(store, question, filters),
    }


def receipts(store: Store, question: Question, filters: Query) -> Json:
    """`listings` of those asked about in the group, the others there, and the same elsewhere."""
    elsewhere = {"apart_from": urlencode(filters)}
    both = question.both
    sides = {
        "listings": question.target | filters,
        "listings_of_others": question.rest | filters,
        "listings_elsewhere": question.target | elsewhere,
        "listings_of_others_elsewhere": question.rest | elsewhere,
    }
    is_free = {"apart_from"}.isdisjoint(question.target | question.rest)
    found: Json = {
        name: list_address(store, query)
        if is_free or "apart_from" not in query or query["apart_from"] != elsewhere["apart_from"]
        else None
        for name, query in sides.items()
    }
    found["listings_here"] = list_address(store, both | filters) if both else None
    found["listings_of_all_elsewhere"] = list_address(store, both | elsewhere) if both else None
    return found


def _lists_before(store: Store, earlier: Question | None, group: Group | None) -> Json:
    """Of those the group was counted by in the window before."""
    filters = where(group.conditions) if group else {}
    target, both = (earlier.target, earlier.both) if earlier and group else (None, None)
    return {
        "listings_before": list_address(store, target | filters) if target else None,
        "listings_here_before": list_address(store, both | filters) if both else None,
    }


def _alike(store: Store, question: Question, one: Finding, alike: Alike, names: Names) -> Json:
    filters = where(alike.group.conditions)
    together = sorted(
        {*one.group.conditions, *alike.group.conditions}, key=lambda each: each.dimension
    )
    is_one_list = len({each.dimension for each in together}) == len(together)
    return {
        "where": filters,
        "described": wording.described(filters, names),
        "both": alike.both,
        "of": alike.of,
        "inseparable": alike.is_inseparable,
        "listings": list_address(store, question.target | filters),
        "listings_of_both": list_address(store, question.target | where(together))
        if is_one_list
        else None,
        "sentence": wording.alike_sentence(
            filters, alike.both, alike.of, names, inseparable=alike.is_inseparable
        ),
    }


def _held_back(
    store: Store, question: Question, population: Population, one: Finding, names: Names
) -> Json:
    """With the upload most of them came with, where that is known."""
    batches = per_batch(population.target_batches, one.group.target)
    known = next((d for d in population.dimensions if d.name == BATCH), None)
    top = max(((count, -batch) for batch, count in batches.items() if batch), default=(0, 0))[0]
    for value in known.values if known and top else ():
        if (value.target & one.group.target).bit_count() == top:
            owner, _, span = value.text.partition(OWNER_AND_TIME)
            batch = {"owner": owner, BATCH: span}
            filters = question.target | where(one.group.conditions) | batch
            return {
                "where": batch,
                "both": top,
                "of": one.table.a,
                "listings": list_address(store, filters),
                "sentence": wording.held_back_sentence(batch, top, one.table.a, names),
            }
    sentence = wording.held_back_sentence(None, 0, 0, names)
    return {"where": None, "both": None, "of": None, "listings": None, "sentence": sentence}


def in_findings(findings: Sequence[Finding]) -> int:
    """How many of those asked about are in any of the groups."""
    together = 0
    for one in findings:
        together |= one.group.target
    return together.bit_count()


def together(
    store: Store, question: Question, population: Population, findings: Sequence[Finding]
) -> Json:
    groups = OR.join(urlencode(where(one.group.conditions)) for one in findings)
    is_one_list = 0 < len(groups) <= LONGEST["other_than"] and "other_than" not in question.target
    rest = question.target | {"other_than": groups}
    return {
        "in_findings": in_findings(findings),
        "of": population.target_count,
        "listings": list_address(store, question.target),
        "listings_of_rest": list_address(store, rest) if is_one_list else None,
    }
