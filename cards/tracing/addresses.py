"""Addresses of what an answer names."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from aliexpress.models import Store


def list_address(store: Store, query: Mapping[str, str]) -> str:
    return f"{reverse('listings', args=[store.slug])}?{urlencode(query)}"


def why_address(store: Store, key: str, **query: str) -> str:
    """Of the page that traces. `key`: a card, a state or a movement; LIST with the list's own
    filters."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"{reverse('why', args=[store.slug, key])}{asked}"
