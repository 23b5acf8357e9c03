"""The figures of a bridge by state, class and rule, and those of stock and drift: columns of its
tally."""

from functools import reduce
from operator import add
from typing import Any, Final

from django.db import models
from django.db.models import F

from aliexpress.lifecycle import State
from aliexpress.models.bridge_words import ListingClass, Rule

# Listings by state and class; listed items by state of their first copy; and by rule.
CELLS: Final = {(state, kind): f"{state}_{kind}" for state in State for kind in ListingClass}
LISTED_IN: Final = {state: f"listed_{state}" for state in State}
BY_RULE: Final = {rule: f"by_{rule}" for rule in Rule}
STATE_COUNT: Final = {state: f"{state}_count" for state in State}
CLASS_COUNT: Final = {kind: f"{kind}_listing_count" for kind in ListingClass}


def sum_of(*names: str) -> Any:
    return reduce(add, (F(name) for name in names))


class Matrix(models.Model):
    """A number a state and class of listing, a state of listed items, and a rule of links."""

    class Meta:
        abstract = True


for _name in (*CELLS.values(), *LISTED_IN.values(), *BY_RULE.values(), *STATE_COUNT.values()):
    Matrix.add_to_class(_name, models.PositiveIntegerField(default=0))


class Stocks(models.Model):
    """Of items listed in an active listing: out of stock at the source, and drifting from it."""

    compared_count = models.PositiveIntegerField(default=0)  # listed, first copy active
    stock_known_count = models.PositiveIntegerField(default=0)  # both stocks are known
    oos_count = models.PositiveIntegerField(default=0)
    oos_settled_count = models.PositiveIntegerField(default=0)
    oos_negative_count = models.PositiveIntegerField(default=0)  # of oos_count
    oos_listing_count = models.PositiveIntegerField(default=0)
    oos_units = models.PositiveBigIntegerField(default=0)  # on offer in these listings
    not_for_sale_count = models.PositiveIntegerField(default=0)
    untracked_count = models.PositiveIntegerField(default=0)
    source_stock_unknown_count = models.PositiveIntegerField(default=0)
    stock_unknown_count = models.PositiveIntegerField(default=0)  # at AliExpress
    stock_asked_at = models.DateTimeField(null=True)  # the oldest answer behind oos_count

    drift_count = models.PositiveIntegerField(default=0)
    drift_settled_count = models.PositiveIntegerField(default=0)
    drift_listing_count = models.PositiveIntegerField(default=0)
    drift_price_count = models.PositiveIntegerField(default=0)
    drift_stock_count = models.PositiveIntegerField(default=0)
    drift_title_count = models.PositiveIntegerField(default=0)
    drift_image_count = models.PositiveIntegerField(default=0)
    price_untold_count = models.PositiveIntegerField(default=0)
    stock_untold_count = models.PositiveIntegerField(default=0)
    title_untold_count = models.PositiveIntegerField(default=0)
    image_untold_count = models.PositiveIntegerField(default=0)
    auditing_drift_count = models.PositiveIntegerField(default=0)  # cannot be mended yet
    # Within the thirty days before: items that drifted, and how long what was mended had lasted,
    # the median, in seconds.
    drifted_month_count = models.PositiveIntegerField(default=0, db_default=0)
    repair_seconds = models.PositiveBigIntegerField(null=True)

    class Meta:
        abstract = True
