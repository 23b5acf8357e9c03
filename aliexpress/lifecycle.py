"""The lifecycle states of a listing, and how AliExpress's two words lead to one of ours."""

from typing import Final

from django.db import models


class State(models.TextChoices):
    """What a listing is in. `draft` only where a store counts drafts."""

    ACTIVE = "active", "Active"
    AUDITING = "auditing", "In auditing"
    REJECTED = "rejected", "Rejected"
    EXPIRED = "expired", "Expired"
    TAKEN_DOWN = "taken_down", "Taken down"
    UNMAPPED = "unmapped", "Unmapped"
    DRAFT = "draft", "Draft"


# The statuses of Seller Center's all-states list, in the order a walk reads them: where a
# listing goes by itself (auditing -> on selling -> offline), the later status is read later.
STATUSES: Final = ("auditing", "editingRequired", "onSelling", "offline")
# Not a status of AliExpress's lists: drafts come from a method of their own.
DRAFT_STATUS: Final = "draft"
# Removed by AliExpress or by the seller: not in Seller Center's all-states list, not counted.
REMOVED_STATUSES: Final = frozenset({"deleted", "service_delete"})

_STATE_OF_STATUS: Final = {
    "onSelling": State.ACTIVE,
    "auditing": State.AUDITING,
    "editingRequired": State.REJECTED,
    DRAFT_STATUS: State.DRAFT,
}
_STATE_OF_OFFLINE_REASON: Final = {
    "expire_offline": State.EXPIRED,
    "user_offline": State.TAKEN_DOWN,
    "violate_offline": State.TAKEN_DOWN,
    "punish_offline": State.TAKEN_DOWN,
    "degrade_offline": State.TAKEN_DOWN,
    "industry_offline": State.TAKEN_DOWN,
}


def state_of(status: str, offline_reason: str) -> State:
    """The state for AliExpress's status and offline reason; words never seen are unmapped."""
    if status == "offline":
        return _STATE_OF_OFFLINE_REASON.get(offline_reason, State.UNMAPPED)
    return _STATE_OF_STATUS.get(status, State.UNMAPPED)
