"""Connecting by OAuth: the seller signs in at AliExpress, and we get tokens for the account."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from aliexpress.connection.credentials import effective
from aliexpress.connection.credentials_check import Checked, bind, check_connection
from aliexpress.connection.input import CannotConnect
from aliexpress.gateway import Gateway, authorize_url
from aliexpress.gateway.answers import Tokens
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.models import Connection, Store
from aliexpress.models.encryption import CredentialUnreadable

STATE_LASTS = timedelta(minutes=15)
STATE_SALT = "aliexpress.connection.oauth"
SELLER_PLATFORM = "seller_center"
# The seller waits. A code that got no answer may be sent a second time; it is valid for three
# minutes.
PATIENCE = 11.0

BEGIN_AGAIN = "Nothing was changed. Begin again with Authorise at AliExpress on the store's page."


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the seller, and what their session must still hold when they come back."""

    url: str
    nonce: str


def depart(store: Store, *, redirect_uri: str, at: datetime) -> Departure:
    """Begin an authorisation for a store.

    Raises CannotConnect where its app is not known, or no key decrypts the app's secret.
    """
    try:
        credentials = effective(connection_of(store), store=store, needs_token=False)
    except (Refused, CredentialUnreadable) as error:
        raise CannotConnect(str(error)) from error
    nonce = secrets.token_urlsafe(24)
    state = signing.dumps(
        {"store": store.pk, "nonce": nonce, "at": at.timestamp()}, salt=STATE_SALT
    )
    url = authorize_url(
        gateway_url=credentials.gateway_url,
        app_key=credentials.app_key,
        redirect_uri=redirect_uri,
        state=state,
    )
    return Departure(url=url, nonce=nonce)


def store_id_in(state: str, *, nonce: str, at: datetime) -> int:
    """Which store an answer is for. Raises CannotConnect where the state is not the one this
    session was given, or came back too late."""
    try:
        said = signing.loads(state, salt=STATE_SALT)
        same = bool(nonce) and secrets.compare_digest(said["nonce"], nonce)
        begun_at = datetime.fromtimestamp(said["at"], tz=at.tzinfo)
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise CannotConnect(
            f"AliExpress's answer does not belong to a request of ours. {BEGIN_AGAIN}"
        ) from error
    if not same:
        raise CannotConnect(
            f"The authorisation was begun in another browser or already used. {BEGIN_AGAIN}"
        )
    if not timedelta(0) <= at - begun_at <= STATE_LASTS:
        raise CannotConnect(f"The authorisation took too long. {BEGIN_AGAIN}")
    return int(said["store"])


def arrive(store: Store, *, code: str, at: datetime, clock: Callable[[], datetime]) -> Checked:
    """Exchange the code and keep the tokens; then see what they may do.

    Raises CannotConnect where no tokens of this store's seller came back: nothing changes then.
    """
    connection = connection_of(store)
    tokens = exchange(store, connection, code=code, clock=clock)
    # The code is spent: a pair whose platform AliExpress does not tell is taken all the same.
    if tokens.account_platform not in {SELLER_PLATFORM, ""}:
        raise CannotConnect(
            f"This is not a seller account (AliExpress calls it {tokens.account_platform!r}). "
            "Sign in at AliExpress with the store's seller account."
        )
    bind(store, connection, seller_id=tokens.seller_id)
    _keep(store, connection, tokens, at=at)
    return check_connection(store, clock=clock)


def connection_of(store: Store) -> Connection:
    return Connection.objects.filter(store=store).first() or Connection(store=store)


def exchange(
    store: Store, connection: Connection, *, code: str, clock: Callable[[], datetime]
) -> Tokens:
    try:
        credentials = effective(connection, store=store, needs_token=False)
        gateway = Gateway(credentials, clock=clock, patience=PATIENCE)
        try:
            return gateway.exchange_code(code)
        finally:
            gateway.close()
    except (Refused, Unavailable, CredentialUnreadable) as error:
        raise CannotConnect(f"{error} {BEGIN_AGAIN}") from error


def _keep(store: Store, connection: Connection, tokens: Tokens, *, at: datetime) -> None:
    connection.access_token = tokens.access_token
    connection.refresh_token = tokens.refresh_token
    connection.access_expires_at = tokens.access_expires_at
    connection.refresh_expires_at = tokens.refresh_expires_at
    connection.account_name = tokens.account_name[:200]
    connection.list_method = ""  # the new token may be allowed another one
    connection.connected_at = at
    store.next_due_at = at
    store.failure_count = 0
    try:
        with transaction.atomic():
            connection.save()
            store.save(update_fields=["next_due_at", "failure_count"])
    except IntegrityError as error:
        raise CannotConnect(
            f"Seller {tokens.seller_id} was connected as another store just now: look at it."
        ) from error
