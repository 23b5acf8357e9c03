"""Who may reconcile: whoever sees the store and the card the desk compares with."""

from aliexpress.models import Store
from aliexpress.roles import Viewer
from cards.access import visible_card, visible_store
from cards.reconciliation.advice import CARD


def store_to_reconcile(user: Viewer, slug: str) -> Store:
    """Raises Http404 where the store or Total Listings is hidden or absent."""
    visible_card(user, CARD)
    return visible_store(user, slug)
