from cards.models.api_key import ApiKey
from cards.models.card import Card

__all__ = ["ApiKey", "Card"]
