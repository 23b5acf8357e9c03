"""A property of listings, made from a code for each of them."""

from collections import Counter
from collections.abc import Sequence

from cards.tracing.bitsets import bitset, counted, everyone
from cards.tracing.code_columns import in_bytes
from cards.tracing.population import Dimension, Value, least_of

MOST_CODES = 254  # that fit a byte beside "not known" and "another"
_UNKNOWN, _OTHER = 0, 255


def dimension_of(
    name: str,
    target: Sequence[int],
    rest: Sequence[int],
    texts: Sequence[str],
    *,
    scales: Sequence[str] | None = None,
    is_ordered: bool = False,
    always: frozenset[str] = frozenset(),
    only: frozenset[str] | None = None,
    possible: int | None = None,
) -> Dimension:
    """From codes a listing: 0 is not known, any other the place in `texts` (the first is not
    used). `scales`: of each text, for ordered properties, whose texts stand in order. `always`:
    texts that are kept however few; `only`: no others are. `possible`: how many there are to
    choose from, where that is counted elsewhere."""
    scales = scales if scales is not None else [""] * len(texts)
    counts, others = (counted(column, len(texts)) for column in (target, rest))
    seen = {*counts, *others} - {_UNKNOWN}
    least = 0 if is_ordered else least_of(len(target))  # a stretch has no holes
    named = [
        code
        for code in seen
        if (counts[code] >= least or texts[code] in always)
        and (only is None or texts[code] in only)
    ]
    kept = sorted(named, key=lambda code: (code if is_ordered else 0, texts[code]))[:MOST_CODES]
    place = {code: number for number, code in enumerate(kept, start=1)}
    table = [_OTHER] * len(texts)
    table[_UNKNOWN] = _UNKNOWN
    for code, number in place.items():
        table[code] = number
    columns = [in_bytes(side, table) for side in (target, rest)]
    unknown = [bitset(column, _UNKNOWN) if _UNKNOWN in column else 0 for column in columns]
    return Dimension(
        name=name,
        is_ordered=is_ordered,
        values=tuple(
            Value(texts[code], scales[code], *(bitset(column, number) for column in columns))
            for code, number in place.items()
        ),
        possible=_possible(seen, scales if is_ordered else None) if possible is None else possible,
        distinct=len(seen),
        known_target=everyone(len(target)) & ~unknown[0],
        known_rest=everyone(len(rest)) & ~unknown[1],
        counts=tuple(
            sorted((texts[code], counts[code], counts[code] + others[code]) for code in seen)
        ),
    )


def _possible(seen: set[int], scales: Sequence[str] | None) -> int:
    if scales is None:
        return len(seen)
    sizes = Counter(scales[code] for code in seen)
    return sum(size * (size + 1) // 2 for size in sizes.values())
