"""What a connection may call, whose it is, and whether it sees the whole store."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from aliexpress.connection.found_shops import FoundShop, ask_for_shops
from aliexpress.gateway import Credentials, Gateway
from aliexpress.gateway.errors import Failed, NotPermitted, Refused
from aliexpress.lifecycle import POP

# Somebody waits in front of a form: the next sync is the one that is patient. Still each call has
# two tries, and all of them together end before a web server would give the request up.
PATIENCE = 11.0
SECONDS = 20.0
# Listings that come and go between two counts are no sign of a sub-account.
SUB_ACCOUNT_SHARE = 0.02
SUB_ACCOUNT_LEAST = 5
SELLER_ID_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Probed:
    """What AliExpress answered. `seller_id` is "" where the app may not ask for it."""

    list_method: str  # full method name
    seller_id: str
    account_warning: str  # a sentence, "" where there is nothing to warn of
    shops: list[FoundShop] | None = None  # None: AliExpress does not tell


def probe(credentials: Credentials, *, clock: Callable[[], datetime]) -> Probed:
    """Ask AliExpress what these credentials may do; a handful of small calls.

    Raises Refused where they may not list products, Unavailable where AliExpress did not
    answer: then nothing is known.
    """
    gateway = Gateway(credentials, clock=clock, patience=PATIENCE, seconds=SECONDS)
    try:
        try:
            list_method, refusal = gateway.probe(), None
        except NotPermitted as error:  # all of the account's shops may be managed ones
            list_method, refusal = "", error
        gateway.use(replace(credentials, list_method=list_method))
        shops = ask_for_shops(gateway)
        if refusal is not None and not any(not shop.trouble for shop in shops or ()):
            raise refusal
        try:
            profile = gateway.merchant_profile()
        except (Refused, Failed):
            # Not every app may read the profile; the lists are what we live on.
            return Probed(list_method=list_method, seller_id="", account_warning="", shops=shops)
        has_pop = shops is None or any(shop.family == POP for shop in shops)
        return Probed(
            list_method=list_method,
            seller_id=profile.seller_id[:SELLER_ID_LENGTH],
            account_warning=sub_account_warning(
                on_sale=profile.online_count, listed=gateway.declared("onSelling")
            )
            if has_pop and list_method
            else "",
            shops=shops,
        )
    finally:
        gateway.close()


def sub_account_warning(*, on_sale: int | None, listed: int) -> str:
    """A sentence where the token lists fewer products than the seller has on sale, else "".

    `on_sale` is the seller's own counter (None: not given), `listed` what the token may list.
    A sub-account lists its own products only, and nothing in a list says so.
    """
    if on_sale is None or not sees_a_part(on_sale=on_sale, listed=listed):
        return ""
    return (
        f"AliExpress counts {on_sale:,} products on sale for this seller, but lists only "
        f"{listed:,} of them to this token. It seems to belong to a sub-account, which sees "
        "its own products only, so Total Listings is too small. Connect the store again with "
        "a token of the main account."
    )


def sees_a_part(*, on_sale: int, listed: int) -> bool:
    """Whether a token lists so much less than the seller has on sale that it cannot be chance."""
    return on_sale - listed > max(SUB_ACCOUNT_LEAST, on_sale * SUB_ACCOUNT_SHARE)
