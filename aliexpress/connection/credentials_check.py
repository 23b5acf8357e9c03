"""Asking AliExpress whether a store's credentials work, and taking in what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aliexpress.connection.credentials import credentials_of, gateway_of
from aliexpress.connection.input import AlreadyConnected, CannotConnect
from aliexpress.connection.permissions import Probed, probe
from aliexpress.connection.shops import keep_shops
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import Connection, Store
from aliexpress.models.encryption import CredentialUnreadable


@dataclass(frozen=True, slots=True)
class Checked:
    works: bool
    sentence: str


def check_connection(store: Store, *, clock: Callable[[], datetime]) -> Checked:
    """Ask AliExpress whether the store's credentials work now, and remember what it answered."""
    try:
        probed = probe(credentials_of(store), clock=clock)
        connection = Connection.objects.get(store=store)
        take_in(store, connection, probed)
    except (Unavailable, Refused, CannotConnect, CredentialUnreadable) as error:
        return Checked(works=False, sentence=str(error))
    connection.save(update_fields=["list_method", "seller_id", "account_warning"])
    keep_shops(store, probed.shops, at=clock())
    connection.refresh_from_db(fields=["shops_warning"])
    if connection.shops_warning:
        return Checked(works=False, sentence=connection.shops_warning)
    if connection.account_warning:
        return Checked(works=False, sentence=connection.account_warning)
    return Checked(
        works=True,
        sentence=f"AliExpress answers, and the token may list {whose(connection)}.",
    )


def take_in(store: Store, connection: Connection, probed: Probed) -> None:
    """Put what AliExpress answered into the connection, unsaved. Raises CannotConnect where the
    token is another seller's, or the seller is another store's."""
    bind(store, connection, seller_id=probed.seller_id)
    connection.list_method = probed.list_method
    connection.account_warning = probed.account_warning


def bind(store: Store, connection: Connection, *, seller_id: str) -> None:
    """Bind the connection, unsaved, to a seller ("" where unknown). Raises CannotConnect where
    it is bound to another one, AlreadyConnected where the seller is another store's."""
    if seller_id and connection.seller_id not in {"", seller_id}:
        raise CannotConnect(
            f"The token belongs to seller {seller_id}, but {store.name} is bound to "
            f"seller {connection.seller_id}: connect the other account as a store of its own."
        )
    connection.seller_id = seller_id or connection.seller_id
    if not connection.seller_id:
        return
    others = Connection.objects.filter(seller_id=connection.seller_id)
    for other in others.exclude(pk=connection.pk).select_related("store"):
        # Another gateway may call its sellers what it likes.
        if gateway_of(other) == gateway_of(connection):
            raise AlreadyConnected(connection.seller_id, other=other.store)


def whose(connection: Connection) -> str:
    if connection.seller_id:
        return f"the products of seller {connection.seller_id}"
    return "its products"
