"""Why AliExpress turns listings down: its words, and ours for each."""

from collections.abc import Mapping
from typing import Final

# By AliExpress's word, as its reference explains it.
REJECTION_REASONS: Final[Mapping[str, str]] = {
    "tbd_audit_fail": "prohibited, or another's rights",
    "cluster_audit_fail": "the same item is on sale already",
    "duplicate_audit_fail": "a duplicate of another listing",
    "category_audit_fail": "in the wrong category",
    "fake_audit_fail": "the description does not match",
    "business_opportunity_audit_fail": "does not meet a campaign's terms",
    # Of a shop that AliExpress manages.
    "audit_sub_status_basic": "its title, pictures or attributes",
    "audit_sub_status_supply_price": "its supply price",
    "audit_sub_status_sale_price": "its sale price",
    "audit_sub_status_cro": "a risk AliExpress sees",
    "audit_sub_status_qf": "it lacks a qualification",
}


def rejection_words(reason: str) -> str:
    """'in the wrong category'; AliExpress's own word where we have none."""
    return REJECTION_REASONS.get(reason, reason) or "AliExpress gave no reason"


def both_rejection_words(reason: str) -> str:
    """'in the wrong category (category_audit_fail)': ours beside AliExpress's own."""
    words = rejection_words(reason)
    return f"{words} ({reason})" if reason in REJECTION_REASONS else words
