"""Prepares a run: a token that will last, and a list method the app may call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from aliexpress.connection import credentials_of, save_tokens
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import GatewayError, NotPermitted
from aliexpress.lifecycle import POP
from aliexpress.models import Connection, Store
from aliexpress.sync.account_shops import look_at_shops, shops_are_due
from aliexpress.sync.call_pool import Calls

# A token is refreshed this long before it expires.
REFRESH_AHEAD: Final = timedelta(minutes=30)


class Admission:
    """Of one run. What is found or refreshed is kept, and used from the next call on."""

    def __init__(
        self, store: Store, *, gateway: Gateway, calls: Calls, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._gateway = gateway
        self._calls = calls
        self._clock = clock

    def make_sure(self) -> None:
        """Before the first call: a token that will last, and the list method we may call."""
        connection = Connection.objects.get(store=self._store)
        expires_at = connection.access_expires_at
        if (
            connection.refresh_token
            and expires_at is not None
            and expires_at - REFRESH_AHEAD <= self._clock()
        ):
            self._refresh_ahead(expires_at)
        refusal: NotPermitted | None = None
        if not connection.list_method and self.reads_pop:
            try:
                self.probe()
            except NotPermitted as error:  # all of its shops may be managed ones
                refusal = error
        if shops_are_due(connection, at=self._clock()):
            look_at_shops(self._store, gateway=self._gateway, calls=self._calls, clock=self._clock)
        if refusal is not None and self.reads_pop:
            raise refusal

    @property
    def reads_pop(self) -> bool:
        """Whether the account has a POP shop that is not left out, or its shops are not known."""
        shops = self._store.shops.all()
        there = {shop.family for shop in shops if shop.is_counted is not False}
        return not shops or POP in there

    def probe(self) -> bool:
        """Find the list method the app may call, and keep it. Whether it is another one."""
        before = credentials_of(self._store).list_method
        list_method = self._calls.one(self._gateway.probe)
        Connection.objects.filter(store=self._store).update(list_method=list_method)
        self._gateway.use(credentials_of(self._store))
        return list_method != before

    def _refresh_ahead(self, expires_at: datetime) -> None:
        """A token that is still good is good enough where no other is to be had yet."""
        try:
            self.refresh_tokens()
        except GatewayError:
            if expires_at <= self._clock():
                raise

    def refresh_tokens(self) -> None:
        """The open run is the store's only one, so its tokens are refreshed once. The new pair
        is stored before it is used: the old one may already be worthless."""
        refresh_token = self._gateway.credentials.refresh_token
        tokens = self._calls.one(self._gateway.refresh_tokens)
        save_tokens(self._store, tokens, instead_of=refresh_token)
        self._gateway.use(credentials_of(self._store))
