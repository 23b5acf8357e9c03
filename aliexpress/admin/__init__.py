"""The admin of the facts: what operations may see of stores, listings, runs and snapshots."""

from aliexpress.admin.bridge import SkuAliasAdmin, SourceCatalogueAdmin
from aliexpress.admin.bridge_tally import BridgeTallyAdmin
from aliexpress.admin.listing import ListingAdmin
from aliexpress.admin.run import SyncRunAdmin
from aliexpress.admin.shop import ShopAdmin
from aliexpress.admin.snapshot import ListingSnapshotAdmin
from aliexpress.admin.source import SourceReadAdmin
from aliexpress.admin.store import StoreAdmin

__all__ = [
    "BridgeTallyAdmin",
    "ListingAdmin",
    "ListingSnapshotAdmin",
    "ShopAdmin",
    "SkuAliasAdmin",
    "SourceCatalogueAdmin",
    "SourceReadAdmin",
    "StoreAdmin",
    "SyncRunAdmin",
]
