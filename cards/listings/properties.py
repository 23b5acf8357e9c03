"""The properties a list can be narrowed to, and tracing looks at: one table of both, so that a
list is exactly as long as the number it stands behind.

A property is of now: what a title, a price or a group was once is kept of reviews alone
(`submitted_facts.py`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from cards.listings.property import (
    NO_EU_PERSON,
    OWN_PRICE,
    OWN_PROGRAM,
    TOLD,
    UP_TO_DATE,
    Kind,
    Property,
    SourceProperty,
)


def of_source(name: str, words: str, field: str, kind: Kind = "word") -> SourceProperty:
    """Of the item of the source the listing has, where that tells it."""
    return SourceProperty(name, words, kind, f"item__{field}")


def of_detail(
    name: str, words: str, field: str, kind: Kind, steps: tuple[int, ...] = ()
) -> Property:
    """Of the product's own answer, as long as the product was not modified since."""
    return Property(name, words, kind, f"detail__{field}", (UP_TO_DATE,), steps)


PROPERTIES: Final[Mapping[str, Property]] = {
    one.name: one
    for one in (
        Property("owner", "account", "word", "owner_member_id"),
        Property("group", "product group", "number", "group_id"),
        Property("freight", "freight template", "number", "freight_template_id"),
        Property("source", "source", "word", "source", (OWN_PROGRAM,), none_is_one=True),
        Property("product_type", "business type", "word", "product_type"),
        Property("price", "price", "price", "min_price", (OWN_PRICE,), scale="currency"),
        Property("created", "created", "created", "created_at"),
        # Hardly ever changes, so the last answer counts.
        Property("category", "category", "number", "detail__category_id"),
        Property("brand", "brand", "word", "detail__brand", (TOLD, OWN_PROGRAM), none_is_one=True),
        of_detail("images", "pictures", "image_count", "band", (0, 1, 2, 3, 4, 5, 6)),
        of_detail(
            "title_length", "title length", "title_length", "band", (0, 20, 40, 60, 80, 100, 120)
        ),
        of_detail("skus", "SKUs", "sku_count", "band", (0, 1, 2, 3, 5, 9, 17, 33, 65)),
        of_detail(
            "required",
            "required attributes filled, in percent",
            "required_filled",
            "band",
            (0, 25, 50, 75, 90, 100),
        ),
        of_detail(
            "key_attributes",
            "key attributes filled, in percent",
            "key_filled",
            "band",
            (0, 25, 50, 75, 90, 100),
        ),
        replace(
            of_detail("eu_person", "EU responsible person", "msr_eu_id", "yes"),
            nothing=NO_EU_PERSON,
        ),
        of_detail("papers", "qualification papers", "has_qualification", "yes"),
        of_detail("size_chart", "size chart", "has_size_chart", "yes"),
        of_detail("hs_code", "HS code", "has_hs_code", "yes"),
        of_detail("video", "video", "has_video", "yes"),
        of_detail("manufacturer", "manufacturer", "manufacturer_id", "number"),
        of_detail("weight", "weight in kilograms", "gross_weight", "band", (0, 1, 2, 5, 10, 20)),
        of_detail("validity_days", "days on sale", "validity_days", "band", (0, 8, 15, 31)),
        of_detail(
            "delivery_days", "days to deliver", "delivery_days", "band", (0, 3, 5, 7, 10, 15, 30)
        ),
        SourceProperty("in_source", "an item at the source", "yes", "part"),
        of_source("source_category", "category at the source", "category"),
        of_source("source_brand", "brand at the source", "brand"),
        # What is asked about, and so never what is shared.
        Property("validity", "end of validity", "created", "offline_at", is_upstream=False),
        Property(
            "out_of_stock",
            "out of stock",
            "yes",
            "detail__is_out_of_stock",
            (UP_TO_DATE,),
            is_upstream=False,
        ),
    )
}
WORDS: Final = {one.name: one.words for one in PROPERTIES.values()} | {
    "batch": "upload",
    "submitted": "submitted as",
}


def checked(name: str, text: Any) -> str:
    """The text, if the property knows it. Raises BadInput."""
    PROPERTIES[name].meaning(str(text))
    return str(text)
