"""What AliExpress answered, parsed at the border into values the rest of the code trusts."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class ListedProduct(NamedTuple):
    """One product as a list gave it. `status` is the status it was asked for (or, from a
    single look-up, the one AliExpress named). Text fields are "" where AliExpress sent none.

    A tuple, because they are made by the million: a frozen dataclass takes four times as long.
    """

    product_id: int
    status: str
    offline_reason: str = ""  # ws_display, verbatim
    audit_failure_reason: str = ""
    subject: str = ""
    image_url: str = ""  # the first of image_u_r_ls
    owner_member_id: str = ""
    product_type: str = ""
    source: str = ""  # src
    currency: str = ""
    gmt_create: str = ""  # AliExpress's own text …
    gmt_modified: str = ""
    ws_offline_date: str = ""
    created_at: datetime | None = None  # … and the moment in UTC, read in the store's zone
    modified_at: datetime | None = None
    offline_at: datetime | None = None
    group_id: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    # "min_price: 'abc'" for each field that came in a form that could not be read
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one status."""

    status: str
    number: int
    declared: int  # product_count: how many AliExpress says match, over all pages
    page_count: int  # total_page
    products: tuple[ListedProduct, ...]
    # What stood in the list and was not a product (no usable product_id), shortened.
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime | None
    seller_id: str
    account_platform: str
    account_name: str
