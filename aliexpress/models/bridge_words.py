"""The words of the bridge: sides, parts, rules and reasons, each with how people call it."""

from typing import Final

from django.db import models


class Side(models.TextChoices):
    ITEM = "item", "Items at the source"
    SKU = "sku", "AliExpress SKUs"
    LISTING = "listing", "Listings"


class ItemPart(models.TextChoices):
    """In the order in which an item falls into the first that fits."""

    LISTED = "listed", "Listed"
    LEFT_OUT = "left_out", "Left out"
    BLANK = "blank", "Without a code"
    SHARED = "shared", "Code shared by two"
    MISSING = "missing", "Missing"


class SkuPart(models.TextChoices):
    FIRST = "first", "First copy"
    COPY = "copy", "Further copy"
    ORPHAN = "orphan", "Orphan"
    UNCLEAR = "unclear", "Unclear"
    NO_CODE = "no_code", "Without a code"
    BUNDLE = "bundle", "Declared bundle"


class ListingClass(models.TextChoices):
    """In the order in which a listing falls into the first that fits, but for what was not read."""

    OURS = "ours", "From the source"
    DUPLICATE = "duplicate", "Duplicate"
    ORPHAN = "orphan", "Orphan"
    UNCLEAR = "unclear", "Unclear"
    NO_CODE = "no_code", "Without a code"
    NOT_READ = "not_read", "Not read yet"


class Rule(models.TextChoices):
    """How a code was held to be an item's."""

    ALIAS = "alias", "A person said so"
    EXACT = "exact", "Exact"
    NORMALISED = "normalised", "Written otherwise"
    AFFIX = "affix", "Without what the tool adds"
    CHANNEL = "channel", "The tool names the listing"
    DECLARED = "declared", "The declared code"


class Reason(models.TextChoices):
    """Why an item is missing, or whether an orphan ever was in the source."""

    WITHDRAWN = "withdrawn", "Was listed, and the listing is gone"
    WAITING = "waiting", "Waiting in the tool"
    FAILED = "failed", "Failed in the tool"
    NOT_PUSHED = "not_pushed", "Not pushed, as far as can be told"
    NEVER = "never", "Never seen in the source"
    GONE = "gone", "Was matched, and is no longer in the source"


# Why an item that is meant for AliExpress is not there.
OF_MISSING: Final = (Reason.WITHDRAWN, Reason.WAITING, Reason.FAILED, Reason.NOT_PUSHED)


class FindingKind(models.TextChoices):
    OUT_OF_STOCK = "oos", "Out of stock at the source"
    PRICE = "price", "Price"
    STOCK = "stock", "Stock"
    TITLE = "title", "Title"
    IMAGE = "image", "Image"


DRIFT: Final = (FindingKind.PRICE, FindingKind.STOCK, FindingKind.TITLE, FindingKind.IMAGE)
