"""What the number of a card counts, in a word."""

from cards.measures.bridge import LISTS


def things_of(key: str, unit: str, *, count: float = 0) -> str:
    """'listings', 'items' of the source, or 'points' of a share or score; of one, 'listing'."""
    of_count = "item" if key in LISTS else "listing"
    thing = of_count if unit == "count" else "point"
    return thing if count == 1 else f"{thing}s"
