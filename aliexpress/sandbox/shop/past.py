"""The past of a catalogue just filled: since when each listing is in its state, and why."""

import random
from typing import Final

from aliexpress.sandbox.aliexpress_words import AUDITING, EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.catalogue.listing_columns import SOLD_OUT, VALID_SECONDS, Columns
from aliexpress.sandbox.shop.habits import (
    DAY,
    RENEWED_AHEAD,
    WEIGHTED_AUDIT_REASONS,
    is_renewed_ahead,
    review_seconds,
)

SOLD_OUT_SHARE: Final = 0.021
OLDEST_REJECTION: Final = 20 * DAY
OLDEST_EXPIRY: Final = 3 * DAY


def give_a_past(catalogue: Catalogue, *, chance: random.Random) -> None:
    """Spread ages, dates and reasons as a living shop would have them; no change is logged."""
    with catalogue.lock:
        columns, now = catalogue.columns, catalogue.clock.epoch()
        for slot in range(len(columns)):
            status = columns.words[columns.status[slot]]
            if status == ON_SELLING:
                put_on_sale(columns, slot, now=now, chance=chance)
            else:
                set_waiting(columns, slot, status=status, now=now, chance=chance)
        columns.change_order.forget()
        catalogue.version += 1


def put_on_sale(columns: Columns, slot: int, *, now: int, chance: random.Random) -> None:
    soonest = RENEWED_AHEAD if is_renewed_ahead(columns.ids[slot]) else 0
    columns.offline_at[slot] = now + chance.randint(soonest, VALID_SECONDS)
    columns.modified[slot] = max(columns.created[slot], columns.offline_at[slot] - VALID_SECONDS)
    columns.since[slot] = min(columns.created[slot] + 2 * DAY, columns.modified[slot])
    if chance.random() < SOLD_OUT_SHARE:
        columns.flags[slot] |= SOLD_OUT


def set_waiting(
    columns: Columns, slot: int, *, status: str, now: int, chance: random.Random
) -> None:
    oldest = {
        AUDITING: review_seconds(columns.ids[slot], now),
        EDITING_REQUIRED: OLDEST_REJECTION,
        OFFLINE: OLDEST_EXPIRY,
    }.get(status, DAY)
    since = max(columns.created[slot], now - chance.randint(0, oldest))
    columns.since[slot] = columns.modified[slot] = since
    if status == OFFLINE:
        columns.offline_at[slot] = since
    elif status == EDITING_REQUIRED:
        columns.audit_reason[slot] = columns.word(drawn_audit_reason(chance))


def drawn_audit_reason(chance: random.Random) -> str:
    """Why a review fails, the common reasons more often."""
    reasons, weights = zip(*WEIGHTED_AUDIT_REASONS, strict=True)
    reason: str = chance.choices(reasons, weights)[0]
    return reason
