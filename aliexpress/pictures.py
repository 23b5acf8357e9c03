"""The picture of a listing, for screens: by our own server, so that whoever looks at a page asks
nobody else for anything, and only where the store is set to show pictures."""

from aliexpress.gateway.picture_server import Picture, fetch_picture
from aliexpress.models import Listing, Store


def picture_of(store: Store, listing: Listing) -> Picture | None:
    """None where the store shows none, or AliExpress gives none."""
    first = listing.image_url.partition(";")[0].strip()
    return fetch_picture(first) if store.shows_pictures and first else None
