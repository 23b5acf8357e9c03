"""The one short transaction in which a run's result becomes what readers get."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from aliexpress.lifecycle import POP, State
from aliexpress.models import (
    Listing,
    ListingSnapshot,
    Shop,
    Store,
    StoreNow,
    Submission,
    SyncRun,
    Transition,
    WordTally,
)
from aliexpress.proof.seal import seal
from aliexpress.sync import lease
from aliexpress.sync.details.lease import make_due
from aliexpress.sync.proving.proven_counts import Settled, Unproven
from aliexpress.sync.publishing.clock_ahead import is_dated_ahead
from aliexpress.sync.publishing.confirmation import confirm, still_stands
from aliexpress.sync.publishing.differences import (
    Moves,
    find_differences,
    forget_differences,
)
from aliexpress.sync.publishing.listing_changes import write_differences, write_first_listings
from aliexpress.sync.publishing.reviews import count_reviews, is_counted
from aliexpress.sync.publishing.snapshot import counts_by_state, snapshot_of
from aliexpress.sync.publishing.submissions import write_submissions
from aliexpress.sync.publishing.transitions import write_transitions
from aliexpress.sync.publishing.validity import count_validity
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.schedule import note_success
from aliexpress.sync.staging.table import Staging
from aliexpress.table_statistics import learn_after_commit


def publish(
    *,
    run: SyncRun,
    store: Store,
    previous: ListingSnapshot | None,
    settled: Settled,
    reader: Reader,
    staging: Staging,
    clock: Callable[[], datetime],
) -> ListingSnapshot:
    """Write the listings, the transitions and the snapshot, and close the run.

    When nothing moved, the snapshot that stands is confirmed instead. Raises LeaseLost when the
    run is no longer ours, Unproven when opening + in - out does not give closing.
    """
    now, server_time = reader.gateway.now, reader.gateway.server_time
    is_ahead = is_dated_ahead(previous, store=store, at=now(), server_time=server_time)
    # This machine's clock may have been set back; what is true now is no older.
    as_of = max(now(), previous.confirmed_at) if previous and not is_ahead else now()
    with transaction.atomic():
        lease.lock_held(run)
        if previous is None:
            moves, after = Moves(), None
            changed = write_first_listings(staging, store=store, at=as_of)
        else:
            moves = find_differences(staging, store=store)
            after = min(previous.confirmed_at, as_of)
            check_flow(previous.counts, moves, counts_by_state(settled.counts, reader.shops))
            changed = write_differences(staging, store=store, at=as_of, after=after)
        kind, published, at = settled.kind, False, max(now(), as_of)
        stands = previous and not is_ahead and still_stands(previous, store, settled, reader)
        if previous is not None and not moves and stands:
            snapshot = previous
            if kind == SyncRun.Kind.INCREMENTAL and not changed:
                kind = SyncRun.Kind.CONFIRM
        else:
            snapshot, published = (
                snapshot_of(store, previous, settled, reader, as_of=as_of, at=at),
                True,
            )
            if after is not None:
                write_transitions(staging, store=store, snapshot=snapshot, after=after)
            if any(arrived == State.AUDITING for _, arrived in moves):
                write_submissions(snapshot)
        forget_differences()
        learn_after_commit(Listing, written=changed)
        learn_after_commit(Transition, Submission, written=moves.total())
        validity = count_validity(
            store=store, snapshot=snapshot, as_of=as_of, changed=published or bool(changed)
        )
        is_uncounted = published or not is_counted(snapshot)
        if is_uncounted:
            count_reviews(store=store, snapshot=snapshot, as_of=as_of)
        if is_uncounted or changed:
            WordTally.objects.count_again(store, snapshot)
        # By this machine's clock, as the turns of the store are.
        _close(
            run, store, reader=reader, at=clock(), snapshot=snapshot, published=published, kind=kind
        )
        if kind != SyncRun.Kind.CONFIRM:
            make_due(store.pk, at=at)
        # The moment readers get all this, taken last: whoever asks what was said at a moment is
        # not told of what was still being written then.
        given_at = max(now(), previous.published_at if previous and not is_ahead else at, at)
        if validity is not None:
            validity.published_at = given_at
            validity.save()
        if published or validity is not None:
            StoreNow.objects.point(store.pk, snapshot=snapshot, validity=validity)
        if published:
            snapshot.published_at = given_at
            snapshot.save(update_fields=["published_at"])
            seal(snapshot, at=given_at)
        else:
            confirm(snapshot, at=as_of, given_at=given_at)
    return snapshot


def check_flow(opening: dict[State, int], moves: Moves, closing: dict[State, int]) -> None:
    for state in State:
        moved_in = sum(number for (_, to), number in moves.items() if to == state)
        moved_out = sum(number for (source, _), number in moves.items() if source == state)
        if opening[state] + moved_in - moved_out != closing[state]:
            raise Unproven(
                f"The movements do not join the last two counts of {state.label}: "
                f"{opening[state]:,} + {moved_in:,} - {moved_out:,} is not {closing[state]:,}. "
                "The number is unchanged; the next refresh reads every list in full."
            )


def _close(
    run: SyncRun,
    store: Store,
    *,
    reader: Reader,
    at: datetime,
    snapshot: ListingSnapshot,
    published: bool,
    kind: SyncRun.Kind,
) -> None:
    lease.finish(
        run,
        at=at,
        status=SyncRun.Status.COMPLETE,
        kind=kind,
        snapshot=snapshot,
        published=published,
        request_count=reader.gateway.request_count,
    )
    walked_at = at if kind == SyncRun.Kind.FULL else F("last_full_walk_at")
    Store.objects.filter(pk=store.pk).update(last_full_walk_at=walked_at)
    for shop in reader.shops.shops:
        mark = reader.watermarks[shop.pk]
        marks = {
            "watermark": mark.text,
            "watermark_product_id": mark.product_id,
            "watermark_crowds": sorted(mark.crowds),
        }
        if shop.family == POP:
            Store.objects.filter(pk=store.pk).update(**marks)
        else:
            Shop.objects.filter(pk=shop.pk).update(last_full_walk_at=walked_at, **marks)
    note_success(store, at=at)
