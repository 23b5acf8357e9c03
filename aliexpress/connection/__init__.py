"""Connecting a store to its AliExpress account: probe, save, credentials, tokens."""

from aliexpress.connection.checking import Checked, check_connection
from aliexpress.connection.connecting import Connected, connect, prepare
from aliexpress.connection.credentials import (
    AnotherSeller,
    NotConnected,
    credentials_of,
    save_tokens,
)
from aliexpress.connection.input import AlreadyConnected, CannotConnect

__all__ = [
    "AlreadyConnected",
    "AnotherSeller",
    "CannotConnect",
    "Checked",
    "Connected",
    "NotConnected",
    "check_connection",
    "connect",
    "credentials_of",
    "prepare",
    "save_tokens",
]
