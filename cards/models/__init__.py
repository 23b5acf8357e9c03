from cards.models.alert import Alert, AlertDelivery, AlertEvent, Webhook
from cards.models.alert_rule import AlertRule
from cards.models.annotation import Annotation
from cards.models.api_key import ApiKey
from cards.models.ask import AskedQuestion, Synonym
from cards.models.card import Card
from cards.models.owners_note import OwnersNote
from cards.models.provider_identity import ProviderIdentity
from cards.models.reader_zone import ReaderZone
from cards.models.reason_text import ReasonText
from cards.models.reconciliation import Reconciliation
from cards.models.saved_view import SavedView
from cards.models.store_notice import StoreNotice
from cards.models.tracing import DailyTracing, Tracing
from cards.models.verification import Verification
from cards.models.work import GroupKind, ListingNote, WorkEvent, WorkItem, WorkListing, WorkMail

__all__ = [
    "Alert",
    "AlertDelivery",
    "AlertEvent",
    "AlertRule",
    "Annotation",
    "ApiKey",
    "AskedQuestion",
    "Card",
    "DailyTracing",
    "GroupKind",
    "ListingNote",
    "OwnersNote",
    "ProviderIdentity",
    "ReaderZone",
    "ReasonText",
    "Reconciliation",
    "SavedView",
    "StoreNotice",
    "Synonym",
    "Tracing",
    "Verification",
    "Webhook",
    "WorkEvent",
    "WorkItem",
    "WorkListing",
    "WorkMail",
]
