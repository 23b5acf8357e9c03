"""The demo's other two stores: one whose authorisation fails, one small and new with two shops."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from aliexpress.connection import connect
from aliexpress.models import Connection, Store
from aliexpress.sandbox.process import SandboxProcess
from aliexpress.sync import sync_store

LIVE_INTERVAL: Final = 30
# Read every few days while the month is lived again: what is between two reads is known.
PAST_INTERVAL: Final = 2 * 24 * 60 * 60


class Neighbour(NamedTuple):
    """`reads`: the moments of the month (numbered from 1) at which it is read, the first of which
    connects it. Once moment `withdrawn_after` is over, its seller takes the consent back."""

    slug: str  # and the name of its account
    name: str
    reads: tuple[int, ...]
    withdrawn_after: int | None = None


NEIGHBOURS: Final = (
    Neighbour("lantern-lane", "Lantern Lane", (25, 37, 43, 53, 57, 59, 61), withdrawn_after=57),
    Neighbour("pebble-pine", "Pebble & Pine", (55, 57, 59, 61)),
)


def forget_neighbours() -> None:
    """What an interrupted start left behind."""
    Store.objects.filter(slug__in=[one.slug for one in NEIGHBOURS]).delete()


def live_neighbours(
    sandbox: SandboxProcess, *, number: int, at: datetime, welcome: Callable[[Store], object]
) -> None:
    """What happens to them at one moment of the month. `welcome` makes a new store's members."""
    for one in NEIGHBOURS:
        if number not in one.reads:
            continue
        if number == one.reads[0]:
            welcome(connect_neighbour(one, sandbox, at=at))
        else:
            sandbox.work_a_day(one.slug)
        is_past = number < (one.withdrawn_after or one.reads[-1])
        interval = PAST_INTERVAL if is_past else LIVE_INTERVAL
        Store.objects.filter(slug=one.slug).update(sync_interval=interval)
        sync_store(Store.objects.get(slug=one.slug), clock=lambda: at, patience=0)
        if number == one.withdrawn_after:
            sandbox.withdraw(one.slug)


def take_up_neighbours(sandbox: SandboxProcess, *, at: datetime) -> None:
    """Point them to where the sandbox listens now. The consent that was taken back stays so."""
    for one in NEIGHBOURS:
        store = Store.objects.filter(slug=one.slug).first()
        if store is None:
            continue
        if one.withdrawn_after is None:
            connect_neighbour(one, sandbox, at=at)
        else:
            Connection.objects.filter(store=store).update(gateway_url=sandbox.introduction.url)


def connect_neighbour(one: Neighbour, sandbox: SandboxProcess, *, at: datetime) -> Store:
    tokens, gateway = sandbox.neighbour(one.slug, at=at), sandbox.introduction
    return connect(
        one.slug,
        at=at,
        clock=lambda: at,
        name=one.name,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        app_key=gateway.app_key,
        app_secret=gateway.app_secret,
        gateway_url=gateway.url,
    ).store
