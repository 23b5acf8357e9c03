"""The system check of the catalogue."""

from typing import Any

from django.core.checks import CheckMessage, Error

from cards.catalogue.definitions import CARDS, DefinitionMalformed, definition
from cards.measures import MEASURES


def every_definition_is_whole(**kwargs: Any) -> list[CheckMessage]:
    """cards.E001: a catalogue file is malformed. cards.E002: nothing measures the card."""
    found: list[CheckMessage] = []
    for key in CARDS:
        try:
            definition(key)
        except DefinitionMalformed as error:
            found.append(Error(str(error), id="cards.E001"))
        if key not in MEASURES:
            found.append(
                Error(f"cards/measures has no function for the card {key}.", id="cards.E002")
            )
    return found
