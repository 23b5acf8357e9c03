"""A stand-in AliExpress gateway over real HTTP, as strict as the real one."""

from aliexpress.sandbox.accounts import Seller
from aliexpress.sandbox.catalogue.catalogue import Catalogue, Change
from aliexpress.sandbox.catalogue.listing_columns import NoSuchProduct
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.faults.script import Fault, RequestSeen
from aliexpress.sandbox.sandbox import Sandbox
from aliexpress.sandbox.shop.life import Life
from aliexpress.sandbox.shop.scenario import thirty_days

__all__ = [
    "Catalogue",
    "Change",
    "Fault",
    "Life",
    "NoSuchProduct",
    "RequestSeen",
    "Sandbox",
    "SandboxClock",
    "Seller",
    "thirty_days",
]
