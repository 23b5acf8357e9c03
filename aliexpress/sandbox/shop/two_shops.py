"""A small account of two shops: the POP shop a marketplace begins with, and an overseas-managed
one."""

from typing import Final

from aliexpress.sandbox.accounts import ManagedShop, Seller
from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    EDITING_REQUIRED,
    LOCAL_SERVICE,
    MANAGED_OFFLINE,
    OFFLINE,
    ON_SELLING,
    ONLINE,
    PENDING_APPROVAL,
    PENDING_LAUNCH,
    VIOLATION_QC_FAILED,
)
from aliexpress.sandbox.marketplace import Marketplace

POP_COUNTS: Final = {ON_SELLING: 240, AUDITING: 18, EDITING_REQUIRED: 7, OFFLINE: 5}
MANAGED_COUNTS: Final = {
    ONLINE: 110,
    PENDING_APPROVAL: 12,
    VIOLATION_QC_FAILED: 5,
    PENDING_LAUNCH: 9,
    MANAGED_OFFLINE: 4,
}


def open_two_shops(market: Marketplace, *, seller: Seller, name: str) -> ManagedShop:
    """Fill the seller's empty POP shop, and open a managed shop of that name beside it."""
    market.fill(seller, POP_COUNTS)
    shop = market.add_shop(LOCAL_SERVICE, name=name, of=seller)
    market.fill(shop, MANAGED_COUNTS)
    return shop
