"""The bridge of another store gives nothing away: not by any page, file, list or form of it, nor
by a number of its own brought into one's own store."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from aliexpress.bridge.decisions import decide
from aliexpress.models import SkuAlias, SkuProposal, SourceRead, SourceUpload
from aliexpress.source.files.uploads import keep_upload
from cards.models import WorkItem
from tests.bridge_stores import counted, held_together
from tests.factories import MembershipFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
SECRET = "SECRET-0017"
AS_OF = "?as_of=2026-03-14T12:00:00Z"
CARDS = (
    "aex_xc_listed_but_oos_on_bc", "aex_xc_catalogue_drift_vs_bc", "aex_xc_missing_on_aliexpress",
    "aex_xc_duplicate_listings", "aex_xc_orphan_listings",
)  # fmt: skip


@pytest.fixture
def theirs(store, member):
    """A store with everything a bridge has: proposals, decisions, an upload that waits."""
    held_together(
        store=store, items=[SECRET, "00042", "A-1", "B-1"], listings=[["42"], ["A-1"], ["b-1 "]]
    )
    decide(store, kind="same", code="Z-9", item="B-1", why=SECRET, at=NOON, by=member("owner"))
    counted(store)
    keep_upload(store, f"sku\n{SECRET}\n".encode(), file_name="shop.csv", at=NOON)
    assert SkuProposal.objects.count() == 1
    return store


@pytest.fixture
def stranger(member, as_user):
    """An owner of a store of their own, with a bridge of its own."""
    own = StoreFactory(slug="lantern-lane", name="Lantern Lane")
    user = member("owner", of_store=False)
    MembershipFactory(store=own, user=user)
    held_together(store=own, items=["OWN-1"], listings=[["OWN-1"]])
    counted(own)
    return as_user(user)


def addresses(slug):
    """Every address of a bridge, its lists, files and source, and its API."""
    upload = SourceUpload.objects.get().pk
    lists = ("missing", "items", "skus", "listings", "orphans", "out-of-stock", "drifting")
    page, api = f"/stores/{slug}/bridge/", f"/api/v1/stores/{slug}/"
    found = [page, f"{page}source.csv", f"{page}source/{upload}/"]
    found += [f"{page}{name}{end}" for name in lists for end in ("/", ".csv")]
    found += [f"{api}{name}/" for name in ("bridge", "source", "aliases")]
    found += [f"{api}bridge/{name}/" for name in ("items", "skus", "listings", "findings")]
    found += [f"/stores/{slug}/cards/{key}/" for key in CARDS]
    found += [f"{api}cards/{key}/" for key in CARDS]
    return found


def forms(slug):
    upload, alias = SourceUpload.objects.get().pk, SkuAlias.objects.get().pk
    page, api = f"/stores/{slug}/bridge/", f"/api/v1/stores/{slug}/"
    return [
        *(f"{page}source/", f"{page}source/read/", f"{page}source/{upload}/publish/"),
        *(f"{page}decide/", f"{page}accept/", f"{page}decisions/{alias}/undo/"),
        *(f"{api}source/reads/", f"{api}aliases/"),
    ]


def test_no_address_of_it_answers_a_stranger(theirs, stranger):
    for address in addresses(theirs.slug):
        for asked in (address, f"{address}{AS_OF}", f"{address}?search={SECRET}"):
            answer = stranger.get(asked)
            assert answer.status_code == 404, asked
            assert SECRET not in answer.content.decode()


def test_no_form_of_it_does_anything_for_a_stranger(theirs, stranger):
    reads = SourceRead.objects.count()
    for address in forms(theirs.slug):
        given: dict[str, Any] = {"kind": "not_ours", "code": "X", "why": "so", "rule": "zeros"}
        if address.endswith("/source/"):
            given["file"] = SimpleUploadedFile("a.csv", b"sku\nA\n")
        assert stranger.post(address, given).status_code == 404, address
    alias = SkuAlias.objects.get().pk
    assert stranger.patch(f"/api/v1/stores/harbour-home/aliases/{alias}/", {}).status_code == 404

    assert SkuAlias.objects.in_force().count() == 1
    assert (SourceRead.objects.count(), SourceUpload.objects.count()) == (reads, 1)


def test_numbers_of_it_mean_nothing_in_ones_own_store(theirs, stranger):
    upload, alias = SourceUpload.objects.get().pk, SkuAlias.objects.get().pk
    own, api = "/stores/lantern-lane/bridge/", "/api/v1/stores/lantern-lane/"
    proposal = SkuProposal.objects.get().pk

    assert stranger.get(f"{own}source/{upload}/").status_code == 404
    assert stranger.post(f"{own}source/{upload}/publish/").status_code == 404
    assert stranger.post(f"{own}decisions/{alias}/undo/").status_code == 404
    assert stranger.patch(f"{api}aliases/{alias}/", {"why": "so"}).status_code == 404
    stranger.post(f"{own}accept/", {"id": proposal, "rule": "zeros", "why": "so"})
    said = stranger.post(f"{own}decide/", {"kind": "same", "code": "X", "item": SECRET, "why": "s"})
    work = stranger.post("/stores/lantern-lane/work/new/", {"item": SECRET})
    assert (said.status_code, work.status_code) == (400, 400)
    for answer in (said, work, stranger.get("/work/"), stranger.get(f"/search/?q={SECRET}")):
        assert "Harbour" not in answer.content.decode()
    assert SkuAlias.objects.in_force().get().pk == alias
    assert not WorkItem.objects.exists()


def test_what_a_stranger_holds_of_an_answer_opens_nothing(theirs, member, as_user, stranger):
    etag = as_user(member("operations")).get("/api/v1/stores/harbour-home/bridge/").headers["ETag"]

    held = stranger.get("/api/v1/stores/harbour-home/bridge/", headers={"if-none-match": etag})

    assert held.status_code == 404


def test_these_are_all_the_addresses_there_are():
    """A new one has to be added to the lists above."""
    named = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert {name for name in named if "bridge" in name or "source" in name} == {
        *("bridge", "bridge_list", "bridge_csv", "source_csv", "upload_source", "source_upload"),
        *("publish_source", "read_source"),
    }
