from aliexpress.models.listing import Listing, Transition
from aliexpress.models.run import StatusRead, SyncRun
from aliexpress.models.snapshot import Confirmation, ListingSnapshot
from aliexpress.models.store import AppKeyPause, Connection, Membership, Store
from aliexpress.models.tally import ValidityTally

__all__ = [
    "AppKeyPause",
    "Confirmation",
    "Connection",
    "Listing",
    "ListingSnapshot",
    "Membership",
    "StatusRead",
    "Store",
    "SyncRun",
    "Transition",
    "ValidityTally",
]
