"""What an answer says of the change between two windows: both as instants, exact parts, and the
word for what it is."""

from dataclasses import dataclass
from typing import Any

from aliexpress.models import Store
from cards.formats import moment_text
from cards.tracing import decomposition, wording
from cards.tracing.addresses import list_address
from cards.tracing.decomposition import Outcomes, Parts
from cards.tracing.population import Population
from cards.tracing.property_columns import SUBMITTED
from cards.tracing.questions import Question
from cards.tracing.value_names import Names


@dataclass(frozen=True, slots=True)
class Windows:
    """`share`: of the time of both windows, that of the later."""

    before: dict[str, str | None]
    now: dict[str, str | None]
    share: float


def ends_of_windows(earlier: Question, question: Question) -> Windows:
    spans = [
        (one.closing.published_at - one.opening.published_at).total_seconds()
        for one in (earlier, question)
    ]
    before, now = (
        {"from": moment_text(one.opening.published_at), "to": moment_text(one.closing.published_at)}
        for one in (earlier, question)
    )
    return Windows(before, now, share=spans[1] / sum(spans))


def told_parts(
    store: Store,
    question: Question,
    earlier: Question,
    populations: tuple[Population, Population],
    change: str,
    mix: decomposition.Mix | None,
    names: Names,
) -> dict[str, Any]:
    before, now = map(decomposition.outcomes_of, populations)
    made = Parts(before, now)
    windows = ends_of_windows(earlier, question)
    return {
        "kind": change,
        "windows": [windows.before, windows.now],
        "reviewed": [before.could, now.could],
        "turned_down": [before.went, now.went],
        "listings": [
            {
                "target": list_address(store, one.target),
                "rest": list_address(store, one.rest),
                "both": list_address(store, one.both) if one.both else None,
            }
            for one in (earlier, question)
        ],
        "more_reviewed": round(made.more_of_them, 1),
        "greater_share": round(made.greater_share, 1),
        "sentence": _sentence(question, change, mix, before, now, names)
        + (_of_arrivals(*populations) if change == decomposition.VOLUME else ""),
    }


def _of_arrivals(*populations: Population) -> str:
    """Which movement into review brought more of them, or fewer; "" where that is not known."""
    before, now = (
        {
            came_as: count
            for one in population.dimensions
            if one.name == SUBMITTED
            for came_as, _, count in one.counts
        }
        for population in populations
    )
    grown = {came_as: now.get(came_as, 0) - before.get(came_as, 0) for came_as in {*before, *now}}
    if not any(grown.values()):
        return ""
    most = max(grown, key=lambda came_as: (abs(grown[came_as]), came_as))
    return wording.arrivals_sentence(most, before.get(most, 0), now.get(most, 0))


def _sentence(
    question: Question,
    change: str,
    mix: decomposition.Mix | None,
    before: Outcomes,
    now: Outcomes,
    names: Names,
) -> str:
    if change == decomposition.USUAL:
        return wording.usual_sentence(before.went, now.went)
    if change == decomposition.VOLUME:
        return wording.volume_sentence(before, now, others=question.words.population)
    if change == decomposition.MIX and mix is not None:
        return wording.mix_sentence(mix.dimension, mix.value, names)
    if change == decomposition.GENERAL:
        return wording.general_sentence(before, now)
    return f"The share was {wording.share(before)} before and is {wording.share(now)} now."
