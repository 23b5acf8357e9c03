"""Thirty days in the life of a shop, ending at exactly the worked example's figures."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from aliexpress.sandbox.aliexpress_words import AUDITING, EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.catalogue.verdicts import Cause
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.shop.month import Month, Target
from aliexpress.sandbox.shop.past import give_a_past

STEPS: Final = 60
STEP: Final = timedelta(hours=12)
AT_FIRST: Final = {ON_SELLING: 4150, AUDITING: 298, EDITING_REQUIRED: 96, OFFLINE: 56}
BULK_UPLOAD: Final = 40  # the step, on day 20
UPLOADED: Final = 110
STEPS_TO_REVIEW_THEM: Final = 7
LAST_TAKE_DOWN: Final = 46  # what the seller took down is back on sale well before the end
AT_END: Final = Target(total=4820, auditing=340, rejected=120, offline=50, sold_out=95)


# For the demo, where somebody is to find it: reviewers have been strict with lamps for a week.
STRICT_WITH_LAMPS: Final = Cause({"group": 513}, share=0.7, reason="fake_audit_fail")
STRICT_FOR_STEPS: Final = 14


def thirty_days(
    market: Marketplace, *, end: datetime, seed: int = 7, causes: Sequence[Cause] = ()
) -> Iterator[datetime]:
    """Fill the default seller's empty catalogue and live through the month before `end`; in its
    last week the causes are at work.

    Yields each moment the clock stands at, every twelve hours, from 30 days before to `end`.
    Nothing is saved to a state file before the last of them.
    """
    market.is_replaying = True
    chance = random.Random(seed)
    market.clock.set(end - STEPS * STEP)
    market.fill(market.seller, AT_FIRST)
    give_a_past(market.catalogue(), chance=chance)
    month = Month(market.catalogue(), chance=chance)
    yield market.clock.now()
    for step in range(1, STEPS + 1):
        target = target_after(step, chance)
        if step == STEPS - STRICT_FOR_STEPS + 1:
            for cause in causes:
                market.catalogue().turn_down(*cause)
        moment = end - (STEPS - step) * STEP
        with market.lock:
            month.live(target, begun=moment - STEP, until=moment, quiet=step > LAST_TAKE_DOWN)
        if step == STEPS:
            market.catalogue().treat_all_alike()
        market.is_replaying = step < STEPS
        if step == STEPS:  # the consent the month began with would end with it
            market.accounts.authorise(market.seller, at=end)
        yield moment


def target_after(step: int, chance: random.Random) -> Target:
    """Slow growth, an upload in bulk that reviewers need days for, a backlog that stays."""
    if step == STEPS:
        return AT_END
    way = step / STEPS
    uploaded = UPLOADED if step >= BULK_UPLOAD else 0
    unreviewed = max(0.0, 1 - (step - BULK_UPLOAD) / STEPS_TO_REVIEW_THEM) * uploaded
    return Target(
        total=4600 + round(110 * way) + uploaded + chance.randint(-2, 2),
        auditing=298 + round(42 * way + unreviewed) + chance.randint(-12, 12),
        rejected=96 + round(24 * way) + chance.randint(-5, 5),
        offline=56 - round(6 * way) + chance.randint(-4, 4),
        sold_out=88 + chance.randint(-6, 9),
    )
