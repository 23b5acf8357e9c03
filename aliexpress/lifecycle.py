"""The lifecycle states of a listing, and how AliExpress's two words lead to one of ours."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import models


class State(models.TextChoices):
    """What a listing is in. `pending` only where a store has a shop whose family knows it, `draft`
    only where a store counts drafts."""

    ACTIVE = "active", "Active"
    AUDITING = "auditing", "In auditing"
    REJECTED = "rejected", "Rejected"
    EXPIRED = "expired", "Expired"
    TAKEN_DOWN = "taken_down", "Taken down"
    UNMAPPED = "unmapped", "Unmapped"
    DRAFT = "draft", "Draft"
    PENDING = "pending", "Pending"


# The statuses of Seller Center's all-states list, in the order a walk reads them: where a
# listing goes by itself (auditing -> on selling -> offline), the later status is read later.
STATUSES: Final = ("auditing", "editingRequired", "onSelling", "offline")
# Not a status of AliExpress's lists: drafts come from a method of their own.
DRAFT_STATUS: Final = "draft"
# Removed by AliExpress or by the seller: not in Seller Center's all-states list, not counted.
REMOVED_STATUSES: Final = frozenset({"deleted", "service_delete"})

OFFLINE: Final = "offline"

# The families of shops, and what is none that can be read.
POP: Final = "pop"
CHOICE: Final = "choice"
LOCAL_SERVICE: Final = "local_service"
LOCAL_CB: Final = "local_cb"
OTHER: Final = "other"
MANAGED: Final = (CHOICE, LOCAL_SERVICE, LOCAL_CB)
# The statuses of a managed shop, in the order a walk reads them.
MANAGED_STATUSES: Final = (
    "PENDING_APPROVAL",
    "VIOLATION_QC_FAILED",
    "PENDING_LAUNCH",
    "ONLINE",
    "OFFLINE",
)


class Kind(NamedTuple):
    """A family of shops: what it is called, and what its listings have."""

    words: str
    statuses: tuple[str, ...]
    on_sale: str  # the status of what buyers can buy
    expires: bool = False  # whether listings have an end to their validity
    is_supply: bool = False  # whether its prices are what the seller gets, not what a buyer pays
    has_pending: bool = False
    tells_attributes: bool = False  # whether AliExpress tells what their category asks for


KINDS: Final[Mapping[str, Kind]] = {
    POP: Kind("POP", STATUSES, "onSelling", expires=True, tells_attributes=True),
    CHOICE: Kind("full-managed", MANAGED_STATUSES, "ONLINE", is_supply=True, has_pending=True),
    LOCAL_SERVICE: Kind(
        "overseas-managed", MANAGED_STATUSES, "ONLINE", is_supply=True, has_pending=True
    ),
    LOCAL_CB: Kind("local cross-border", MANAGED_STATUSES, "ONLINE", has_pending=True),
}
# What AliExpress's business_type says of a shop's family. Other words, and none, say nothing.
FAMILY_OF: Final[Mapping[str, str]] = {
    "POP_CHOICE": POP,
    "ONE_STOP_SERVICE": CHOICE,
    "LOCAL_SERVICE": LOCAL_SERVICE,
    "AE_GLOBAL": LOCAL_CB,
}


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
    **{
        (family, status, ""): meaning
        for family in MANAGED
        for status, meaning in {
            "ONLINE": Meaning(State.ACTIVE, "Online"),
            "PENDING_APPROVAL": Meaning(State.AUDITING, "Pending approval"),
            "VIOLATION_QC_FAILED": Meaning(State.REJECTED, "Review not passed"),
            "PENDING_LAUNCH": Meaning(State.PENDING, "Waiting to be put on sale"),
            # These families never tell why.
            "OFFLINE": Meaning(State.TAKEN_DOWN, "Off the shelf"),
        }.items()
    },
}


def meaning_of(status: str, offline_reason: str = "", *, family: str = POP) -> Meaning | None:
    """None for words never seen. A reason counts for what is offline only."""
    return MEANINGS.get((family, status, offline_reason if status == OFFLINE else ""))


def meaning_in_any_family(status: str, offline_reason: str = "") -> Meaning | None:
    """What the words came to in the family they are of, whichever the shop is of by now."""
    meanings = (meaning_of(status, offline_reason, family=family) for family in KINDS)
    return next((meaning for meaning in meanings if meaning), None)


def state_of(status: str, offline_reason: str, *, family: str = POP) -> State:
    """The state for AliExpress's status and offline reason; words never seen are unmapped."""
    meaning = meaning_of(status, offline_reason, family=family)
    return meaning.state if meaning else State.UNMAPPED
