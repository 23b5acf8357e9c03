"""Odd items for a list: hostile texts, wrong types, and what is no product at all."""

from collections.abc import Callable
from typing import Any, Final

Item = dict[str, Any]


def with_fields(**fields: Any) -> Callable[[Item], Item]:
    return lambda item: item | fields


def bare_item(item: Item) -> Item:
    return {"product_id": item["product_id"]}


def id_as_text(item: Item) -> Item:
    return item | {"product_id": str(item["product_id"])}


# Each keeps its product id, so nothing here excuses a lost count.
VARIANTS: Final[tuple[Callable[[Item], Item], ...]] = (
    with_fields(subject="<script>alert(1)</script><b>Mug</b> &amp; \"plate\" 'bowl'"),
    with_fields(subject="Mug\x00 with\x07 bells\x1b[31m\u202e and turns\r\n\t"),
    with_fields(subject="Very long mug " * 715),  # just over 10,000 characters
    with_fields(subject='=HYPERLINK("https://example.invalid";"Mug")'),
    with_fields(subject="+1+1"),
    with_fields(subject="@SUM(A1:A9)"),
    with_fields(subject="Half a pair \ud83d"),
    with_fields(subject=None, image_u_r_ls=None, gmt_create=None, owner_member_id=None),
    with_fields(
        subject=["a", "list"],
        product_min_price={"amount": "1"},
        gmt_modified=17,
        src=False,
    ),
    with_fields(product_min_price="abc", product_max_price="1e400", currency_code="U" * 300),
    with_fields(product_min_price=12.5, product_max_price="NaN"),
    with_fields(
        gmt_create="yesterday",
        gmt_modified="20150714015815415-0700",
        ws_offline_date="0",
    ),
    with_fields(group_id="many", freight_template_id="", owner_member_seq=2**63),
    with_fields(image_u_r_ls="javascript:alert(1);//cdn.example.invalid/a.jpg"),
    with_fields(ws_display="x" * 500, owner_member_id="m" * 500, product_type="\x00"),
    id_as_text,
    bare_item,
)

# What stands in a list and is no product at all.
NOT_PRODUCTS: Final[tuple[Any, ...]] = (
    None,
    "a string",
    {"subject": "Without an id"},
    {"product_id": -1, "subject": "Below every id"},
    {"product_id": 2**70, "subject": "Beyond every id"},
    {"product_id": True, "subject": "A truth for an id"},
    [1, 2, 3],
)


def made_hostile(items: list[Item]) -> list[Item]:
    """The items, each turned by the next variant."""
    return [VARIANTS[place % len(VARIANTS)](item) for place, item in enumerate(items)]
