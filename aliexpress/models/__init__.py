from aliexpress.models.detail import (
    CategoryAttributes,
    DetailReading,
    ListingDetail,
    ListingProblem,
)
from aliexpress.models.fact_name import FactName
from aliexpress.models.listing import Listing, Transition
from aliexpress.models.listing_sku import ListingSku
from aliexpress.models.run import StatusRead, SyncRun
from aliexpress.models.shop import Shop
from aliexpress.models.snapshot import Confirmation, ListingSnapshot
from aliexpress.models.staged_listing import StagedListing
from aliexpress.models.store import AppKeyPause, Connection, Membership, Store
from aliexpress.models.store_now import StoreNow
from aliexpress.models.submission import Submission
from aliexpress.models.tally import DetailTally, ReviewTally, ValidityTally

__all__ = [
    "AppKeyPause",
    "CategoryAttributes",
    "Confirmation",
    "Connection",
    "DetailReading",
    "DetailTally",
    "FactName",
    "Listing",
    "ListingDetail",
    "ListingProblem",
    "ListingSku",
    "ListingSnapshot",
    "Membership",
    "ReviewTally",
    "Shop",
    "StagedListing",
    "StatusRead",
    "Store",
    "StoreNow",
    "Submission",
    "SyncRun",
    "Transition",
    "ValidityTally",
]
