"""What full walks of lists came to, counted where it was staged.

Raw SQL: the sums go over a grouped table, for which the ORM has no words, and a million ids are
never held in memory for it.
"""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from aliexpress.sync.staging.table import TABLE, Staging
from aliexpress.sync.status_tally import StatusTally

# Near 2^30: sums of a million residues stay far inside 64 bits on both databases.
_MODULI: Final = (1_073_741_789, 1_073_741_783)


def close_walks(tallies: Sequence[StatusTally], *, staging: Staging) -> None:
    """Tells each status what its newest walk listed: how many products, how many of them more than
    once, and a signature of which."""
    if not tallies:
        return
    of_walks = " OR ".join(["(shop_id = %s AND status = %s AND seq > %s)"] * len(tallies))
    staging.settle()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT shop_id, status, SUM(sightings), COUNT(*), SUM(product_id %% {_MODULI[0]}),"
            f" SUM(product_id %% {_MODULI[1]}) FROM"
            " (SELECT product_id, shop_id, status, COUNT(*) AS sightings"
            f" FROM {TABLE} WHERE {of_walks} GROUP BY product_id, shop_id, status) AS seen"
            " GROUP BY shop_id, status",
            [value for tally in tallies for value in (*tally.shop_and_status, tally.walked_from)],
        )
        found = cursor.fetchall()
    by_list = {(shop, status): tuple(map(int, sums)) for shop, status, *sums in found}
    for tally in tallies:
        sightings, *signature = by_list.get(tally.shop_and_status, (0, 0, 0, 0))
        tally.listed = signature[0]
        tally.duplicates = sightings - tally.listed
        tally.walk_before, tally.signature = tally.signature, tuple(signature)
