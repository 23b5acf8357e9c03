"""What stands behind a number, and what was asked, in every state an answer has: axe finds no
fault, and nothing is wider than a phone."""

from itertools import product
from pathlib import Path

import pytest
from django.urls import reverse

from aliexpress.models import ListingSnapshot
from cards.models import Tracing
from cards.tracing.archive import Asked, traced_at_once
from tests.cards.tracing.reviewed_store import CLOSING, reviewed_store
from tests.factories import MembershipFactory, StoreFactory

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
HELD_BACK = (
    "It cannot be told from the upload handed in at 21 Mar 2026 12:00 UTC, from which 9 are."
)
ASKED = {
    "an answer": "rejected by group",
    "another": "how has total changed in the last 7 days",
    "a refusal": "what is our revenue",
    "a choice": "how many listings were taken down",
    "half understood": "purple rejected listings by group",
}


def _traced(store, subject, kind, said=""):
    return traced_at_once(store, Asked(subject, kind, said=said), by=None, at=CLOSING)


def why_pages(busy, quiet):
    """An address for each state of a tracing."""
    found, held_back, false = (
        _traced(busy, "rejected", "why", said) for said in ("", "up", "down")
    )
    alike, nothing = (_traced(one, "rejected", "alike") for one in (busy, quiet))
    usual, few = _traced(quiet, "rejected", "why"), _traced(busy, "expired", "alike")
    held_back.answer["findings"][0]["held_back"] = HELD_BACK
    held_back.save()
    first, last = ListingSnapshot.objects.filter(store=busy).order_by("pk")[1:3]
    half = Tracing.objects.create(
        store=busy, subject="total", kind="why", opening=first, closing=last, method=1,
        status="running", asked_at=CLOSING, begun_at=CLOSING, read_count=120,
    )  # fmt: skip
    every = {
        "found": found, "alike": alike, "nothing": nothing, "usual": usual,
        "held back": held_back, "false": false, "few": few, "half": half,
    }  # fmt: skip
    return {
        name: f"{reverse('why', args=[one.store.slug, 'rejected'])}?tracing={one.pk}"
        for name, one in every.items()
    }


@pytest.fixture
def addresses(person):
    user = person("operations")
    busy, quiet = (StoreFactory(slug=slug, name=slug.title()) for slug in ("busy", "quiet"))
    for store, share in ((busy, 0.8), (quiet, 0.06)):
        MembershipFactory(user=user, store=store)
        reviewed_store(store, share=share, size=120)
    pages = why_pages(busy, quiet)
    asked = reverse("ask") + f"?store=busy&at={CLOSING:%Y-%m-%dT%H:%M:%SZ}&question="
    pages |= {name: asked + question.replace(" ", "+") for name, question in ASKED.items()}
    pages["card"] = reverse("card", args=["busy", "aex_total_listings"])
    return user, pages


def test_answers_have_no_fault_and_fit(addresses, sign_in, page):
    user, pages = addresses
    sign_in(user)
    page.get_by_role("heading", name="Board").wait_for()
    complaints = []
    for name, address in pages.items():
        page.goto(address)
        page.evaluate(AXE)
        for width, scheme in product((390, 1280), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            complaints += [
                f"{name} {scheme} {width} {one['id']}: {node['html'][:120]}"
                for one in found["violations"]
                for node in one["nodes"]
            ]
            wide = page.evaluate("document.documentElement.scrollWidth")
            complaints += [f"{name} {width}: {wide} wide"] if wide > width else []

    assert complaints == []
