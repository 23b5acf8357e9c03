"""Answers a question: premise, exact ledger, parts, findings, and what was looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import Listing, ListingSnapshot, Store
from cards.tracing import decomposition, grounds, limits, wording
from cards.tracing.change import ends_of_windows, told_parts
from cards.tracing.method import FEW, VERSION
from cards.tracing.one_pass import read_windows
from cards.tracing.population import Population
from cards.tracing.questions import WHY, Question
from cards.tracing.selection import Finding, find
from cards.tracing.side_rows import Window
from cards.tracing.told_findings import in_findings, together, told_finding
from cards.tracing.value_names import Names, names_for
from cards.tracing.window_before import window_before

FOUND: Final = "found"
UNCLEAR: Final = "found_but_unclear"
NOTHING: Final = "nothing_stands_out"
TOO_FEW: Final = "too_few"
USUAL: Final = "within_the_usual"
NOT_KNOWN: Final = "not_known"
PREMISE_FALSE: Final = "premise_false"

Json = dict[str, Any]
Report = Callable[[int], None]  # told how many listings have been read


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found in the window, and beside the one before."""

    target: QuerySet[Listing]
    population: Population
    findings: Sequence[Finding]
    facts: Mapping[str, int]  # of those asked about, of how many each holds
    before: Population | None = None
    earlier: Question | None = None  # of the window before
    change: str = ""
    mix: decomposition.Mix | None = None


def answered(
    store: Store,
    question: Question,
    *,
    alpha: float,
    said: str,
    at: datetime,
    report: Report | None = None,
) -> Json:
    """The answer as it is kept and given. `said`: "up" or "down" where the asker said so."""
    premise = grounds.premise(question, said)
    head = {
        "kind": question.kind,
        "subject": question.subject,
        "title": question.words.title,
        "store": store.slug,
        "method": VERSION,
        "alpha": alpha,
        "from": grounds.end(question.opening) if question.kind == WHY else None,
        "to": grounds.end(question.closing),
        "premise": premise,
        "ledger": grounds.ledger(store, question, at=at),
        "last_line": wording.LAST_LINE,
    }
    if premise and not premise["true"]:
        offered = grounds.true_question(question, premise)
        return head | {"status": PREMISE_FALSE, "offered": offered, **_NO_FINDINGS}
    names = names_for(store)
    traced = _traced(store, question, alpha=alpha, at=at, report=report)
    told = [
        told_finding(store, question, one, traced.population, traced.before, traced.earlier, names)
        for one in traced.findings
    ]
    status = _status(traced)
    return head | {
        "status": status,
        "counts": grounds.counts(store, question, traced.population),
        "parts": _parts(store, question, traced, names),
        "said_by_aliexpress": grounds.said_by_aliexpress(store, question, traced.target),
        "findings": told,
        "together": together(store, question, traced.population, traced.findings),
        "rest": traced.population.target_count - in_findings(traced.findings),
        **(_NOT_LOOKED if status == TOO_FEW else limits.looked_at(traced.population)),
        "attributes": limits.attributes(store, traced.facts, at=at),
        "would_have_been_seen": limits.would_have_been_seen(traced.population, alpha),
    }


_NOT_LOOKED: Final[Json] = {"looked_at": [], "not_looked_at": []}
_NO_FINDINGS: Final[Json] = {
    "counts": None,
    "parts": None,
    "said_by_aliexpress": [],
    "findings": [],
    "together": None,
    "rest": None,
    **_NOT_LOOKED,
    "attributes": None,
    "would_have_been_seen": "",
}


def not_known(
    store: Store,
    subject: str,
    kind: str,
    ends: Sequence[ListingSnapshot | None],
    *,
    sentence: str,
) -> Json:
    """The answer where there is nothing to look at. `ends`: the readings there were; `sentence`:
    what is missing."""
    opening, closing = (one and grounds.end(one) for one in ends)
    return {
        "kind": kind,
        "subject": subject,
        "title": wording.TITLE,
        "store": store.slug,
        "method": VERSION,
        "alpha": None,
        "from": opening if kind == WHY else None,
        "to": closing,
        "premise": None,
        "ledger": None,
        "last_line": wording.LAST_LINE,
        "status": NOT_KNOWN,
        "why_not": sentence,
        **_NO_FINDINGS,
    }


def _traced(
    store: Store, question: Question, *, alpha: float, at: datetime, report: Report | None
) -> Traced:
    earlier = _window_before(store, question) if question.kind == WHY else None
    windows = [
        Window(one.found(store, at=at), one.closing)
        for one in (question, earlier)
        if one is not None
    ]
    now, *then = read_windows(
        store,
        windows,
        looks_at_when=question.looks_at_when,
        looks_at_titles=not question.sides.narrow_titles,
        without=question.without,
        report=report,
    )
    population = now.population()
    traced = Traced(windows[0].found[0].listings, population, [], now.table.facts)
    if min(population.target_count, population.rest_count) < FEW:
        return traced
    findings = find(population, alpha=alpha)
    if earlier is None:
        return replace(traced, findings=findings)
    named = [one for found in findings for group in found.groups for one in group.conditions]
    before = then[0].population(named)
    share = ends_of_windows(earlier, question).share
    change, mix = decomposition.kind_of_change(before, population, findings, share=share)
    kept = [] if change in (decomposition.USUAL, decomposition.VOLUME) else findings
    return Traced(traced.target, population, kept, traced.facts, before, earlier, change, mix)


def _window_before(store: Store, question: Question) -> Question | None:
    earlier = window_before(store, question.opening, question.closing)
    return question.between(earlier, question.opening) if earlier else None


def _status(traced: Traced) -> str:
    population = traced.population
    if min(population.target_count, population.rest_count) < FEW:
        return TOO_FEW
    if traced.change in (decomposition.USUAL, decomposition.VOLUME):
        return USUAL
    if not population.usable:
        return NOT_KNOWN
    if any(one.is_clear for one in traced.findings):
        return FOUND
    return UNCLEAR if traced.findings else NOTHING


def _parts(store: Store, question: Question, traced: Traced, names: Names) -> Json | None:
    if traced.before is None or traced.earlier is None:
        return None
    return told_parts(
        store, question, traced.earlier, (traced.before, traced.population), traced.change,
        traced.mix, names,
    )  # fmt: skip
