"""The workbench of the worked example: its addresses, listings to clear, and what a page says."""

from tests.factories import ListingFactory

WORK = "/stores/harbour-home/work/"
GROUP = f"{WORK}groups/rejected/?reason=category_audit_fail"


def some(store, count, reason="category_audit_fail", **fields):
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
