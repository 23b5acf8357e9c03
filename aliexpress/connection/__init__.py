"""Connecting a store to its AliExpress account: probe, save, credentials, tokens."""

from aliexpress.connection.credentials import (
    AnotherSeller,
    NotConnected,
    credentials_of,
    save_tokens,
)
from aliexpress.connection.credentials_check import Checked, check_connection
from aliexpress.connection.input import AlreadyConnected, CannotConnect
from aliexpress.connection.new_connection import Connected, connect, prepare

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
