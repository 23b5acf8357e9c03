"""Connecting a store to its AliExpress account: probe, save, credentials, tokens."""

from aliexpress.connection.connecting import (
    CannotConnect,
    Connected,
    Tested,
    connect,
    test_connection,
)
from aliexpress.connection.credentials import (
    AnotherSeller,
    NotConnected,
    credentials_of,
    save_tokens,
)

__all__ = [
    "AnotherSeller",
    "CannotConnect",
    "Connected",
    "NotConnected",
    "Tested",
    "connect",
    "credentials_of",
    "save_tokens",
    "test_connection",
]
