"""Connecting a store in the admin: its addresses, and what is said on the next page."""

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse

from aliexpress.models import Store

ADD = reverse("admin:aliexpress_store_add")


def page(store: Store, view: str) -> str:
    return reverse(f"admin:aliexpress_store_{view}", args=[store.pk])


def said(answer: Any) -> str:
    """The messages the next page is going to show."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))
