"""A store that is as it was is confirmed, and its reviews are counted besides."""

from datetime import timedelta

from aliexpress.models import (
    Confirmation,
    Listing,
    ListingSnapshot,
    ReviewTally,
    SyncRun,
    WordTally,
)
from aliexpress.models.word_tally import word_figures
from tests.aliexpress.sync.conftest import pass_time
from tests.moments import NOON

Kind = SyncRun.Kind


def test_an_unchanged_store_is_confirmed_and_gets_no_new_snapshot(read, catalogue, sandbox):
    first = read().snapshot
    pass_time(sandbox, minutes=5)

    run = read()

    first.refresh_from_db()
    assert (run.kind, run.published, run.snapshot) == (Kind.CONFIRM, False, first)
    assert first.confirmed_at == NOON + timedelta(minutes=5)
    assert Confirmation.objects.get(snapshot=first).seconds == [12 * 3600 + 300]


def test_what_is_in_auditing_is_counted_with_each_snapshot(read, catalogue, sandbox, store):
    read()
    waiting = [pid for pid, (status, _) in catalogue.truth().items() if status == "auditing"]
    pass_time(sandbox, minutes=5)
    catalogue.approve(waiting[0])
    catalogue.edit(next(pid for pid in catalogue.truth() if pid not in waiting))

    snapshot = read().snapshot

    tally = ReviewTally.objects.get(store=store)
    assert tally.snapshot == snapshot
    assert sum(number for _, number in tally.waiting) == snapshot.auditing_count


def test_reviews_that_were_not_counted_yet_are_counted_though_nothing_changed(read, catalogue):
    snapshot = read().snapshot
    ReviewTally.objects.all().delete()

    read()

    assert ReviewTally.objects.get().snapshot == snapshot


def test_words_that_were_not_counted_yet_are_counted_though_nothing_changed(read, catalogue):
    snapshot = read().snapshot
    WordTally.objects.all().delete()

    read()

    assert WordTally.objects.get().snapshot == snapshot


def test_words_that_lists_offer_are_counted_by_the_run_that_publishes(read, store, catalogue):
    read()
    Listing.objects.update(source="", currency="EUR")
    catalogue.edit(next(iter(catalogue.truth())))

    snapshot = read().snapshot

    kept = WordTally.objects.get(store=store)
    assert kept.snapshot == snapshot
    assert {name: getattr(kept, name) for name in word_figures(store.pk)} == word_figures(store.pk)
    assert kept.words["currency"] == ["EUR", "USD"]
    assert kept.main_currency == "EUR"


def test_the_longest_lapse_between_two_looks_is_kept_with_the_snapshot(read, catalogue, sandbox):
    snapshot = read().snapshot
    kept = [snapshot.longest_lapse]

    for minutes in (5, 60, 10):
        pass_time(sandbox, minutes=minutes)
        read()
        snapshot.refresh_from_db()
        kept.append(snapshot.longest_lapse)

    assert kept == [0, 300, 3600, 3600]


def test_a_longest_lapse_that_is_not_known_does_not_become_known(read, catalogue, sandbox):
    snapshot = read().snapshot
    ListingSnapshot.objects.update(longest_lapse=None)
    pass_time(sandbox, minutes=5)

    read()

    snapshot.refresh_from_db()
    assert snapshot.longest_lapse is None


def test_confirming_costs_at_most_two_calls_a_status(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)

    assert read().request_count <= 8


def test_a_full_walk_comes_daily_whatever_the_counts_say(read, catalogue, sandbox):
    read()
    pass_time(sandbox, hours=24)

    assert read().kind == Kind.FULL


def test_a_full_walk_that_finds_nothing_new_confirms(read, catalogue, sandbox):
    first = read().snapshot
    pass_time(sandbox, minutes=5)

    run = read(full=True)

    assert (run.kind, run.snapshot, run.published) == (Kind.FULL, first, False)
