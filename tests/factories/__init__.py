"""Coherent objects by default: a store, its members, and the worked example's numbers."""

from tests.factories.facts import (
    DetailTallyFactory,
    SnapshotFactory,
    SyncRunFactory,
    TransitionFactory,
    ValidityTallyFactory,
)
from tests.factories.people import (
    ApiKeyFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.stores import (
    ConnectionFactory,
    ListingDetailFactory,
    ListingFactory,
    SourceCatalogueFactory,
    StoreFactory,
)

__all__ = [
    "ApiKeyFactory",
    "ConnectionFactory",
    "DetailTallyFactory",
    "ListingDetailFactory",
    "ListingFactory",
    "MembershipFactory",
    "SnapshotFactory",
    "SourceCatalogueFactory",
    "StoreFactory",
    "SyncRunFactory",
    "TransitionFactory",
    "UserFactory",
    "ValidityTallyFactory",
]
