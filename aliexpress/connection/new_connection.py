"""Making a store or changing how it is connected: ask AliExpress first, then save at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from aliexpress.connection.credentials import effective
from aliexpress.connection.credentials_check import take_in, whose
from aliexpress.connection.found_shops import FoundShop, shops_in_words
from aliexpress.connection.input import (
    CannotConnect,
    checked_credential,
    checked_gateway_address,
    checked_name,
    checked_slug,
    refuse_what_does_not_fit,
)
from aliexpress.connection.permissions import probe
from aliexpress.connection.shops import keep_shops
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import Connection, Store

Clock = Callable[[], datetime]

PROBED_FIELDS = ["list_method", "seller_id", "account_warning", "connected_at"]
DEADLINE_OF = {
    "access_token": "access_expires_at",
    "refresh_token": "refresh_expires_at",
}


@dataclass(frozen=True, slots=True)
class Connected:
    """`reached` is False where AliExpress did not answer and the next sync has to probe."""

    store: Store
    created: bool
    reached: bool
    sentence: str


def connect(
    slug: str,
    *,
    at: datetime,
    clock: Clock,
    name: str | None = None,
    access_token: str | None = None,
    refresh_token: str | None = None,
    app_key: str | None = None,
    app_secret: str | None = None,
    gateway_url: str | None = None,
) -> Connected:
    """Make a store, or change how it is connected, after asking AliExpress whether it works.

    None keeps what the store has. A token given here is of unknown age, so its deadline is
    forgotten. The store is due at `at`, and its record of failures begins anew.

    Where AliExpress does not answer, the store is saved all the same and the next sync probes.
    Raises CannotConnect where AliExpress refuses or the input is wrong: then nothing changes.
    """
    store = Store.objects.filter(slug=checked_slug(slug)).first() or Store(slug=slug)
    if name is not None or store.pk is None:
        store.name = checked_name(name or "")
    changes = _changes(
        gateway_url=gateway_url,
        access_token=access_token,
        refresh_token=refresh_token,
        app_key=app_key,
        app_secret=app_secret,
    )
    connection = changed_connection(store, changes)
    refuse_what_does_not_fit(store, connection)
    trouble, shops = _ask(store, connection, clock=clock)
    created = _save(store, connection, changed=_columns(changes), at=at)
    if not trouble:
        keep_shops(store, shops, at=at)
        connection.refresh_from_db(fields=["shops_warning"])
    return Connected(
        store=store,
        created=created,
        reached=not trouble,
        sentence=_sentence(
            store, connection, created=created, trouble=trouble, shops=shops_in_words(shops or ())
        ),
    )


def prepare(
    slug: str, *, name: str, app_key: str = "", app_secret: str = "", gateway_url: str = ""
) -> Store:
    """Make a store without a token, for its seller to authorise at AliExpress. It is not due
    until then. Raises CannotConnect where the input is wrong or the slug is taken."""
    store = Store(slug=checked_slug(slug), name=checked_name(name))
    changes = _changes(gateway_url=gateway_url, app_key=app_key, app_secret=app_secret)
    connection = changed_connection(store, changes)
    refuse_what_does_not_fit(store, connection)
    try:
        effective(connection, store=store, needs_token=False)
    except Refused as error:
        raise CannotConnect(str(error)) from error
    _save(store, connection, changed=[], at=None)
    return store


def _changes(*, gateway_url: str | None, **given: str | None) -> dict[str, str]:
    """The columns to change, checked; None is not given."""
    changes = {
        field: checked_credential(value, what=field.replace("_", " "))
        for field, value in given.items()
        if value is not None
    }
    if gateway_url is not None:
        changes["gateway_url"] = checked_gateway_address(gateway_url)
    return changes


def _columns(changes: dict[str, str]) -> list[str]:
    return [
        *changes,
        *(DEADLINE_OF[field] for field in changes if field in DEADLINE_OF),
    ]


def changed_connection(store: Store, changes: dict[str, str]) -> Connection:
    """The store's connection as it would be; saved by nobody yet."""
    stored = Connection.objects.filter(store_id=store.pk).first() if store.pk else None
    connection = stored or Connection(store=store)
    if changes.get("gateway_url", connection.gateway_url) != connection.gateway_url:
        leave_the_old_tokens(connection, changes)
    for field, value in changes.items():
        setattr(connection, field, value)
        if field in DEADLINE_OF:
            setattr(connection, DEADLINE_OF[field], None)
    return connection


def leave_the_old_tokens(connection: Connection, changes: dict[str, str]) -> None:
    """A token is only sent to the gateway it was given for."""
    has_token = Connection.objects.filter(pk=connection.pk).exclude(access_token="").exists()
    if has_token and not changes.get("access_token"):
        raise CannotConnect(
            "A stored token is only sent to the gateway it was given for: give the access token "
            "again with the new gateway address."
        )
    changes.setdefault("refresh_token", "")


def _ask(
    store: Store, connection: Connection, *, clock: Clock
) -> tuple[str, list[FoundShop] | None]:
    """Probe and take in what was answered: "" or the sentence of why there was no answer, and the
    shops, where AliExpress told them."""
    try:
        probed = probe(effective(connection, store=store), clock=clock)
        take_in(store, connection, probed)
    except Refused as error:
        raise CannotConnect(str(error)) from error
    except Unavailable as error:
        # Empty: not probed yet. The next sync asks before it reads.
        connection.list_method = ""
        return str(error), None
    return "", probed.shops


def _save(store: Store, connection: Connection, *, changed: list[str], at: datetime | None) -> bool:
    """Write store and connection together. True where the store is new."""
    created = store.pk is None
    new_connection = connection.pk is None
    store.next_due_at = at
    store.failure_count = 0
    connection.connected_at = at
    try:
        with transaction.atomic():
            # An existing store may be syncing, and its tokens may have been refreshed since we
            # read them: only what connecting changes is written.
            store.save(update_fields=None if created else ["name", "next_due_at", "failure_count"])
            connection.store = store
            connection.save(update_fields=None if new_connection else [*PROBED_FIELDS, *changed])
    except IntegrityError as error:
        # Somebody connected the same slug or the same seller while we asked AliExpress.
        raise CannotConnect(
            f"{store.slug} or its seller account was connected by somebody else just now: "
            "look at it, and try again."
        ) from error
    return created


def _sentence(
    store: Store, connection: Connection, *, created: bool, trouble: str, shops: str
) -> str:
    which = "first" if created else "next"
    if trouble:
        return (
            f"{store.name} is saved, but not tested: {trouble} The {which} refresh tests the "
            "connection and reads the store."
        )
    said = [
        f"{store.name} is connected: AliExpress lets us list {whose(connection)}.",
        shops,
        f"The {which} refresh is due now.",
        connection.shops_warning,
        connection.account_warning,
    ]
    return " ".join(filter(None, said))
