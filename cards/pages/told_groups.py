"""Groups of listings as pages tell of them: what AliExpress wants, and what clearing is worth."""

from typing import Final

from aliexpress.lifecycle import State
from cards.listings.filters import Filters
from cards.listings.listing_set import Found
from cards.measures import products, validity
from cards.models import GroupKind
from cards.work.groups import Group, groups_in, order
from cards.work.reason_words import texts_by_reason, wants
from cards.work.worth import snapshots_of, worth_sentence

ToldGroup = tuple[Group, str, str]  # the group, what AliExpress wants, what clearing it is worth

# What a list is narrowed by while it still is a group, or all groups of a kind.
WHOLE: Final = {"state", "reason", "audit_reason", "card"}
OF_STATES: Final = {
    State.REJECTED.value: GroupKind.REJECTED,
    State.EXPIRED.value: GroupKind.EXPIRED,
}
OF_CARDS: Final = {
    products.OUT_OF_STOCK: GroupKind.OUT_OF_STOCK,
    validity.KEY: GroupKind.EXPIRING,
}


def told_groups(groups: list[Group]) -> list[ToldGroup]:
    """Each with its words; two statements however many there are."""
    texts, snapshots = texts_by_reason(), snapshots_of(groups)
    return [
        (
            group,
            wants(group.kind, group.reason, texts),
            worth_sentence(group, snapshots.get(group.snapshot or 0)),
        )
        for group in groups
    ]


def groups_of_list(found: Found, filters: Filters) -> list[ToldGroup]:
    """The groups a list of listings is made of, first what is worth most; [] where it is not one of
    what is to be cleared, or was narrowed by more than a group is."""
    kind = OF_CARDS.get(filters.card) or OF_STATES.get(filters.state)
    if kind is None or found.is_past or set(filters.given) - WHOLE:
        return []
    return told_groups(sorted(groups_in(found.listings, kind), key=order))
