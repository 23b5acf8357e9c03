"""What the values of a group's conditions are called."""

from collections.abc import Mapping

from aliexpress.models import Store
from cards.listings.seller_facts import KINDS, names_of

Names = Mapping[tuple[str, str], str]  # by filter and its text


def names_for(store: Store) -> Names:
    found = names_of(store.pk)
    filters = {kind: name for name, kind in KINDS.items() if kind}
    return {(filters[kind], value): name for (kind, value), name in found.items() if name}
