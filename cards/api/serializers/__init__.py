"""The shapes the API speaks, for the schema and for writing them out."""

from cards.api.serializers.alerts import (
    AlertPageSerializer,
    AlertRuleEntrySerializer,
    AlertRuleSerializer,
    AlertSerializer,
    NoteSerializer,
)
from cards.api.serializers.definitions import CardSerializer, StoreSerializer
from cards.api.serializers.error import Error
from cards.api.serializers.flows import FlowSerializer
from cards.api.serializers.history import (
    AnnotationSerializer,
    HistorySerializer,
    MarkSerializer,
    history_json,
)
from cards.api.serializers.listings import ListingPageSerializer, ListingSerializer
from cards.api.serializers.one_listing import ListingWholeSerializer
from cards.api.serializers.readings import ReadingSerializer, ReviewsSerializer, RollUpSerializer
from cards.api.serializers.reconciliations import (
    EntrySerializer,
    ReconciliationPageSerializer,
    ReconciliationSerializer,
)
from cards.api.serializers.syncs import SyncRequestSerializer, SyncRunSerializer
from cards.api.serializers.tracings import (
    TracingPageSerializer,
    TracingQuestionSerializer,
    TracingSerializer,
)
from cards.api.serializers.work import (
    GroupSerializer,
    SavedViewSerializer,
    WorkItemEntrySerializer,
    WorkItemPageSerializer,
    WorkItemSerializer,
    WorkItemWholeSerializer,
    WorkTakingSerializer,
    WorkWholesaleEntrySerializer,
    WorkWholesaleSerializer,
    groups_json,
)

__all__ = [
    "AlertPageSerializer",
    "AlertRuleEntrySerializer",
    "AlertRuleSerializer",
    "AlertSerializer",
    "AnnotationSerializer",
    "CardSerializer",
    "EntrySerializer",
    "Error",
    "FlowSerializer",
    "GroupSerializer",
    "HistorySerializer",
    "ListingPageSerializer",
    "ListingSerializer",
    "ListingWholeSerializer",
    "MarkSerializer",
    "NoteSerializer",
    "ReadingSerializer",
    "ReconciliationPageSerializer",
    "ReconciliationSerializer",
    "ReviewsSerializer",
    "RollUpSerializer",
    "SavedViewSerializer",
    "StoreSerializer",
    "SyncRequestSerializer",
    "SyncRunSerializer",
    "TracingPageSerializer",
    "TracingQuestionSerializer",
    "TracingSerializer",
    "WorkItemEntrySerializer",
    "WorkItemPageSerializer",
    "WorkItemSerializer",
    "WorkItemWholeSerializer",
    "WorkTakingSerializer",
    "WorkWholesaleEntrySerializer",
    "WorkWholesaleSerializer",
    "groups_json",
    "history_json",
]
