"""A share: the number of one card in that of another, both of one snapshot."""

from collections.abc import Callable, Mapping

from cards.catalogue.definitions import definition
from cards.measures.facts import Facts
from cards.measures.measured import Measured, Part, Ratio

Measure = Callable[[Facts], Measured]


def shares(
    key: str,
    *,
    of: Mapping[str, Measure],
    divided_within: Callable[[Facts], Facts] = lambda facts: facts,
) -> Measure:
    """The measure of a card whose catalogue file names numerators and denominators, each a card
    measured by `of`. The first pair is the card's value, the others stand beside it.
    `divided_within`: what the denominators are counted of, where that is not every listing."""

    def measure(facts: Facts) -> Measured:
        pairs = definition(key).ratios
        whole = of[pairs[0]["numerator"]](facts)
        if whole.value is None:
            return Measured(None, note=whole.note)
        ratios = [
            Ratio(
                _part(pair["numerator"], facts, of),
                _part(pair["denominator"], divided_within(facts), of),
                facts.snapshot,
            )
            for pair in pairs
        ]
        return Measured(
            ratios[0].percent,
            note=nothing_to_divide_by(ratios[0]) if ratios[0].percent is None else "",
            listings=whole.listings,
            ratio=ratios[0],
            beside=tuple(ratios[1:]),
            coverage=whole.coverage,
            rows=whole.rows,
        )

    return measure


def _part(key: str, facts: Facts, of: Mapping[str, Measure]) -> Part:
    measured = of[key](facts)
    if not isinstance(measured.value, int):
        raise TypeError(f"{key} is no count, so nothing can be a share of it.")
    listings = measured.listings if facts.is_whole else None
    return Part(key, measured.value, facts.title_of(key), listings)


def nothing_to_divide_by(ratio: Ratio) -> str:
    title = ratio.denominator.title
    return f"There is nothing to divide by: {title} is 0, so there is no share of it."
