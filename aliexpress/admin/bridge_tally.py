"""What a bridge came to, as tables in the words of its page."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from aliexpress.admin.display import table
from aliexpress.admin.read_only import FactAdmin, moment_field, reading
from aliexpress.lifecycle import State
from aliexpress.models import BridgeTally
from aliexpress.models.bridge_words import OF_MISSING, ItemPart, ListingClass, Rule, SkuPart

published_at = moment_field("published_at", description="published at")
as_of = moment_field("as_of", description="as of")


def told(name: str, words: str) -> Any:
    """A column of the list, under words."""

    @admin.display(description=words)
    def shown(tally: BridgeTally) -> str:
        return f"{getattr(tally, name):,}"

    shown.__name__ = name
    return shown


decisions = told("alias_count", "decisions of people in force")


@admin.display(description="items at the source")
def items(tally: BridgeTally) -> SafeString:
    return table("Every item in one part.", ["Items", "Count"], _items(tally))


def _items(tally: BridgeTally) -> Iterator[list[object]]:
    yield ["At the source", tally.item_count]
    for part in ItemPart:
        yield [part.label, getattr(tally, f"{part}_count")]
    yield ["Listed, though not meant", tally.not_meant_listed_count]
    yield ["Missing: whole products", tally.missing_product_count]
    yield ["Missing: single variants", tally.missing_variant_count]
    for reason in OF_MISSING:
        yield [f"Missing: {reason.label.lower()}", getattr(tally, f"{reason}_count")]
    for rule in Rule:
        if count := tally.by_rule(rule):
            yield [f"Matched {rule.label.lower()}", count]


@admin.display(description="AliExpress SKUs")
def skus(tally: BridgeTally) -> SafeString:
    rows: list[list[object]] = [["On AliExpress", tally.sku_count]]
    rows += [[part.label, getattr(tally, f"{part}_count")] for part in SkuPart]
    rows += [
        ["Orphans never seen in the source", tally.orphan_never_count],
        ["Orphans that were matched once", tally.orphan_gone_count],
    ]
    return table("Every SKU in one part.", ["SKUs", "Count"], rows)


@admin.display(description="listings")
def listings(tally: BridgeTally) -> SafeString:
    states = [state for state in State if tally.state_count(state)]
    rows: list[list[object]] = [
        [state.label, *(tally.cell(state, kind) for kind in ListingClass), tally.state_count(state)]
        for state in states
    ]
    sums = [tally.class_count(kind) for kind in ListingClass]
    rows.append(["Sum", *sums, tally.listing_count])
    head = ["State", *(kind.label for kind in ListingClass), "Sum"]
    return table("Every listing in one class of its state.", head, rows)


@admin.display(description="what differs")
def differences(tally: BridgeTally) -> SafeString:
    rows = [
        ["Compared: first copy active", tally.compared_count],
        ["Both stocks known", tally.stock_known_count],
        ["Out of stock at the source, on offer here", tally.oos_count],
        ["Of them settled", tally.oos_settled_count],
        ["Of them below zero", tally.oos_negative_count],
        ["Listings they sit in", tally.oos_listing_count],
        ["Drifting", tally.drift_count],
        ["Of them settled", tally.drift_settled_count],
        *(
            [f"In {name}", getattr(tally, f"drift_{field}_count")]
            for field, name in FIELDS.items()
        ),
        *(
            [f"Whose {name} cannot be compared", getattr(tally, f"{field}_untold_count")]
            for field, name in FIELDS.items()
        ),
    ]  # fmt: skip
    return table("Items in active listings.", ["Items", "Count"], rows)


FIELDS = {"price": "price", "stock": "stock", "title": "title", "image": "picture"}


@admin.register(BridgeTally)
class BridgeTallyAdmin(FactAdmin):
    change_form_template = "admin/aliexpress/bridgetally/change_form.html"
    list_display = (
        *("__str__", "store", as_of, published_at),
        told("missing_count", "missing"),
        told("orphan_count", "orphan SKUs"),
        told("oos_settled_count", "out of stock there"),
        told("drift_settled_count", "drifting"),
    )
    list_select_related = ("store",)
    readonly_fields: ClassVar[Any] = (
        *(reading, as_of, published_at, decisions, items, skus, listings, differences),
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {"fields": ("store", "source", reading, as_of, published_at, decisions)},
        ),
        ("The source", {"fields": (items,)}),
        ("AliExpress", {"fields": (skus, listings)}),
        ("What differs", {"fields": (differences,)}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("store", "source", "snapshot")
