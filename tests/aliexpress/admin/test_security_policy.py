"""Every page of the admin lives under the strict content security policy."""

import re

import pytest
from django.urls import reverse

from aliexpress.models import Listing, ListingSnapshot, SyncRun

pytestmark = pytest.mark.django_db

LISTS = ["store", "listing", "listingsnapshot", "syncrun"]

INLINE = re.compile(
    rb"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE
)
OUTSIDE = re.compile(rb'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//', re.IGNORECASE)


def pages_of(store) -> list[str]:
    rows = [
        store,
        *(model.objects.get(store=store) for model in (Listing, ListingSnapshot, SyncRun)),
    ]
    return [
        reverse("admin:index"),
        reverse("admin:aliexpress_store_add"),
        reverse("admin:aliexpress_store_connect", args=[store.pk]),
        *(reverse(f"admin:aliexpress_{name}_changelist") for name in LISTS),
        *(
            reverse(f"admin:aliexpress_{row._meta.model_name}_change", args=[row.pk])
            for row in rows
        ),
    ]


def test_no_page_holds_anything_inline_or_from_elsewhere(ops, store):
    for address in pages_of(store):
        answer = ops.get(address)

        assert answer.status_code == 200, address
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert INLINE.search(answer.content) is None, address
        assert OUTSIDE.search(answer.content) is None, address


def test_no_page_holds_a_secret(ops, store):
    for address in pages_of(store):
        assert b"secret-" not in ops.get(address).content, address
