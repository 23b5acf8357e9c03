"""Answers a question: premise, exact ledger, parts, findings, and what was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.detail import up_to_date
from cards.formats import moment_text
from cards.listings.properties import NONE, PROPERTIES, WORDS
from cards.listings.reviewed import last_reviews
from cards.measures.rejections import reason_words
from cards.tracing import parts, wording
from cards.tracing.bitsets import Population, per_batch
from cards.tracing.chance import interval, times
from cards.tracing.columns import BATCH, where
from cards.tracing.method import FEW, VERSION
from cards.tracing.one_pass import read_population
from cards.tracing.parts import Outcomes, Parts
from cards.tracing.questions import WHY, Query, Question
from cards.tracing.search import Search, seen_from
from cards.tracing.selection import Finding, find

FOUND: Final = "found"
UNCLEAR: Final = "found_but_unclear"
NOTHING: Final = "nothing_stands_out"
TOO_FEW: Final = "too_few"
USUAL: Final = "within_the_usual"
NOT_KNOWN: Final = "not_known"
PREMISE_FALSE: Final = "premise_false"
NOT_READ: Final = ("pictures' content", "descriptions", "title words")
SHARES_SEEN: Final = (1, 5, 20)  # percent

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found in the window, and beside the one before."""

    population: Population
    findings: Sequence[Finding]
    before: Population | None = None
    change: str = ""
    mix: parts.Mix | None = None


def answered(store: Store, question: Question, *, alpha: float, said: str, at: datetime) -> Json:
    """The answer as it is kept and given. `said`: "up" or "down" where the asker said so."""
    premise = _premise(question, said)
    head = {
        "kind": question.kind,
        "subject": question.subject,
        "title": question.words.title,
        "store": store.slug,
        "method": VERSION,
        "alpha": alpha,
        "from": _end(question.opening) if question.kind == WHY else None,
        "to": _end(question.closing),
        "premise": premise,
        "ledger": _ledger(store, question),
        "last_line": wording.LAST_LINE,
    }
    if premise and not premise["true"]:
        offer = {"subject": question.subject, "kind": "alike"}
        return head | {"status": PREMISE_FALSE, "offered": offer, **_no_findings()}
    traced = _traced(store, question, alpha=alpha, at=at)
    told = [_finding(store, question, traced, one) for one in traced.findings]
    return head | {
        "status": _status(traced),
        "counts": _counts(store, question, traced.population),
        "parts": _parts(question, traced),
        "said_by_aliexpress": _said_by_aliexpress(store, question),
        "findings": told,
        "together": _together(store, question, traced),
        "rest": traced.population.target_count - _in_findings(traced),
        **_looked_at(traced.population, question),
        "attributes": _attributes(store, question, at=at),
        "would_have_been_seen": _would_have_been_seen(traced.population, alpha),
    }


def _no_findings() -> Json:
    return {
        "counts": None,
        "parts": None,
        "said_by_aliexpress": [],
        "findings": [],
        "together": None,
        "rest": None,
        "looked_at": [],
        "not_looked_at": [],
        "attributes": None,
        "would_have_been_seen": "",
    }


def _traced(store: Store, question: Question, *, alpha: float, at: datetime) -> Traced:
    population = _read(store, question, at=at)
    if min(population.target_count, population.rest_count) < FEW:
        return Traced(population, [])
    findings = find(population, alpha=alpha)
    earlier = _window_before(store, question) if question.kind == WHY else None
    if earlier is None:
        return Traced(population, findings)
    named = [one for found in findings for one in found.group.conditions]
    always = frozenset(text for one in named for text in (one.first, one.last))
    before = _read(store, earlier, at=at, always=always)
    change, mix = parts.kind_of_change(before, population, findings)
    kept = [] if change in (parts.USUAL, parts.VOLUME) else findings
    return Traced(population, kept, before, change, mix)


def _read(
    store: Store, question: Question, *, at: datetime, always: frozenset[str] = frozenset()
) -> Population:
    return read_population(
        store,
        question.sides,
        closing=question.closing,
        at=at,
        looks_at_when=question.looks_at_when,
        without=question.without,
        always=always,
    )


