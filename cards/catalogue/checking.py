"""The system check of the catalogue."""

from typing import Any

from django.core.checks import CheckMessage, Error

from cards.catalogue import CARDS, DefinitionMalformed, definition


def every_definition_is_whole(**kwargs: Any) -> list[CheckMessage]:
    """cards.E001: a catalogue file is malformed."""
    found: list[CheckMessage] = []
    for key in CARDS:
        try:
            definition(key)
        except DefinitionMalformed as error:
            found.append(Error(str(error), id="cards.E001"))
    return found
