"""What an assistant may read by address: readings of cards, kept tracings, the vocabulary."""

import re
from typing import Final

from django.http import Http404

from aliexpress.models import Store
from aliexpress.typed.numbers import id_of, is_id
from cards.access import counted_store
from cards.api.serializers import TracingSerializer
from cards.mcp.caller import Call
from cards.mcp.tool_answers import json_text
from cards.mcp.tools import called
from cards.measures import MEASURES
from cards.models import Card, Tracing
from cards.tracing.visible_tracings import kept_tracing

VOCABULARY: Final = "nerve://vocabulary"
READING: Final = "nerve://stores/{slug}/cards/{key}"
TRACING: Final = "nerve://tracings/{id}"
TEMPLATES: Final = {
    READING: "A card's reading for a store, now.",
    TRACING: "A kept answer to why a number moved, or what listings share.",
}
MOST: Final = 500
_READING: Final = re.compile(r"nerve://stores/([-\w]{1,100})/cards/([-\w]{1,100})", re.ASCII)
_TRACING: Final = re.compile(r"nerve://tracings/(\d{1,18})", re.ASCII)


def addresses(call: Call) -> dict[str, str]:
    """What there is for this reader, and its title."""
    found = {VOCABULARY: "What can be asked"}
    cards = [card for card in Card.objects.visible_to(call.user) if card.key in MEASURES]
    for store in Store.objects.visible_to(call.user).order_by("name", "id"):
        for card in cards:
            if len(found) >= MOST:
                return found
            address = READING.format(slug=store.slug, key=card.key)
            found[address] = f"{card.title}, {store.name}"
    return found


def content(address: str, call: Call) -> str:
    """Its JSON. Raises Http404 where it is absent or not this reader's."""
    if address == VOCABULARY:
        return called("vocabulary", Call(call.user, call.at, {}))
    if match := _READING.fullmatch(address):
        asked = {"store": match[1], "card": match[2]}
        return called("reading", Call(call.user, call.at, asked))
    match = _TRACING.fullmatch(address)
    if match is None or not is_id(match[1]):
        raise Http404
    stores = Tracing.objects.filter(pk=id_of(match[1])).values_list("store__slug", flat=True)
    store = counted_store(call.user, stores.first() or "")
    return json_text(TracingSerializer(kept_tracing(call.user, store, match[1])).data)