def _window_before(store: Store, question: Question) -> Question | None:
    """The equally long window that ends where this one begins; None: nothing was known then."""
    opening, closing = question.opening, question.closing
    start = opening.published_at - (closing.published_at - opening.published_at)
    earlier = ListingSnapshot.objects.given_at(store, at=start)
    if earlier is None or earlier.pk == opening.pk:
        return None
    return question.between(earlier, opening)


def _status(traced: Traced) -> str:
    population = traced.population
    if min(population.target_count, population.rest_count) < FEW:
        return TOO_FEW
    if traced.change in (parts.USUAL, parts.VOLUME):
        return USUAL
    if not population.usable:
        return NOT_KNOWN
    if any(one.is_clear for one in traced.findings):
        return FOUND
    return UNCLEAR if traced.findings else NOTHING


# --- What it stands on


def _end(snapshot: ListingSnapshot) -> Json:
    return {
        "snapshot": snapshot.pk,
        "as_of": moment_text(snapshot.as_of),
        "given_at": moment_text(snapshot.published_at),
        "verdict": snapshot.verdict,
    }


def _premise(question: Question, said: str) -> Json | None:
    if question.flow is None:
        return None
    state = question.state if question.subject != "total" else None
    ends = (question.opening, question.closing)
    before, now = (one.count_of(state) if state else one.total_count for one in ends)
    label = str(state.label) if state else "Total"
    holds = not (said == "up" and now <= before) and not (said == "down" and now >= before)
    sentence = wording.premise_sentence(label, before, now, said)
    return {"said": said or None, "true": holds, "before": before, "now": now, "sentence": sentence}


def _ledger(store: Store, question: Question) -> Json | None:
    flow, state = question.flow, question.state
    if flow is None:
        return None
    window = {name: question.target[name] for name in ("from", "to")}
    edges = [
        {"from": source and source.value, "to": to and to.value, "count": count}
        | {"listings": _list(store, {"moved": f"{_word(source)}-{_word(to)}", **window})}
        for (source, to), count in flow.moves.items()
        if state is None or state in (source, to)
    ]
    row = next((one for one in flow.states if one.state == state), None)
    moved_in = row.appeared + row.moved_in if row else None
    moved_out = row.vanished + row.moved_out if row else None
    return {"moved_in": moved_in, "moved_out": moved_out, "edges": edges}


def _word(state: State | None) -> str:
    return state.value if state else "nowhere"


def _list(store: Store, query: Query) -> str:
    return f"/stores/{store.slug}/listings/?{urlencode(query)}"


def _counts(store: Store, question: Question, population: Population) -> Json:
    rest = None if question.rest is None else _list(store, question.rest)
    return {
        "asked_about": population.target_count,
        "listings": _list(store, question.target),
        "compared_with": population.rest_count,
        "others": rest,
        "did": question.words.did,
        "population": question.words.others,
    }


def _said_by_aliexpress(store: Store, question: Question) -> list[Json]:
    """AliExpress's own reasons, the commonest first."""
    target = question.target
    if target.get("reviewed") != State.REJECTED:
        return []
    found = last_reviews(store, (question.opening, question.closing), State.REJECTED.value)
    counted = found.values("audit_failure_reason").annotate(number=Count("pk"))
    rows = counted.order_by("-number", "audit_failure_reason")
    return [
        {
            "word": row["audit_failure_reason"],
            "words": reason_words(row["audit_failure_reason"]),
            "count": row["number"],
            "listings": _list(store, target | {"reason": row["audit_failure_reason"] or NONE}),
        }
        for row in rows
    ]


# --- What is found


def _parts(question: Question, traced: Traced) -> Json | None:
    if traced.before is None:
        return None
    made = Parts(parts.outcomes_of(traced.before), parts.outcomes_of(traced.population))
    before, now = made.before, made.now
    return {
        "kind": traced.change,
        "reviewed": [before.could, now.could],
        "turned_down": [before.went, now.went],
        "more_reviewed": round(made.more_of_them, 1),
        "greater_share": round(made.greater_share, 1),
        "sentence": _change_sentence(question, traced, before, now),
    }


def _change_sentence(question: Question, traced: Traced, before: Outcomes, now: Outcomes) -> str:
    if traced.change == parts.USUAL:
        return wording.usual_sentence(before.went, now.went)
    if traced.change == parts.VOLUME:
        return wording.volume_sentence(before, now, others=question.words.others)
    if traced.change == parts.MIX and traced.mix is not None:
        return wording.mix_sentence(traced.mix.dimension, traced.mix.value)
    if traced.change == parts.GENERAL:
        return wording.general_sentence(before, now)
    return f"The share was {wording.share(before)} before and is {wording.share(now)} now."


