"""All that is verified of a store's facts."""

from collections.abc import Iterator

from aliexpress.models import Store
from aliexpress.verification import (
    belonging,
    bridges,
    derived_text,
    flow,
    moments,
    pointers,
    tallies,
)


def problems(store: Store) -> Iterator[str]:
    """A sentence for each thing that does not hold."""
    yield from pointers.problems(store)
    yield from flow.problems(store)
    yield from moments.problems(store)
    yield from derived_text.problems(store)
    yield from tallies.problems(store)
    yield from bridges.problems(store)
    yield from belonging.problems(store)
