"""Whatever stands in an address, no list, page or file fails over it."""

import pytest

from tests.factories import ListingFactory
from tests.thorough import matrix

STORE = "stores/harbour-home"
CARD = f"{STORE}/cards/aex_total_listings/"
FILTERS = [
    *("state", "status", "offline_reason", "search", "group", "min_price", "max_price"),
    *("min_days", "since_after", "since_by", "as_of", "moved", "from", "to"),
    *("card", "part", "until"),
]
PARTS = ["category", "group", "owner", "min_days"]
TAKES = {
    f"/{STORE}/listings/": [*FILTERS, "after", "before", "sort", "page"],
    f"/{STORE}/listings.csv": FILTERS,
    f"/api/v1/{STORE}/listings/": [*FILTERS, "cursor"],
    f"/{STORE}/work/": ["list"],
    f"/{STORE}/work/groups/rejected/": ["reason", *PARTS, "sort", "page"],
    f"/{STORE}/work/new/": ["kind", "reason", "listing", *PARTS],
    f"/api/v1/{STORE}/work/": ["list", "cursor"],
    f"/{STORE}/flow/": ["from", "to"],
    f"/{STORE}/flow.csv": ["from", "to"],
    f"/api/v1/{STORE}/flow/": ["from", "to"],
    f"/{CARD}": ["as_of", "period"],
    f"/{CARD}history.csv": ["from", "to"],
    f"/api/v1/{CARD}": ["as_of"],
    f"/api/v1/{CARD}history/": ["from", "to", "interval"],
    f"/api/v1/{STORE}/reconciliations/": ["cursor"],
    "/api/v1/alerts/": ["state", "store", "cursor"],
    "/admin/aliexpress/listing/": [
        "store",
        "state",
        "reason",
        "q",
        "older_than",
        "newer_than",
        "p",
        "o",
        "e",
    ],
    "/admin/aliexpress/syncrun/": ["store", "q", "older_than", "newer_than", "status__exact"],
    "/admin/aliexpress/listingsnapshot/": ["store", "q", "older_than", "newer_than"],
    "/admin/cards/alert/": ["store", "q", "p", "o"],
}
VALUES = [
    "0E-16384",
    "9" * 19,
    "9" * 5_000,
    "\N{ARABIC-INDIC DIGIT THREE}",
    "a\x00b",
    "%_\\'\"<>;--",
    "\N{LATIN SMALL LETTER DOTLESS I}\u0307 " * 90,
    "9999-12-31T23:59:59-14:00",
    "YTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=",
    "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk=",
]


@pytest.mark.parametrize(("address", "value"), matrix(TAKES, VALUES))
def test_no_value_in_an_address_is_a_defect(snapshot, member, as_user, address, value):
    person = member("owner")
    person.groups.add(*member("operations").groups.all())
    person.is_staff = True
    person.save()
    ListingFactory(store=snapshot.store)
    client = as_user(person)

    for name in TAKES[address]:
        answer = client.get(address, {name: value})
        if answer.streaming:
            b"".join(answer.streaming_content)
        assert answer.status_code in {200, 302, 400, 404}, name