def _finding(store: Store, question: Question, traced: Traced, one: Finding) -> Json:
    a, c, k, n = one.table
    filters = where(one.group.conditions)
    words = question.words
    low, high = interval(one.table)
    told = wording.finding_sentence(filters, one.table, did=words.did, others=words.others)
    is_new = None
    was = None
    if traced.before is not None:
        is_new = parts.is_new(one, traced.before, traced.population)
        had = parts.counted_in(traced.before, one)
        was = None if had is None else [had.a, had.c]
    rest = None if question.rest is None else _list(store, question.rest | filters)
    return {
        "where": filters,
        "here": [a, c],
        "others": [k - a, n - c],
        "more_than_others": round(a - (k - a) / (n - c) * c, 1) if n > c else None,
        "times": round(times(one.table), 1),
        "at_least": round(low, 1),
        "at_most": round(high, 1),
        "new": is_new,
        "before": was,
        "like_it": [
            {
                "where": where(alike.group.conditions),
                "both": alike.both,
                "of": alike.of,
                "inseparable": alike.is_inseparable,
                "sentence": wording.alike_sentence(
                    where(alike.group.conditions),
                    alike.both,
                    alike.of,
                    inseparable=alike.is_inseparable,
                ),
            }
            for alike in one.like_it
        ],
        "held_back": _held_back(traced.population, one) if one.is_held_back else "",
        "sentence": told,
        "listings": _list(store, question.target | filters),
        "listings_of_others": rest,
    }


def _held_back(population: Population, one: Finding) -> str:
    """With the upload most of them came with."""
    batches = per_batch(population.target_batches, one.group.target)
    known = next((d for d in population.dimensions if d.name == BATCH), None)
    top = max(((count, -batch) for batch, count in batches.items() if batch), default=None)
    if top is None or known is None:
        return wording.held_back_sentence(None, 0, 0)
    for value in known.values:
        if (value.target & one.group.target).bit_count() == top[0]:
            owner, _, span = value.text.partition("\x1f")
            batch = {"owner": owner, BATCH: span}
            return wording.held_back_sentence(batch, top[0], one.table.a)
    return wording.held_back_sentence(None, 0, 0)


def _in_findings(traced: Traced) -> int:
    together = 0
    for one in traced.findings:
        together |= one.group.target
    return together.bit_count()


def _together(store: Store, question: Question, traced: Traced) -> Json:
    return {
        "in_findings": _in_findings(traced),
        "of": traced.population.target_count,
        "listings": _list(store, question.target),
    }


# --- What was looked at


def _looked_at(population: Population, question: Question) -> Json:
    looked_at, left_out = [], []
    of = (population.target_count, population.rest_count)
    for one in population.dimensions:
        known = one.known
        words = WORDS.get(one.name, one.name)
        if population.is_known(one):
            row = [known[0], of[0], known[1], of[1]]
            told = {"dimension": one.name, "words": words, "values": one.distinct, "known": row}
            looked_at.append(told)
        else:
            same = f"the same of all {sum(known):,} it is known of"
            few = f"known for {known[0]:,} of {of[0]:,}, and for {known[1]:,} of {of[1]:,} others"
            short = one.distinct <= 1 and all(known)
            because = same if short else few
            left_out.append({"dimension": one.name, "words": words, "because": because})
    for name in NOT_READ:
        left_out.append({"dimension": name, "words": name, "because": "not read"})
    return {"looked_at": looked_at, "not_looked_at": left_out}


def _attributes(store: Store, question: Question, *, at: datetime) -> Json:
    """Properties are of now: of how many asked about that may matter."""
    target, _ = question.sides.found(store, at=at)
    listings = target.listings.order_by()
    known = listings.filter(up_to_date()).count()
    return {"as_of": moment_text(at), "details_up_to_date": known, "properties": len(PROPERTIES)}


def _would_have_been_seen(population: Population, alpha: float) -> str:
    search = Search(population, tuple(population.usable), alpha)
    seen = [(percent, seen_from(search, percent / 100)) for percent in SHARES_SEEN]
    return wording.seen_sentence(seen)
