"""What full walks of lists came to."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Q

from aliexpress.sync.staging.table import List, Staging
from aliexpress.sync.status_tally import StatusTally


def close_walks(tallies: Sequence[StatusTally], *, staging: Staging) -> None:
    """Tells each status which products its newest walk listed more than once: few, as a rule, so
    that all others are counted as they are read."""
    of_walks = Q(pk__in=())
    for tally in tallies:
        shop, status = tally.shop_and_status
        of_walks |= Q(shop_id=shop, status=status, seq__gt=tally.walked_from)
    seen = staging.seen_again().filter(of_walks).values("shop_id", "status", "product_id")
    more = seen.annotate(number=Count("pk") - 1).filter(number__gt=0)
    again = defaultdict[List, dict[int, int]](dict)
    for row in more.order_by():
        again[row["shop_id"], row["status"]][row["product_id"]] = row["number"]
    for tally in tallies:
        tally.end_walk(again[tally.shop_and_status])
