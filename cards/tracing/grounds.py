"""What an answer stands on: its readings, the movements between them, what was counted, and what
AliExpress says itself."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store
from aliexpress.rejection_reasons import both_rejection_words
from aliexpress.words import reason_words as offline_words
from cards.formats import moment_text
from cards.listings.property import NONE
from cards.listings.review_outcomes import first_reviews
from cards.tracing import wording
from cards.tracing.addresses import list_address, why_address
from cards.tracing.auditing import came_and_went
from cards.tracing.moved_questions import reasons_of_move
from cards.tracing.population import Population
from cards.tracing.questions import ALIKE, LIST, NOWHERE, TOTAL, WHY, Question, window_of

Json = dict[str, Any]


def end(snapshot: ListingSnapshot) -> Json:
    return {
        "snapshot": snapshot.pk,
        "as_of": moment_text(snapshot.as_of),
        "given_at": moment_text(snapshot.published_at),
        "verdict": snapshot.verdict,
    }


def premise(question: Question, said: str) -> Json | None:
    """Whether what the question takes for granted is so."""
    if question.flow is None:
        return None
    state = question.state if question.subject != TOTAL else None
    ends = (question.opening, question.closing)
    before, now = (one.count_of(state) if state else one.total_count for one in ends)
    label = str(state.label) if state else "Total"
    holds = not (said == "up" and now <= before) and not (said == "down" and now >= before)
    sentence = wording.premise_sentence(label, before, now, said)
    if state is None:
        active = [one.count_of(State.ACTIVE) for one in ends]
        sentence += f" Active: {active[0]:,} then, {active[1]:,} now."
    return {"said": said or None, "true": holds, "before": before, "now": now, "sentence": sentence}


def true_question(question: Question, premise: Json) -> dict[str, str]:
    """What may be asked instead of what is not so: why it went the other way, or, where it did not
    move, what the listings share."""
    if premise["now"] == premise["before"]:
        return {"subject": question.subject, "kind": ALIKE}
    ends = window_of(question.opening, question.closing)
    said = "up" if premise["now"] > premise["before"] else "down"
    return {"subject": question.subject, "kind": WHY, "said": said, **ends}


def ledger(store: Store, question: Question, *, at: datetime) -> Json | None:
    """Every movement of the state, exactly; of Total the whole, and where what came is now."""
    flow, state = question.flow, question.state
    if flow is None:
        return None
    if question.subject == TOTAL:
        state = None
    window = window_of(flow.opening, flow.closing)
    edges = [
        {"from": source and source.value, "to": to and to.value, "count": count}
        | {"listings": list_address(store, {"moved": f"{_word(source)}-{_word(to)}", **window})}
        for (source, to), count in flow.moves.items()
        if (state in (source, to) if state else None in (source, to))
    ]
    row = next((one for one in flow.states if one.state == state), None)
    came = sum(count for (source, _), count in flow.moves.items() if source is None)
    went = sum(count for (_, to), count in flow.moves.items() if to is None)
    return {
        "moved_in": row.appeared + row.moved_in if row else came,
        "moved_out": row.vanished + row.moved_out if row else went,
        "edges": edges,
        "auditing": came_and_went(store, flow) if state == State.AUDITING else None,
    }


def _word(state: State | None) -> str:
    return state.value if state else NOWHERE


def counts(store: Store, question: Question, population: Population) -> Json:
    return {
        "asked_about": population.target_count,
        "listings": list_address(store, question.target),
        "compared_with": population.rest_count,
        "others": list_address(store, question.rest),
        "did": question.words.did,
        "population": question.words.others,
    }


# --- AliExpress's own word


def said_by_aliexpress(
    store: Store, question: Question, asked_about: QuerySet[Listing]
) -> list[Json]:
    """AliExpress's own reasons, the commonest first, each with what traces it alone."""
    target, flow = question.target, question.flow
    if target.get("reviewed") == State.REJECTED and "reason" not in target:
        window = (question.opening, question.closing) if flow else None
        return of_reviews(store, question, window) if window else []
    if target.get("state") == State.REJECTED and not target.keys() & {"audit_reason", "reason"}:
        return of_rejected(store, question, asked_about)
    if flow and target.get("moved", "").endswith(f"-{State.TAKEN_DOWN}"):
        edge = target["moved"].split("-")
        found = reasons_of_move(store, flow, (edge[0], edge[1]))
        return [
            _said(store, word, count, target | {"moved_reason": word}, offline_words(word) or word)
            for word, count in found
        ]
    return []


def of_reviews(
    store: Store, question: Question, window: tuple[ListingSnapshot, ListingSnapshot]
) -> list[Json]:
    found = first_reviews(store, window, State.REJECTED.value)
    counted = found.values("audit_failure_reason").annotate(number=Count("pk"))
    rows = counted.order_by("-number", "audit_failure_reason")
    return [
        _said(store, word, row["number"], question.target | {"reason": word or NONE})
        for row in rows
        for word in (row["audit_failure_reason"],)
    ]


def of_rejected(store: Store, question: Question, asked_about: QuerySet[Listing]) -> list[Json]:
    """Why a listing is rejected is known of now only."""
    if question.closing != ListingSnapshot.objects.newest_of(store):
        return []
    counted = asked_about.order_by().values("audit_failure_reason").annotate(number=Count("pk"))
    rows = counted.order_by("-number", "audit_failure_reason")
    return [
        _said(store, word, row["number"], question.target | {"audit_reason": word or NONE})
        for row in rows
        for word in (row["audit_failure_reason"],)
    ]


def _said(store: Store, word: str, count: int, query: dict[str, str], words: str = "") -> Json:
    own = "" if word == NONE else word
    return {
        "word": own,
        "words": words if words not in ("", NONE) else both_rejection_words(own),
        "count": count,
        "listings": list_address(store, query),
        "trace": why_address(store, LIST, **query),
    }
