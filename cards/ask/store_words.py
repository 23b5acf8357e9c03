"""The vocabulary as one reader has it: the shipped words, synonyms, and the names of a store."""

from typing import Final

from aliexpress.models import FactName, Store
from cards.ask.closed_query import SUBJECTS
from cards.ask.standpoint import Standpoint, card_of
from cards.ask.synonyms import synonyms
from cards.ask.vocabulary import Meaning, Vocabulary, vocabulary_for

MOST_NAMES: Final = 500


def vocabulary_of(world: Standpoint) -> Vocabulary:
    """The shipped words, operations' synonyms, and the values of the store; nothing of a card or a
    store the reader does not see."""
    stores = Store.objects.visible_to(world.user).values_list("slug", "name")
    more = [(name, Meaning("STOREREF", slug)) for slug, both in
            ((slug, (slug, name)) for slug, name in stores) for name in both]  # fmt: skip
    names = FactName.objects.filter(store=world.store, kind__in=("group", "owner"))
    for kind, value, name in names.values_list("kind", "value", "name")[:MOST_NAMES]:
        piece = "GROUPNAME" if kind == "group" else "OWNERNAME"
        more.append((name, Meaning(piece, f"{kind}\x00=\x00{value}")))
    hidden = frozenset(subject for subject in SUBJECTS if card_of(subject) not in world.cards)
    return vocabulary_for(tuple(sorted({*more, *synonyms()})), hidden)
