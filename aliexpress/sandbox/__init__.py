"""A stand-in AliExpress gateway over real HTTP, as strict as the real one."""

from aliexpress.sandbox.accounts import Seller
from aliexpress.sandbox.catalogue import Catalogue, Change
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.columns import NoSuchProduct
from aliexpress.sandbox.faults import Fault, RequestSeen
from aliexpress.sandbox.life import Life
from aliexpress.sandbox.sandbox import Sandbox
from aliexpress.sandbox.scenario import thirty_days

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
