"""Two more accounts beside the default seller's: one that is to fail, and one small and new."""

import random
from typing import Final

from aliexpress.sandbox.accounts import Seller
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
from aliexpress.sandbox.marketplace import SELLER_ID, Marketplace
from aliexpress.sandbox.shop.habits import running_out
from aliexpress.sandbox.shop.past import give_a_past

LANTERN: Final = "lantern-lane"
PEBBLE: Final = "pebble-pine"
SELLER_IDS: Final = {LANTERN: str(int(SELLER_ID) + 1101), PEBBLE: str(int(SELLER_ID) + 1102)}
MOST_LAPSES: Final = 2  # a day
LANTERN_LISTINGS: Final = {ON_SELLING: 231, AUDITING: 14, EDITING_REQUIRED: 9, OFFLINE: 6}
PEBBLE_LISTINGS: Final = {ON_SELLING: 64, AUDITING: 9, EDITING_REQUIRED: 3, OFFLINE: 1}
PEBBLE_OVERSEAS: Final = {
    ONLINE: 38,
    PENDING_LAUNCH: 5,
    PENDING_APPROVAL: 4,
    VIOLATION_QC_FAILED: 2,
    MANAGED_OFFLINE: 1,
}


def neighbour(market: Marketplace, nick: str) -> Seller:
    """The account of that name; opened and filled where there is none yet."""
    for seller in market.accounts.sellers.values():
        if seller.nick == nick:
            return seller
    # The same account whichever is opened first, also by a sandbox that lost its memory.
    seller = market.add_seller(nick=nick, seller_id=SELLER_IDS[nick])
    if nick == PEBBLE:
        market.fill(seller, PEBBLE_LISTINGS)
        overseas = market.add_shop(LOCAL_SERVICE, name="Pebble & Pine EU", of=seller)
        market.fill(overseas, PEBBLE_OVERSEAS)
    else:
        market.fill(seller, LANTERN_LISTINGS)
    give_a_past(market.catalogue(seller), chance=random.Random(market.seed))
    return seller


def work_a_day(market: Marketplace, seller: Seller) -> None:
    """A few listings are added, reviewed and corrected; those whose time has come are renewed, but
    for a few that lapse."""
    catalogue = market.catalogue(seller)
    renewed, lapsing = running_out(catalogue.columns, now=catalogue.clock.epoch())
    for product_id in lapsing[:MOST_LAPSES]:
        catalogue.expire(product_id)
    for product_id in (*renewed, *lapsing[MOST_LAPSES:]):
        catalogue.renew(product_id)
    *approved, rejected = catalogue.in_status(AUDITING)[:4]
    for product_id in approved:
        catalogue.approve(product_id)
    catalogue.reject(rejected)
    for _ in range(4):
        catalogue.create()
    catalogue.edit(catalogue.in_status(EDITING_REQUIRED)[0])
