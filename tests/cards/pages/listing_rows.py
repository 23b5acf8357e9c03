"""Rows of the page of listings, and what it says."""

from tests.factories import ListingFactory

PAGE = "/stores/harbour-home/listings/"


def rejected(store, count, reason="category_audit_fail", **fields):
    return ListingFactory.create_batch(
        count,
        store=store,
        state="rejected",
        status="editingRequired",
        audit_failure_reason=reason,
        **fields,
    )


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())
