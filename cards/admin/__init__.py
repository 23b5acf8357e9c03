"""The admin of cards: their definitions and roles, and the keys other apps read with."""

from cards.admin.api_key import ApiKeyAdmin
from cards.admin.card import CardAdmin

__all__ = ["ApiKeyAdmin", "CardAdmin"]
