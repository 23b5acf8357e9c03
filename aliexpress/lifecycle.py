"""The lifecycle states of a listing, and how AliExpress's two words lead to one of ours."""

from collections.abc import Mapping
from typing import Final, NamedTuple

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

OFFLINE: Final = "offline"
POP: Final = "pop"


class Meaning(NamedTuple):
    """What AliExpress's words come to: our state, our words beside theirs, and what led there."""

    state: State
    words: str
    cause: str = ""  # a sentence; "" where AliExpress's words do not tell


# By family of shop, status and, of what is offline, reason. What is not here is unmapped.
MEANINGS: Final[Mapping[tuple[str, str, str], Meaning]] = {
    (POP, "auditing", ""): Meaning(State.AUDITING, "In auditing"),
    (POP, "editingRequired", ""): Meaning(State.REJECTED, "Editing required"),
    (POP, "onSelling", ""): Meaning(State.ACTIVE, "On selling"),
    (POP, OFFLINE, ""): Meaning(State.UNMAPPED, "Offline"),
    (POP, OFFLINE, "expire_offline"): Meaning(
        State.EXPIRED, "validity ran out", "Its listing period ran out."
    ),
    (POP, OFFLINE, "user_offline"): Meaning(
        State.TAKEN_DOWN, "taken down by the seller", "The seller took it off sale."
    ),
    (POP, OFFLINE, "violate_offline"): Meaning(
        State.TAKEN_DOWN, "violation", "AliExpress took it down for a violation."
    ),
    (POP, OFFLINE, "punish_offline"): Meaning(
        State.TAKEN_DOWN, "rule penalty", "AliExpress took it down as a penalty."
    ),
    (POP, OFFLINE, "degrade_offline"): Meaning(
        State.TAKEN_DOWN, "downgraded", "AliExpress took it down when it was downgraded."
    ),
    (POP, OFFLINE, "industry_offline"): Meaning(
        State.TAKEN_DOWN,
        "category admission not renewed",
        "The admission to its category was not renewed.",
    ),
    (POP, DRAFT_STATUS, ""): Meaning(State.DRAFT, "Drafts"),
}


def meaning_of(status: str, offline_reason: str = "", *, family: str = POP) -> Meaning | None:
    """None for words never seen. A reason counts for what is offline only."""
    return MEANINGS.get((family, status, offline_reason if status == OFFLINE else ""))


def state_of(status: str, offline_reason: str, *, family: str = POP) -> State:
    """The state for AliExpress's status and offline reason; words never seen are unmapped."""
    meaning = meaning_of(status, offline_reason, family=family)
    return meaning.state if meaning else State.UNMAPPED
