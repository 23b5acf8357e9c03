"""axe-core finds nothing to complain of, in light and in dark."""

from itertools import product
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from aliexpress.source_door import upload_file
from cards.members.password_link import new_link
from cards.models import Alert, AlertEvent, Annotation, Card
from cards.owners_note.subscription import token_to_end
from cards.reconciliation import entry_from, reconcile
from cards.work.items import take_on
from nervecentre.admin_site import OTHERS
from nervecentre.admin_site import SECTIONS as NAMED
from tests.bridge_stores import counted, held_together
from tests.cards.pages.page_names import PAGES as ALL_PAGES
from tests.cards.store_past import lived
from tests.factories import MembershipFactory, StoreFactory, SyncRunFactory, UserFactory
from tests.moments import NOON

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
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
    "the past": reverse("card", args=["lived-in", "aex_total_listings"]) + THEN,
    "store never read": reverse("card", args=["new-shop", "aex_total_listings"]),
    "admin": "/admin/",
    "work item": "/stores/harbour-home/work/{item}/",
    "why": reverse("why", args=["lived-in", "aex_total_listings"]) + MOMENTS,
    "bridge": reverse("bridge", args=["bridged"]),
    "list of the bridge": reverse("bridge_list", args=["bridged", "missing"]),
    "person": "/people/{person}/",
    "findings": "/stores/bridged/bridge/drifting/",
    "record": "/stores/harbour-home/reconciliations/{record}/",
    "look at a file": "/stores/harbour-home/bridge/source/{upload}/",
    "password set": reverse("password_change_done"),
    "password by a link": "/accounts/set-password/{link}/",
    "end of the note": "/accounts/note/end/{token}/",
    "guide": "/setup/",
}

# Seen by whoever is not signed in.
SIGNED_OUT = {"sign-in", "password by a link"}
# Answered with 4xx, which the browser says in its console.
REFUSED = {"nothing ticked", "no such page"}


def taken_on(store, operator):
    rejected = store.listings.filter(state="rejected")
    values = {"kind": "rejected", "listings": [one.product_id for one in rejected]}
    return take_on(store, values, by=operator, at=timezone.now()).pk


def recorded(store, operator):
    at = timezone.now()
    entry = entry_from({"entered": "4310", "observed_at": at.isoformat()}, at=at)
    return reconcile(store, entry, by=operator, at=at).pk


def uploaded(store, operator):
    """A file of which one line was refused."""
    lines = b"sku,name,stock\nA-1,Lamp,5\nA-1,Lamp again,five\n"
    return upload_file(store, lines, file_name="shop.csv", at=timezone.now(), by=operator).pk


def link_of_a_colleague(store, operator):
    colleague = MembershipFactory(store=store, user=UserFactory(role="owner")).user
    return new_link(colleague, by=operator).partition("set-password/")[2].rstrip("/")


# What a page is about, by its name in the address.
MADE = {
    "item": taken_on,
    "person": lambda store, operator: operator.pk,
    "record": recorded,
    "upload": uploaded,
    "link": link_of_a_colleague,
    "token": lambda store, operator: token_to_end(operator.pk),
}


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


def test_axe_looks_at_every_page_there_is():
    rows = {"link": "MQ/a-b", "token": "a", "item": 1, "person": 1, "record": 1, "upload": 1}
    there = [address for name, address in PAGES.items() if name != "no such page"]
    paths = [urlsplit(address.format(**rows)).path for address in there]

    assert {resolve(path).url_name for path in paths} >= ALL_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault(name, operator, store, signed_in, page, trouble):
    """On a phone and at a desk, in light and in dark."""
    if name not in SIGNED_OUT:
        signed_in(operator)
    named = [field for _, field, _, _ in Formatter().parse(PAGES[name]) if field]
    page.goto(PAGES[name].format(**{field: MADE[field](store, operator) for field in named}))

    of_the_page = [] if name in REFUSED else list(trouble)
    complaints = faults_of(page)
    # On some pages axe measures with styles of its own, which our policy stops, and rightly.
    trouble[:] = of_the_page

    assert not complaints, "\n".join(complaints)


def faults_of(page):
    """What axe finds on the page on a phone and at a desk, in light and in dark."""
    page.evaluate(AXE)
    found = []
    for width, scheme in product((390, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{scheme} {width} {violation['id']}: {violation['help']}: {node['html'][:120]}"
            for violation in answer["violations"]
            for node in violation["nodes"]
        ]
    return found


@pytest.mark.parametrize("section", NAMED)
def test_axe_finds_no_fault_on_any_list_or_form_of_the_admin(
    section, operator, store, signed_in, page, trouble
):
    """Every list, the form that adds a row, and a row's page, of whoever may do all of it."""
    taken_on(store, operator)
    Annotation.objects.create(store=store, at=NOON, text="A mark", created_at=NOON)
    card = Card.objects.get(key="aex_total_listings")
    alert = Alert.objects.create(
        card=card, store=store, trigger="t", opened_at=NOON, updated_at=NOON
    )
    AlertEvent.objects.create(alert=alert, kind="fired", at=NOON, text="It fell.")
    operator.is_superuser = True
    operator.save()
    signed_in(operator)
    complaints = []
    for address in addresses_of_admin(section, operator):
        answer = page.goto(address)
        assert answer.status == 200, address
        of_the_page = list(trouble)
        complaints += [f"{address} {fault}" for fault in faults_of(page)]
        trouble[:] = of_the_page

    assert not complaints, "\n".join(complaints)


def addresses_of_admin(section, user):
    request = RequestFactory().get("/")
    request.user = user
    for rows in admin.site._registry.values():
        name = f"{rows.opts.app_label}_{rows.opts.model_name}"
        places = [of for of, models in NAMED.items() if rows.opts.object_name in models]
        if section != (places or [OTHERS])[0]:
            continue
        yield reverse(f"admin:{name}_changelist")
        if rows.has_add_permission(request):
            yield reverse(f"admin:{name}_add")
        if row := rows.model._default_manager.first():
            yield reverse(f"admin:{name}_change", args=[row.pk])


@pytest.mark.parametrize(
    "address", ["/api/v1/docs/", "/admin/cards/card/", "/admin/aliexpress/syncrun/"]
)
def test_the_other_pages_stay_within_the_security_policy(address, operator, signed_in, page):
    signed_in(operator)

    answer = page.goto(address, wait_until="networkidle")

    assert answer.status == 200
