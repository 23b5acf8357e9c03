"""The demo's store: a month lived again through the real sync, or taken up where it was."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from aliexpress.connection import connect
from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.sandbox.process import SandboxProcess
from aliexpress.sync import sync_store
from cards.alerts.watch import look
from nervecentre.demo.other_stores import forget_neighbours, live_neighbours
from nervecentre.demo.progress_bar import Terminal
from nervecentre.demo.work import WorkHistory

NAME = "Harbour Home"
SLUG = "harbour-home"
# What the store is called until its month is complete: a replay that was interrupted leaves
# this one behind, and the next start begins again.
UNFINISHED_SLUG = "harbour-home-in-preparation"

MOMENTS = 61  # thirty days, every twelve hours, both ends
# So many moments before the end the store is read twice a day, and daily; before that twice a
# week, so that what a week and two weeks bring is told of just these.
TWICE_A_DAY, DAILY = 2, 8
HALF_A_WEEK = 7  # moments
DAY_SECONDS = 24 * 60 * 60
LIVE_INTERVAL = 10
UPLOADED_AT = 41  # when the month's upload in bulk has come in
ALERT_ASKED_AT = 51  # five days before the end

EXPECTED = {
    State.ACTIVE: 4310,
    State.AUDITING: 340,
    State.REJECTED: 120,
    State.EXPIRED: 50,
}


class DemoFailed(Exception):
    """The demo cannot go on; the sentence says why."""


class Interrupted(Exception):
    """Somebody asked the demo to stop."""


def existing_store() -> Store | None:
    return Store.objects.filter(slug=SLUG).first()


def replay(
    sandbox: SandboxProcess,
    *,
    end: datetime,
    terminal: Terminal,
    is_stopping: Callable[[], bool],
    welcome: Callable[[Store], Sequence[Any]],
) -> Store:
    """Live the thirty days before `end` on the sandbox, reading the store more often towards the
    end; its people work along, and two more stores are connected. `welcome` makes a store's
    members and answers who they are.

    Raises DemoFailed where a sync fails or the end is not the worked example, Interrupted
    between two steps once `is_stopping`.
    """
    Store.objects.filter(slug=UNFINISHED_SLUG).delete()
    forget_neighbours()
    store = None
    for done, moment in enumerate(moments_until(sandbox, end=end), start=1):
        if is_stopping():
            raise Interrupted
        if store is None:
            store = connect_store(UNFINISHED_SLUG, sandbox, at=moment)
            history = WorkHistory(store, people=welcome(store))
        if is_read(done):
            read_at(moment, store, interval=interval_after(done))
            history.live(share=done / MOMENTS, at=moment)
        live_neighbours(sandbox, number=done, at=moment, welcome=welcome)
        if done == UPLOADED_AT:
            history.mark_the_upload(at=moment)
        if done == MOMENTS:
            history.reconcile(at=moment)
        if done == ALERT_ASKED_AT:
            history.ask_for_an_alert(at=moment)
            history.keep_views(at=moment)
        if done >= ALERT_ASKED_AT and done % 2:
            look(at=moment)
        terminal.progress(done, MOMENTS, note=f"{newest_snapshot(store).total_count:,} listings")
    if store is None:
        raise DemoFailed("The sandbox lived through no moment, so there is nothing to show.")
    check_the_end(store)
    store.slug, store.next_due_at = SLUG, end
    store.save(update_fields=["slug", "next_due_at"])
    return store


def is_read(number: int) -> bool:
    """Whether the store is read at this moment of the month, numbered from 1."""
    left = MOMENTS - number
    often = left <= TWICE_A_DAY or left % (2 if left <= DAILY else HALF_A_WEEK) == 0
    return often or number == 1


def interval_after(number: int) -> int:
    """Seconds in which the next reading is promised."""
    if number == MOMENTS:
        return LIVE_INTERVAL
    return DAY_SECONDS if MOMENTS - number <= DAILY else HALF_A_WEEK * DAY_SECONDS // 2


def take_up(store: Store, sandbox: SandboxProcess, *, at: datetime) -> None:
    """Point the store to where the sandbox listens now, with tokens that are good from now on."""
    sandbox.authorise(at=at)
    connect_store(store.slug, sandbox, at=at)


def refill(sandbox: SandboxProcess, *, end: datetime) -> None:
    """Give a sandbox that lost its memory the worked example's catalogue again."""
    for _ in moments_until(sandbox, end=end):
        pass


def moments_until(sandbox: SandboxProcess, *, end: datetime) -> Iterator[datetime]:
    sandbox.begin_month(end=end, mixes_causes=True)
    while moment := sandbox.next_moment():
        yield moment


def connect_store(slug: str, sandbox: SandboxProcess, *, at: datetime) -> Store:
    gateway = sandbox.introduction
    return connect(
        slug,
        at=at,
        clock=lambda: at,
        name=NAME,
        access_token=gateway.access_token,
        refresh_token=gateway.refresh_token,
        app_key=gateway.app_key,
        app_secret=gateway.app_secret,
        gateway_url=gateway.url,
    ).store


def read_at(moment: datetime, store: Store, *, interval: int) -> None:
    """One sync at a moment; `interval` in seconds is when the next is promised."""
    Store.objects.filter(pk=store.pk).update(sync_interval=interval)
    store.refresh_from_db()
    run = sync_store(store, clock=lambda: moment)
    if run.error:
        raise DemoFailed(f"A sync of the month before failed, so the demo stops: {run.error}")


def newest_snapshot(store: Store) -> ListingSnapshot:
    snapshot = ListingSnapshot.objects.newest_of(store)
    if snapshot is None:
        raise DemoFailed("A sync ended well and published nothing, so there is no number to show.")
    return snapshot


def check_the_end(store: Store) -> None:
    counts = {state: count for state, count in newest_snapshot(store).counts.items() if count}
    if counts != EXPECTED:
        found = ", ".join(f"{count:,} {state}" for state, count in counts.items())
        total = newest_snapshot(store).total_count
        raise DemoFailed(
            f"The month ends at {total:,} listings ({found}), not at the "
            f"{sum(EXPECTED.values()):,} of the worked example: this number is not to be trusted."
        )
