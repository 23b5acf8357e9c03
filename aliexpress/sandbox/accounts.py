"""Seller accounts and what opens them: tokens that expire, codes that are good once."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aliexpress.sandbox.errors import Refusal

CODE_LIFETIME: Final = timedelta(minutes=3)


@dataclass
class Seller:
    """An account somebody may authorise the app for.

    `sees_only`: for a sub-account, the member id whose products it sees; the main account's
    catalogue is the same. `access_token` and `refresh_token` are always the newest pair.
    """

    seller_id: str
    nick: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    owner_member_id: str
    catalogue_of: str  # the seller_id whose catalogue it reads; its own unless a sub-account
    list_methods: frozenset[str]
    platform: str = "seller_center"
    business_type: str = "POP_CHOICE"
    sees_only: str = ""
    refreshable: bool = True
    has_pop_shop: bool = True  # False: all of the account's shops are managed ones
    refused_methods: frozenset[str] = frozenset()  # what the app was not granted, by name


@dataclass
class ManagedShop:
    """A shop of an account beside, or instead of, its POP shop; its catalogue is its own."""

    channel_seller_id: str
    of: str  # the seller_id of the account
    family: str  # choice, local_service or local_cb: which methods answer for it
    name: str
    business_type: str  # as the relation query says it; "" leaves it out
    channel: str = "AE_GLOBAL"
    currency: str = "USD"


@dataclass(frozen=True)
class Grant:
    """What one token opens, and until when."""

    seller_id: str
    expires_at: datetime


@dataclass
class Accounts:
    """Every seller of the sandbox, and every token it ever gave out that may still be good."""

    access_lifetime: timedelta = timedelta(days=30)
    refresh_lifetime: timedelta = timedelta(days=60)
    sellers: dict[str, Seller] = field(default_factory=dict)
    access: dict[str, Grant] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, Grant] = field(default_factory=dict)

    def add(self, seller: Seller, *, at: datetime) -> None:
        self.sellers[seller.seller_id] = seller
        self.authorise(seller, at=at)

    def authorise(self, seller: Seller, *, at: datetime) -> None:
        """The seller's present tokens are good from now on, as after a fresh consent."""
        self.access[seller.access_token] = Grant(seller.seller_id, at + self.access_lifetime)
        self.refresh[seller.refresh_token] = Grant(seller.seller_id, at + self.refresh_lifetime)

    def revoke(self, seller: Seller) -> None:
        """The seller withdrew the consent: no token of theirs is good any more."""
        for grants in (self.access, self.refresh, self.codes):
            for token in [t for t, grant in grants.items() if grant.seller_id == seller.seller_id]:
                del grants[token]

    def seller_of(self, access_token: str, *, at: datetime) -> Seller:
        grant = self.access.get(access_token)
        if grant is None or grant.expires_at <= at:
            raise Refusal("IllegalAccessToken", "The specified access token is invalid or expired")
        return self.sellers[grant.seller_id]

    def issue_code(self, seller: Seller, *, at: datetime) -> str:
        code = f"3_{secrets.randbelow(900_000) + 100_000}_{secrets.token_urlsafe(18)}"
        self.codes[code] = Grant(seller.seller_id, at + CODE_LIFETIME)
        return code

    def redeem(self, code: str, *, at: datetime) -> Seller:
        """A new pair for a code, which is thereby used up."""
        grant = self.codes.pop(code, None)
        if grant is None or grant.expires_at <= at:
            raise Refusal("InvalidCode", "Invalid authorization code")
        seller = self.sellers[grant.seller_id]
        seller.refresh_token = secrets.token_urlsafe(24)
        self._renew_access(seller)
        self.authorise(seller, at=at)
        return seller

    def exchange(self, refresh_token: str, *, at: datetime) -> Seller:
        """A new access token; the old one is dead at once.

        The refresh token answered is a new word with the old deadline. The one sent stays good
        till then too, so a caller that lost the answer can ask again.
        """
        grant = self.refresh.get(refresh_token)
        seller = self.sellers[grant.seller_id] if grant else None
        if not grant or not seller or grant.expires_at <= at or not seller.refreshable:
            raise Refusal(
                "IllegalRefreshToken",
                "The specified refresh token is invalid or expired",
            )
        seller.refresh_token = secrets.token_urlsafe(24)
        self.refresh[seller.refresh_token] = grant
        self._renew_access(seller)
        self.access[seller.access_token] = Grant(seller.seller_id, at + self.access_lifetime)
        return seller

    def _renew_access(self, seller: Seller) -> None:
        self.access.pop(seller.access_token, None)
        seller.access_token = secrets.token_urlsafe(24)
