from aliexpress.models.bridge_change import BridgeChange
from aliexpress.models.bridge_entry import BridgeEntry
from aliexpress.models.bridge_tally import BridgeTally
from aliexpress.models.detail import (
    CategoryAttributes,
    DetailReading,
    ListingDetail,
    ListingProblem,
)
from aliexpress.models.fact_name import FactName
from aliexpress.models.finding import Finding
from aliexpress.models.listing import AT_SUPPLY_PRICES, OF_MANAGED_SHOPS, Listing, Transition
from aliexpress.models.listing_sku import ListingSku
from aliexpress.models.renewal import Renewal
from aliexpress.models.run import StatusRead, SyncRun
from aliexpress.models.seal import SigningKey, SnapshotSeal
from aliexpress.models.shop import Shop
from aliexpress.models.sku_alias import SkuAlias
from aliexpress.models.sku_proposal import SkuProposal
from aliexpress.models.snapshot import Confirmation, ListingSnapshot
from aliexpress.models.source import SourceCatalogue
from aliexpress.models.source_item import SourceItem
from aliexpress.models.source_read import SourceRead, SourceUpload
from aliexpress.models.source_snapshot import SourceSnapshot
from aliexpress.models.staged_difference import StagedDifference
from aliexpress.models.staged_listing import StagedListing
from aliexpress.models.store import AppKeyPause, Connection, Membership, Store
from aliexpress.models.store_now import StoreNow
from aliexpress.models.submission import Submission
from aliexpress.models.tally import DetailTally, ReviewTally, ValidityTally
from aliexpress.models.word_tally import WordTally

__all__ = [
    "AT_SUPPLY_PRICES",
    "OF_MANAGED_SHOPS",
    "AppKeyPause",
    "BridgeChange",
    "BridgeEntry",
    "BridgeTally",
    "CategoryAttributes",
    "Confirmation",
    "Connection",
    "DetailReading",
    "DetailTally",
    "FactName",
    "Finding",
    "Listing",
    "ListingDetail",
    "ListingProblem",
    "ListingSku",
    "ListingSnapshot",
    "Membership",
    "Renewal",
    "ReviewTally",
    "Shop",
    "SigningKey",
    "SkuAlias",
    "SkuProposal",
    "SnapshotSeal",
    "SourceCatalogue",
    "SourceItem",
    "SourceRead",
    "SourceSnapshot",
    "SourceUpload",
    "StagedDifference",
    "StagedListing",
    "StatusRead",
    "Store",
    "StoreNow",
    "Submission",
    "SyncRun",
    "Transition",
    "ValidityTally",
    "WordTally",
]
