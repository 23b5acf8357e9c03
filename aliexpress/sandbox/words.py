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

FIND_LIST: Final = "aliexpress.postproduct.redefining.findproductinfolistquery"
SOLUTION_LIST: Final = "aliexpress.solution.product.list.get"
DRAFT_LIST: Final = "aliexpress.offer.draftproducts.get"
LIST_METHODS: Final = frozenset({FIND_LIST, SOLUTION_LIST})
PRODUCT_QUERY: Final = "aliexpress.offer.product.query"
SOLUTION_INFO: Final = "aliexpress.solution.product.info.get"

TOKEN_CREATE: Final = "/auth/token/create"
TOKEN_REFRESH: Final = "/auth/token/refresh"
TOKEN_SECURITY_CREATE: Final = "/auth/token/security/create"
TOKEN_SECURITY_REFRESH: Final = "/auth/token/security/refresh"
