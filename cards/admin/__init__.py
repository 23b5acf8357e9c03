"""The admin of cards: definitions and roles, keys of other apps, and what was reconciled."""

from cards.admin.alert import AlertAdmin, AlertDeliveryAdmin, WebhookAdmin
from cards.admin.annotation import AnnotationAdmin
from cards.admin.api_key import ApiKeyAdmin
from cards.admin.ask import AskedQuestionAdmin, SynonymAdmin
from cards.admin.card import CardAdmin
from cards.admin.reason_text import ReasonTextAdmin
from cards.admin.reconciliation import ReconciliationAdmin
from cards.admin.tracing import DailyTracingAdmin, TracingAdmin
from cards.admin.verification import VerificationAdmin
from cards.admin.work_item import WorkItemAdmin

__all__ = [
    "AlertAdmin",
    "AlertDeliveryAdmin",
    "AnnotationAdmin",
    "ApiKeyAdmin",
    "AskedQuestionAdmin",
    "CardAdmin",
    "DailyTracingAdmin",
    "ReasonTextAdmin",
    "ReconciliationAdmin",
    "SynonymAdmin",
    "TracingAdmin",
    "VerificationAdmin",
    "WebhookAdmin",
    "WorkItemAdmin",
]
