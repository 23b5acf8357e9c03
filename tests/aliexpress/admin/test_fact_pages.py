"""The pages of single facts: a listing's timeline, a run's progress, a snapshot's proof."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aliexpress.admin.run_progress import next_step, standing_of
from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, StatusRead, SyncRun
from aliexpress.proof.seal import seal
from tests.factories import ListingFactory, SnapshotFactory, SyncRunFactory, TransitionFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def page(row: Listing | SyncRun | ListingSnapshot, view: str = "change") -> str:
    return reverse(f"admin:aliexpress_{row._meta.model_name}_{view}", args=[row.pk])


@pytest.fixture
def running(store) -> SyncRun:
    """A run that has read 2,310 of 4,310 on selling."""
    run: SyncRun = SyncRunFactory(
        store=store,
        status=SyncRun.Status.RUNNING,
        started_at=NOON,
        heartbeat_at=NOON,
        lease="5f4dcc3b-5aa7-4d2e-9f00-000000000001",
    )
    StatusRead.objects.create(
        run=run, status="onSelling", declared_before=4310, listed=2310, pages=24, pages_expected=44
    )
    return run


# --- Listings


def test_a_listing_links_to_aliexpress(ops, store):
    listing = ListingFactory(store=store, product_id=1005003044000000)

    page_text = ops.get(page(listing)).content.decode()

    assert 'href="https://www.aliexpress.com/item/1005003044000000.html"' in page_text


def test_the_facts_of_a_listing_are_called_as_on_all_pages(ops, store):
    text = ops.get(page(ListingFactory(store=store))).content.decode()

    for ours, field in (("Product group", "Group id"), ("Listing period ends", "Ws offline")):
        assert ours in text
        assert field not in text


def test_a_hostile_subject_is_shown_as_text(ops, store):
    listing = ListingFactory(store=store, subject="<script>alert(1)</script>")

    page_text = ops.get(page(listing)).content.decode()

    assert "<script>alert(1)" not in page_text
    assert "&lt;script&gt;alert(1)" in page_text


def test_a_timeline_gives_the_bracket_of_time_and_not_a_false_minute(ops, store):
    listing = ListingFactory(store=store)
    later = SnapshotFactory(store=store, as_of=NOON + timedelta(hours=1))
    TransitionFactory(snapshot=later, listing=listing, after_at=NOON)

    page_text = ops.get(page(listing)).content.decode()

    assert "In auditing" in page_text
    assert "between" in page_text
    assert "14 March 2026, 12:00:00 UTC" in page_text
    assert "14 March 2026, 13:00:00 UTC" in page_text


def test_a_listing_that_appeared_says_so(ops, store):
    listing = ListingFactory(store=store)
    TransitionFactory(
        snapshot=SnapshotFactory(store=store),
        listing=listing,
        from_state=None,
        to_state=State.AUDITING,
    )

    assert "Appeared" in ops.get(page(listing)).content.decode()


def test_a_listing_leads_to_its_page(ops, store):
    listing = ListingFactory(store=store, product_id=1005001234567890)

    assert f"/stores/{store.slug}/listings/1005001234567890/" in ops.get(page(listing)).text


# --- Snapshots


def test_a_sealed_snapshot_leads_to_its_proof_and_another_does_not(ops, store):
    snapshot = SnapshotFactory(store=store)
    address = f"/stores/{store.slug}/proof/{snapshot.pk}.json"
    assert address not in ops.get(page(snapshot)).text

    seal(snapshot, at=NOON)

    assert address in ops.get(page(snapshot)).text
    assert "/proof/verifier.py" in ops.get(page(snapshot)).text


# --- Runs


def test_an_open_run_is_polled_and_shows_progress_per_status(ops, running):
    page_text = ops.get(page(running)).content.decode()

    assert f'hx-get="{page(running, "progress")}"' in page_text
    assert "2,310" in page_text


def test_a_run_says_what_it_reads(running):
    assert standing_of(running, at=NOON) == "Reading. On selling 2,310 of 4,310."


def test_progress_of_an_open_run_goes_on_being_polled(ops, running):
    assert ops.get(page(running, "progress")).status_code == 200


def test_polling_stops_and_the_page_is_loaded_anew_when_the_run_has_ended(ops, store):
    run = SyncRun.objects.get(store=store)

    answer = ops.get(page(run, "progress"))

    assert answer.status_code == 286
    assert answer["HX-Refresh"] == "true"


def test_a_finished_run_is_not_polled(ops, store):
    run = SyncRun.objects.get(store=store)

    assert "hx-get" not in ops.get(page(run)).content.decode()


def test_a_run_whose_worker_is_silent_says_so(running):
    assert "gone silent" in standing_of(running, at=NOON + timedelta(seconds=10))


def test_a_run_no_worker_takes_says_what_to_check(store):
    run = SyncRunFactory(store=store)

    assert standing_of(run, at=NOON + timedelta(seconds=9)) == "Waiting for a worker."
    assert "Celery worker" in standing_of(run, at=NOON + timedelta(seconds=10))


def test_a_failed_run_says_why_what_it_means_and_when_we_try_again(store):
    run = SyncRunFactory(store=store, failed=True, retry_at=NOON + timedelta(minutes=5))

    assert "AliExpress did not answer" in standing_of(run, at=NOON)
    assert "The number is unchanged" in next_step(run, at=NOON)
    assert next_step(run, at=NOON).endswith("We try again in 5 minutes.")


def test_a_complete_run_leads_to_its_snapshot(ops, store):
    run = SyncRun.objects.get(store=store)
    snapshot = ListingSnapshot.objects.get(store=store)

    page_text = ops.get(page(run)).content.decode()

    assert page(snapshot) in page_text
    assert f"#{snapshot.pk} published" in page_text


# --- Snapshots


def test_a_snapshot_shows_its_counts_its_reasons_and_its_proof(ops, store):
    snapshot = ListingSnapshot.objects.get(store=store)

    page_text = ops.get(page(snapshot)).content.decode()

    for figure in ("4,820", "4,310", "340", "120", "50"):
        assert f'<td class="count">{figure}</td>' in page_text
    assert "expire_offline (validity ran out)" in page_text
    assert "Editing required (editingRequired)" in page_text


def test_the_unmapped_row_is_there_with_nothing_in_it(ops, store):
    snapshot = ListingSnapshot.objects.get(store=store)

    assert "Unmapped" in ops.get(page(snapshot)).content.decode()


@pytest.mark.parametrize("model", [Listing, SyncRun, ListingSnapshot])
def test_a_fact_has_nothing_to_save(ops, store, model):
    row = model.objects.get(store=store)

    assert 'name="_save"' not in ops.get(page(row)).content.decode()


def test_ages_are_told_from_now(ops, store):
    ListingSnapshot.objects.update(confirmed_at=timezone.now() - timedelta(minutes=3))

    snapshot = ListingSnapshot.objects.get(store=store)

    assert "3 minutes ago" in ops.get(page(snapshot)).content.decode()
