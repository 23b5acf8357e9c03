"""The demo's store: a month lived again through the real sync, or taken up where it was."""

from collections.abc import Callable
from datetime import datetime

from aliexpress.connection import connect
from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.sandbox import Sandbox, thirty_days
from aliexpress.sync import sync_store
from nervecentre.demo.terminal import Terminal

NAME = "Harbour Home"
SLUG = "harbour-home"
# What the store is called until its month is complete: a replay that was interrupted leaves
# this one behind, and the next start begins again.
UNFINISHED_SLUG = "harbour-home-in-preparation"

MOMENTS = 61  # thirty days, every twelve hours, both ends
REPLAY_INTERVAL = 12 * 60 * 60
LIVE_INTERVAL = 10

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
    sandbox: Sandbox, *, end: datetime, terminal: Terminal, is_stopping: Callable[[], bool]
) -> Store:
    """Live the thirty days before `end` on the sandbox, reading the store every twelve hours.

    Raises DemoFailed where a sync fails or the end is not the worked example, Interrupted
    between two steps once `is_stopping`.
    """
    Store.objects.filter(slug=UNFINISHED_SLUG).delete()
    # A month passes in seconds, so a limit by the second is not the one a month would meet.
    limit, sandbox.limits.detail_calls_per_second = sandbox.limits.detail_calls_per_second, None
    store = None
    for done, moment in enumerate(thirty_days(sandbox, end=end), start=1):
        if is_stopping():
            raise Interrupted
        if store is None:
            store = _connect(UNFINISHED_SLUG, sandbox, at=moment)
        _read_at(store, sandbox, interval=REPLAY_INTERVAL if moment < end else LIVE_INTERVAL)
        terminal.progress(done, MOMENTS, note=f"{_newest(store).total_count:,} listings")
    assert store is not None
    _check_the_end(store)
    sandbox.limits.detail_calls_per_second = limit
    store.slug, store.next_due_at = SLUG, end
    store.save(update_fields=["slug", "next_due_at"])
    return store


def take_up(store: Store, sandbox: Sandbox, *, at: datetime) -> None:
    """Point the store to where the sandbox listens now, with tokens that are good from now on."""
    sandbox.accounts.authorise(sandbox.seller, at=at)
    _connect(store.slug, sandbox, at=at)


def refill(sandbox: Sandbox, *, end: datetime) -> None:
    """Give a sandbox that lost its memory the worked example's catalogue again."""
    for _ in thirty_days(sandbox, end=end):
        pass


def _connect(slug: str, sandbox: Sandbox, *, at: datetime) -> Store:
    return connect(
        slug,
        at=at,
        clock=sandbox.clock.now,
        name=NAME,
        access_token=sandbox.seller.access_token,
        refresh_token=sandbox.seller.refresh_token,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        gateway_url=sandbox.url,
    ).store


def _read_at(store: Store, sandbox: Sandbox, *, interval: int) -> None:
    """One sync on the sandbox's clock; `interval` in seconds is when the next is promised."""
    Store.objects.filter(pk=store.pk).update(sync_interval=interval)
    store.refresh_from_db()
    run = sync_store(store, clock=sandbox.clock.now)
    if run.error:
        raise DemoFailed(f"A sync of the month before failed, so the demo stops: {run.error}")


def _newest(store: Store) -> ListingSnapshot:
    snapshot = ListingSnapshot.objects.newest_of(store)
    if snapshot is None:
        raise DemoFailed("A sync ended well and published nothing, so there is no number to show.")
    return snapshot


def _check_the_end(store: Store) -> None:
    counts = {state: count for state, count in _newest(store).counts.items() if count}
    if counts != EXPECTED:
        found = ", ".join(f"{count:,} {state}" for state, count in counts.items())
        raise DemoFailed(
            f"The month ends at {_newest(store).total_count:,} listings ({found}), not at the "
            f"{sum(EXPECTED.values()):,} of the worked example: this number is not to be trusted."
        )
