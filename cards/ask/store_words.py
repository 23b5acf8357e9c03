"""The vocabulary as one reader has it: the shipped words, synonyms, and the names of a store."""

from typing import Final

from django.db.models import Exists, OuterRef

from aliexpress.models import FactName, SourceCatalogue, Store
from cards.ask.queries.closed_query import SUBJECTS
from cards.ask.standpoint import Standpoint, card_of
from cards.ask.synonyms import synonyms
from cards.ask.vocabulary import Meaning, Vocabulary, vocabulary_for
from cards.measures.validity import USUAL_DAYS, days_of

MOST_NAMES: Final = 500
# A shop that can be connected, and is another place until it is.
SOURCE_SHOP: Final = "bigcommerce"


def vocabulary_of(world: Standpoint) -> Vocabulary:
    """The shipped words, operations' synonyms, and the values of the store; nothing of a card or a
    store the reader does not see."""
    has_source = Exists(SourceCatalogue.objects.in_force().filter(store=OuterRef("pk")))
    stores = list(
        Store.objects.visible_to(world.user)
        .annotate(has_source=has_source)
        .values_list("slug", "name", "has_source")
    )
    more = [
        (name, Meaning("STOREREF", slug)) for slug, title, _ in stores for name in (slug, title)
    ]
    if not any(has_one for _, _, has_one in stores):
        more.append((SOURCE_SHOP, Meaning("OTHERPLACE", SOURCE_SHOP)))
    names = FactName.objects.filter(store=world.store, kind__in=("group", "owner"))
    for kind, value, name in names.values_list("kind", "value", "name")[:MOST_NAMES]:
        piece = "GROUPNAME" if kind == "group" else "OWNERNAME"
        more.append((name, Meaning(piece, f"{kind}\x00=\x00{value}")))
    hidden = frozenset(subject for subject in SUBJECTS if card_of(subject) not in world.cards)
    card = world.cards.get(card_of("expiring"))
    days = days_of(card.settings) if card else USUAL_DAYS
    return vocabulary_for(tuple(sorted({*more, *synonyms()})), hidden, days)
