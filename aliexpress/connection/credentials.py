"""What a call for a store is made with, and where refreshed tokens are kept."""

from django.conf import settings
from django.db import transaction

from aliexpress.gateway import Credentials
from aliexpress.gateway.answers import Tokens
from aliexpress.gateway.errors import Refused
from aliexpress.models import Connection, Store


class NotConnected(Refused):
    """Something of a store's credentials is missing: no call can be made until it is given."""


class AnotherSeller(Refused):
    """AliExpress gave tokens of another seller account than the one the store is bound to."""


def credentials_of(store: Store) -> Credentials:
    """The store's own credentials, each one empty taken from the installation's settings.

    Read afresh every time, because tokens are refreshed while a run is under way. Raises
    NotConnected where something is missing, CredentialUnreadable where no key decrypts it.
    """
    connection = Connection.objects.filter(store_id=store.pk).first()
    if connection is None:
        raise NotConnected(
            f"{store.name} has no AliExpress credentials.",
            remedy="Connect it in the admin.",
        )
    return effective(connection, store=store)


def gateway_of(connection: Connection) -> str:
    """The address its calls go to: its own, or the installation's."""
    return connection.gateway_url or str(settings.ALIEXPRESS_GATEWAY_URL)


def effective(connection: Connection, *, store: Store, needs_token: bool = True) -> Credentials:
    """The credentials of a connection that need not be saved. Raises NotConnected where one is
    missing, CredentialUnreadable where no key decrypts it; tokens are not needed to ask for some,
    and are not looked at then."""
    gateway_url = gateway_of(connection)
    # The installation's own key signs calls to the installation's own gateway and to no other.
    ours = gateway_url == settings.ALIEXPRESS_GATEWAY_URL
    credentials = Credentials(
        gateway_url=gateway_url,
        app_key=connection.app_key or (settings.ALIEXPRESS_APP_KEY if ours else ""),
        app_secret=connection.app_secret or (settings.ALIEXPRESS_APP_SECRET if ours else ""),
        access_token=connection.access_token if needs_token else "",
        refresh_token=connection.refresh_token if needs_token else "",
        token_parameter=connection.token_parameter,
        list_method=connection.list_method,
        time_zone=store.time_zone,
        public_only=not (ours or settings.ALIEXPRESS_GATEWAY_ALLOW_PRIVATE),
    )
    own = "Give it one (--{}): its gateway is its own, and the installation's is not sent there."
    remedies = {
        "app_key": "Give it one (--app-key), or set ALIEXPRESS_APP_KEY."
        if ours
        else own.format("app-key"),
        "app_secret": "Give it one (--app-secret), or set ALIEXPRESS_APP_SECRET."
        if ours
        else own.format("app-secret"),
        "access_token": "Give it one (--access-token), or connect it in the admin.",
    }
    if not needs_token:
        del remedies["access_token"]
    for field, remedy in remedies.items():
        if not getattr(credentials, field):
            raise NotConnected(
                f"{store.name} has no {field.replace('_', ' ')}, so AliExpress cannot be asked.",
                remedy=remedy,
            )
    return credentials


def save_tokens(store: Store, tokens: Tokens, *, instead_of: str | None = None) -> None:
    """Store a refreshed pair, both or neither.

    `instead_of`: the refresh token it was had for. Where the store has another by now, somebody
    connected it again meanwhile, and theirs stays.
    Refreshing never prolongs the refresh token, so its deadline only comes nearer. Raises
    AnotherSeller where the pair belongs to another account than the store's.
    """
    with transaction.atomic():
        connection = Connection.objects.select_for_update().get(store_id=store.pk)
        if instead_of is not None and connection.refresh_token != instead_of:
            return
        if tokens.seller_id and connection.seller_id not in {"", tokens.seller_id}:
            raise AnotherSeller(
                f"AliExpress answered with a token of seller {tokens.seller_id}, but "
                f"{store.name} is bound to seller {connection.seller_id}.",
                remedy="Connect the store again with its own account.",
            )
        deadlines = [connection.refresh_expires_at, tokens.refresh_expires_at]
        connection.access_token = tokens.access_token
        connection.refresh_token = tokens.refresh_token or connection.refresh_token
        connection.access_expires_at = tokens.access_expires_at
        connection.refresh_expires_at = min(
            (deadline for deadline in deadlines if deadline is not None), default=None
        )
        connection.save(
            update_fields=[
                "access_token",
                "refresh_token",
                "access_expires_at",
                "refresh_expires_at",
            ]
        )
