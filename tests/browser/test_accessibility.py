"""axe-core finds nothing to complain of, in light and in dark."""

from itertools import product
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from aliexpress.models import SyncRun
from cards.models import Card
from cards.work.items import take_on
from tests.bridged import counted, held_together
from tests.cards.lived import lived
from tests.factories import StoreFactory, SyncRunFactory

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
OFF = {"enabled": False}
OPTIONS = {"resultTypes": ["violations"]}
# Of Django's own admin: the label of its search field is for screen readers and its hint is seen;
# what a related row is called stands above it, under no heading.
ADMIN_OPTIONS = {**OPTIONS, "rules": {"label-title-only": OFF, "empty-table-header": OFF}}
THEN = "?as_of=2026-03-14T12:30:00Z"
MOMENTS = "?from=2026-03-14T12:00:00Z&to=2026-03-14T14:00:00Z"
PAGES = {
    "sign-in": "/accounts/login/",
    "board": "/",
    "compare": reverse("compare") + "?store=harbour-home&store=lived-in",
    "nothing ticked": reverse("compare"),
    "no such page": "/nothing-here/",
    "ask": reverse("ask"),
    "skus": reverse("skus", args=["harbour-home"]),
    "a share": reverse("card", args=["harbour-home", "aex_rejection_rate"]),
    "card": reverse("card", args=["harbour-home", "aex_total_listings"]),
    "active": reverse("card", args=["harbour-home", "aex_active_listings"]),
    "listings": reverse("listings", args=["harbour-home"]),
    "movements": reverse("flow", args=["lived-in"]) + MOMENTS,
    "who moved": reverse("listings", args=["lived-in"]) + MOMENTS + "&moved=auditing-active",
    "listings of the past": reverse("listings", args=["lived-in"]) + THEN,
    "life of a listing": reverse("timeline", args=["lived-in", 1_005_000_000_000_001]),
    "reconcile": reverse("reconcile", args=["harbour-home"]),
    "alerts": reverse("alerts"),
    "work": reverse("work", args=["lived-in"]),
    "all work": reverse("all_work"),
    "a group": reverse("work_group", args=["harbour-home", "rejected"]),
    "taking on": reverse("work_new", args=["harbour-home"]) + "?kind=rejected",
    "password": reverse("password_change"),
    "alert me": reverse("alert_me", args=["harbour-home", "aex_total_listings"]),
    "search": reverse("search") + "?q=linen",
    "people": reverse("people"),
    "invite": reverse("invite"),
    "account": reverse("account"),
    "admin connect": "/admin/aliexpress/store/add/",
    "the past": reverse("card", args=["lived-in", "aex_total_listings"]) + THEN,
    "store never read": reverse("card", args=["new-shop", "aex_total_listings"]),
    "admin": "/admin/",
    "admin stores": "/admin/aliexpress/store/",
    "admin store": "/admin/aliexpress/store/{store}/change/",
    "admin runs": "/admin/aliexpress/syncrun/",
    "admin snapshots": "/admin/aliexpress/listingsnapshot/",
    "admin cards": "/admin/cards/card/",
    "admin reconciliations": "/admin/cards/reconciliation/",
    "admin card": "/admin/cards/card/{card}/change/",
    "admin work": "/admin/cards/workitem/",
    "admin listings": "/admin/aliexpress/listing/",
    "work item": "/stores/harbour-home/work/{item}/",
    "why": reverse("why", args=["lived-in", "aex_total_listings"]) + MOMENTS,
    "bridge": reverse("bridge", args=["bridged"]),
    "list of the bridge": reverse("bridge_list", args=["bridged", "missing"]),
    "person": "/people/{person}/",
    "admin run": "/admin/aliexpress/syncrun/{run}/change/",
    "admin listing": "/admin/aliexpress/listing/{listing}/change/",
    "admin work item": "/admin/cards/workitem/{item}/change/",
}

# Answered with 4xx, which the browser says in its console.
REFUSED = {"nothing ticked", "no such page"}


@pytest.fixture
def operator(person, store):
    new = StoreFactory(slug="new-shop", name="New Shop")
    SyncRunFactory(store=new, failed=True)
    old = StoreFactory(slug="lived-in", name="Lived In")
    lived(
        old,
        [
            {1: "auditing", 2: "auditing", 3: "active", 4: "unmapped"},
            {1: "active", 2: "rejected", 3: "active", 4: "unmapped", 5: "auditing"},
            {1: "active", 2: "auditing", 4: "active", 5: "active"},
        ],
    )
    bridged = held_together(
        items=["A-1", "B-2"], listings=[["A-1"], ["C-3"]], store=StoreFactory(slug="bridged")
    )
    counted(bridged)
    user = person("operations")
    bridged.memberships.create(user=user)
    new.memberships.create(user=user)
    old.memberships.create(user=user)
    return user


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(name, operator, store, signed_in, page, trouble):
    """On a phone and at a desk, in light and in dark."""
    if name != "sign-in":
        signed_in(operator)
    ids = {
        "store": store.pk,
        "person": operator.pk,
        "card": Card.objects.get(key="aex_total_listings").pk,
        "run": SyncRun.objects.latest("pk").pk,
        "listing": store.listings.earliest("pk").pk,
    }
    if "{item}" in PAGES[name]:
        rejected = store.listings.filter(state="rejected")
        values = {"kind": "rejected", "listings": [one.product_id for one in rejected]}
        ids["item"] = take_on(store, values, by=operator, at=timezone.now()).pk
    page.goto(PAGES[name].format(**ids))

    of_the_page = [] if name in REFUSED else list(trouble)
    page.evaluate(AXE)
    options = ADMIN_OPTIONS if name.startswith("admin") else OPTIONS
    complaints = []
    for width, scheme in product((390, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("options => axe.run(document, options)", options)
        complaints += [
            f"{scheme} {width} {violation['id']}: {violation['help']}: {node['html'][:120]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
    # On some pages axe measures with styles of its own, which our policy stops, and rightly.
    trouble[:] = of_the_page

    assert complaints == []


@pytest.mark.parametrize(
    "address", ["/api/v1/docs/", "/admin/cards/card/", "/admin/aliexpress/syncrun/"]
)
def test_the_other_pages_stay_within_the_security_policy(address, operator, signed_in, page):
    signed_in(operator)

    answer = page.goto(address, wait_until="networkidle")

    assert answer.status == 200
