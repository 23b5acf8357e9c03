"""Why a number changed, and what listings have in common: asked of tracing, with its receipts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from cards.ask.answers.answer import Told, answers
from cards.ask.answers.answer_numbers import World, states_of
from cards.ask.answers.receipts import Number, Said, say
from cards.ask.answers.traced_sentences import about_dimension, sentences_of
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import DIMENSION_WORDS, plain_subject, short, subject_words
from cards.ask.standpoint import CannotTell, card_of
from cards.models import Tracing
from cards.tasks import leave_to_a_worker
from cards.tracing.archive import Asked, asked_from, traced_at_once
from cards.tracing.questions import EXPIRING, LACKING, LACKING_ON_SALE, OUT_OF_STOCK, PROBLEM

# What holds of listings now and moves no state: what they share is told, not why it moved.
CONDITIONS: Final = {
    "oos": OUT_OF_STOCK,
    "expiring": EXPIRING,
    "complete": LACKING,
    "complete_active": LACKING_ON_SALE,
    "quality": PROBLEM,
    "problems": PROBLEM,
}
LATER: Final = "This store is large: a worker is looking. Ask again in a minute."


@answers("why")
def why(world: World, query: Query) -> Told:
    """Premise, AliExpress's own words, then what stands out."""
    if query.filters or "+" in query.subject:
        raise CannotTell(
            "not_kept", "Why a part of them moved is not looked for.", "Ask without conditions."
        )
    if query.subject in CONDITIONS:
        return _shared(world, query, CONDITIONS[query.subject])
    start, end = world.window(query)
    before = world.number(query.subject, at=start.isoformat())
    now = world.number(query.subject, at=end.isoformat())
    if (wrong := _contradicted(query, before, now)) is not None:
        return Told([wrong])
    sentences: list[Said] = []
    subject = query.subject
    if subject == "gap":
        subject, moved = state_behind(world, start, end)
        sentences += [_moved("gap", before, now), *moved]
    claim = query.claim if query.claim in {"up", "down"} and subject == query.subject else ""
    asked = _asked(world, {"subject": subject, "kind": "why", "said": claim}, start, end)
    return _told(world, query, asked, sentences)


@answers("alike")
def alike(world: World, query: Query) -> Told:
    """What the listings of a state, a movement or a list share."""
    if query.subject in CONDITIONS and not query.filters:
        return _shared(world, query, CONDITIONS[query.subject])
    if ">" in query.subject:
        start, end = world.window(query)
        values = world.moved_values(query.subject, start, end)
        asked = _listed(world, query, values, end)
    elif query.filters or "+" in query.subject or query.subject == "gap":
        moment = world.moment(query.at or "now")
        snapshot = world.snapshot_by(moment)
        values = {"state": ",".join(states_of(query.subject, snapshot))}
        world.number(query.subject, query.filters, query.at or "now")
        asked = _listed(world, query, values, moment)
    else:
        moment = world.moment(query.at or "now")
        asked = _asked(world, {"subject": query.subject, "kind": "alike"}, None, moment)
    return _told(world, query, asked, [])


def _shared(world: World, query: Query, condition: str) -> Told:
    """Of a condition nothing but what holds now can be told."""
    if not world.is_newest_of_all or query.at not in {"", "now"}:
        raise CannotTell(
            "not_kept",
            f"What {plain_subject(query.subject)} shared once is not kept.",
            "Ask of now.",
        )
    number = world.number(query.subject)
    sentences = [say("{what}: {n} now.", what=subject_words(query).capitalize(), n=number)]
    if query.act == "why":
        sentences.append(say("Why it moved is not kept: this is what they share now."))
    asked = _asked(world, {"subject": condition, "kind": "alike"}, None, world.at)
    return _told(world, query, asked, sentences)


def _asked(world: World, values: dict[str, Any], start: datetime | None, end: datetime) -> Asked:
    if start is not None:
        values["from"] = start.astimezone(UTC).isoformat()
    values["to"] = end.astimezone(UTC).isoformat()
    try:
        return asked_from(values, at=world.at, by=_reader(world))
    except Http404 as error:
        raise CannotTell(
            "unknown_value", "There is no such card, or it is not yours to see."
        ) from error


def _reader(world: World) -> Any:
    """None at a shell, which sees everything."""
    return world.user if world.user.pk else None


def _listed(world: World, query: Query, values: dict[str, str], end: datetime) -> Asked:
    values = world.narrowed(values, query.filters)
    if "other_than" in values:
        raise CannotTell("not_kept", "What all but some share is not looked for.")
    return _asked(world, {"subject": urlencode(values), "kind": "alike"}, None, end)


def _contradicted(query: Query, before: Number, now: Number) -> Said | None:
    """The premise first: what was taken for granted and is not so."""
    gap = now.value - before.value
    holds = {"up": gap > 0, "down": gap < 0, "flat": gap == 0}.get(query.claim, True)
    if holds:
        return None
    verb = {"up": "did not rise", "down": "did not fall", "flat": "did not stand still"}
    said = _moved(query.subject, before, now)
    return replace(said, text=f"It {verb[query.claim]}. {said.text}")


def _moved(subject: str, before: Number, now: Number) -> Said:
    gap = now.value - before.value
    went = "rose" if gap > 0 else "fell" if gap < 0 else "stayed the same"
    what = short(subject)
    return say(
        "{what} {went}: {before} then, {now} now.",
        what=what[:1].upper() + what[1:],
        went=went,
        before=before,
        now=now,
    )


def state_behind(world: World, start: datetime, end: datetime) -> tuple[str, list[Said]]:
    """The state with most of the change of the gap, and every state that moved."""
    changes = []
    for state in State.values:
        if state == State.ACTIVE:
            continue
        before, now = (world.number(state, at=one.isoformat()) for one in (start, end))
        if before.value != now.value:
            changes.append((now.value - before.value, state, _moved(state, before, now)))
    if not changes:
        return State.ACTIVE.value, []
    whole = sum(change for change, _, _ in changes)
    most = max(changes, key=lambda one: (one[0] * (1 if whole >= 0 else -1), one[1]))
    return most[1], [said for _, _, said in sorted(changes, key=lambda one: -abs(one[0]))]


def _told(world: World, query: Query, asked: Asked, sentences: list[Said]) -> Told:
    try:
        tracing = traced_at_once(world.store, asked, by=_reader(world), at=world.at)
    except BadInput as error:
        raise CannotTell("before_known", str(error)) from error
    if tracing.pk is None:
        raise CannotTell("before_known", (tracing.answer or {})["why_not"])
    links = (("The whole answer", address),) if (address := why_address(world, query)) else ()
    if tracing.answer is None:
        if tracing.status == Tracing.Status.FAILED:
            raise CannotTell("not_kept", tracing.error)
        leave_to_a_worker(tracing)
        return Told([*sentences, say(LATER)], links=links)
    if query.dim:
        words = DIMENSION_WORDS.get(query.dim, query.dim)
        sentences += about_dimension(tracing, query.dim, words)
    sentences += sentences_of(tracing, world.store)
    return Told(sentences, links=links)


def why_address(world: World, query: Query) -> str:
    """Of the page that shows a tracing whole."""
    state = query.subject.rpartition(">")[2] or query.subject
    key = card_of(state)
    return reverse("why", args=[world.store.slug, key]) if key in world.cards else ""
