"""AliExpress's own words: statuses, offline reasons, audit reasons, method names."""

from typing import Final

ON_SELLING: Final = "onSelling"
OFFLINE: Final = "offline"
AUDITING: Final = "auditing"
EDITING_REQUIRED: Final = "editingRequired"
DELETED: Final = "deleted"
SERVICE_DELETE: Final = "service_delete"
DRAFT: Final = "draft"  # our word: AliExpress lists drafts by a method of their own

# What Seller Center shows when no state is filtered.
LIVE_STATUSES: Final = (ON_SELLING, OFFLINE, AUDITING, EDITING_REQUIRED)
REMOVED_STATUSES: Final = (DELETED, SERVICE_DELETE)

EXPIRE_OFFLINE: Final = "expire_offline"
USER_OFFLINE: Final = "user_offline"
OFFLINE_REASONS: Final = (
    EXPIRE_OFFLINE,
    USER_OFFLINE,
    "violate_offline",
    "punish_offline",
    "degrade_offline",
    "industry_offline",
)
AUDIT_REASONS: Final = (
    "category_audit_fail",
    "duplicate_audit_fail",
    "fake_audit_fail",
    "tbd_audit_fail",
    "cluster_audit_fail",
    "business_opportunity_audit_fail",
)

# The statuses of the managed families' lists, and what their details say for the same.
ONLINE: Final = "ONLINE"
PENDING_LAUNCH: Final = "PENDING_LAUNCH"
PENDING_APPROVAL: Final = "PENDING_APPROVAL"
VIOLATION_QC_FAILED: Final = "VIOLATION_QC_FAILED"
MANAGED_OFFLINE: Final = "OFFLINE"
DETAIL_WORDS: Final = {
    ONLINE: ON_SELLING,
    PENDING_LAUNCH: PENDING_LAUNCH,
    PENDING_APPROVAL: AUDITING,
    VIOLATION_QC_FAILED: EDITING_REQUIRED,
    MANAGED_OFFLINE: OFFLINE,
}
MANAGED_STATUSES: Final = tuple(DETAIL_WORDS)

FIND_LIST: Final = "aliexpress.postproduct.redefining.findproductinfolistquery"
SOLUTION_LIST: Final = "aliexpress.solution.product.list.get"
DRAFT_LIST: Final = "aliexpress.offer.draftproducts.get"
LIST_METHODS: Final = frozenset({FIND_LIST, SOLUTION_LIST})
PRODUCT_QUERY: Final = "aliexpress.offer.product.query"
SOLUTION_INFO: Final = "aliexpress.solution.product.info.get"

# The managed families: how each is asked for its list and for one product.
CHOICE: Final = "choice"
LOCAL_SERVICE: Final = "local_service"
LOCAL_CB: Final = "local_cb"
MANAGED_LISTS: Final = {
    CHOICE: "aliexpress.choice.products.list",
    LOCAL_SERVICE: "aliexpress.local.service.products.list",
    LOCAL_CB: "aliexpress.offer.local.cb.products.list",
}
MANAGED_DETAILS: Final = {
    CHOICE: "aliexpress.choice.product.query",
    LOCAL_SERVICE: "aliexpress.local.service.product.query",
    LOCAL_CB: "aliexpress.offer.local.cb.product.query",
}
FAMILY_OF_METHOD: Final = {
    method: family
    for methods in (MANAGED_LISTS, MANAGED_DETAILS)
    for family, method in methods.items()
}
# What these answer stands at the root, not under `result`.
ROOTED: Final = frozenset({*MANAGED_DETAILS.values(), MANAGED_LISTS[LOCAL_CB]})
BUSINESS_TYPES: Final = {
    CHOICE: "ONE_STOP_SERVICE",
    LOCAL_SERVICE: "LOCAL_SERVICE",
    LOCAL_CB: "AE_GLOBAL",
}
JOINED_LIST: Final = "aliexpress.pop.choice.products.list"
RELATIONS: Final = "global.seller.relation.query"

TOKEN_CREATE: Final = "/auth/token/create"
TOKEN_REFRESH: Final = "/auth/token/refresh"
TOKEN_SECURITY_CREATE: Final = "/auth/token/security/create"
TOKEN_SECURITY_REFRESH: Final = "/auth/token/security/refresh"
