"""Addresses of the API, under /api/v1/."""

from django.urls import path, re_path, register_converter
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from cards.api.views.alerts import (
    AlertAcknowledge,
    AlertDetail,
    AlertList,
    AlertNotes,
    AlertRuleDetail,
    AlertRuleList,
)
from cards.api.views.aliases import AliasDetail, AliasList
from cards.api.views.annotations import AnnotationList
from cards.api.views.ask import AskView, QueryView
from cards.api.views.bridge import (
    BridgeDetail,
    BridgeFindings,
    BridgeItems,
    BridgeListings,
    BridgeSkus,
)
from cards.api.views.definitions import CardDetail, CardList, NothingHere, StoreList
from cards.api.views.flows import FlowDetail
from cards.api.views.listings import ListingDetail, ListingList
from cards.api.views.products import ProductsDetail
from cards.api.views.readings import HistoryDetail, ReadingDetail
from cards.api.views.reconciliations import ReconciliationDetail, ReconciliationList
from cards.api.views.reviews import ReviewsDetail
from cards.api.views.rollups import RollUpDetail
from cards.api.views.saved_views import SavedViewDetail, SavedViewList
from cards.api.views.source import SourceDetail, SourceReads
from cards.api.views.syncs import SyncCreate, SyncDetail
from cards.api.views.today import TodayDetail
from cards.api.views.tracings import TracingDetail, TracingList
from cards.api.views.work import AllWork, WorkDetail, WorkGroups, WorkList


class RowId:
    """A row's id that fits the database: anything longer is no row, and no error either."""

    regex = "[0-9]{1,18}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RowId, "row_id")

app_name = "api"

STORE = "stores/<slug:slug>"
CARD = f"{STORE}/cards/<slug:key>"

# A page of our own around it: the library's has a style inline, which our policy stops.
DOCS = SpectacularSwaggerSplitView.as_view(
    url_name="api:schema", template_name="cards/api_docs.html"
)

urlpatterns = [
    # First, because apps poll it, and addresses are tried in their order.
    path(f"{CARD}/", ReadingDetail.as_view(), name="reading"),
    path("alerts/", AlertList.as_view(), name="alerts"),
    path("alerts/rules/", AlertRuleList.as_view(), name="alert_rules"),
    path("alerts/rules/<row_id:rule_id>/", AlertRuleDetail.as_view(), name="alert_rule"),
    path("alerts/<row_id:alert_id>/", AlertDetail.as_view(), name="alert"),
    path("alerts/<row_id:alert_id>/acknowledge/", AlertAcknowledge.as_view(), name="acknowledge"),
    path("alerts/<row_id:alert_id>/notes/", AlertNotes.as_view(), name="notes"),
    path("ask/", AskView.as_view(), name="ask"),
    path("query/", QueryView.as_view(), name="query"),
    path("cards/", CardList.as_view(), name="cards"),
    path("cards/<slug:key>/", CardDetail.as_view(), name="card"),
    path("cards/<slug:key>/rollup/", RollUpDetail.as_view(), name="rollup"),
    path("stores/", StoreList.as_view(), name="stores"),
    path(f"{CARD}/history/", HistoryDetail.as_view(), name="history"),
    path(f"{STORE}/annotations/", AnnotationList.as_view(), name="annotations"),
    path(f"{STORE}/bridge/", BridgeDetail.as_view(), name="bridge"),
    path(f"{STORE}/bridge/items/", BridgeItems.as_view(), name="bridge_items"),
    path(f"{STORE}/bridge/skus/", BridgeSkus.as_view(), name="bridge_skus"),
    path(f"{STORE}/bridge/listings/", BridgeListings.as_view(), name="bridge_listings"),
    path(f"{STORE}/bridge/findings/", BridgeFindings.as_view(), name="bridge_findings"),
    path(f"{STORE}/aliases/", AliasList.as_view(), name="aliases"),
    path(f"{STORE}/aliases/<row_id:alias_id>/", AliasDetail.as_view(), name="alias"),
    path(f"{STORE}/source/", SourceDetail.as_view(), name="source"),
    path(f"{STORE}/source/reads/", SourceReads.as_view(), name="source_reads"),
    path(f"{STORE}/flow/", FlowDetail.as_view(), name="flow"),
    path(f"{STORE}/listings/", ListingList.as_view(), name="listings"),
    path(f"{STORE}/listings/<row_id:product_id>/", ListingDetail.as_view(), name="listing"),
    path(f"{STORE}/products/", ProductsDetail.as_view(), name="products"),
    path(f"{STORE}/reviews/", ReviewsDetail.as_view(), name="reviews"),
    path(f"{STORE}/reconciliations/", ReconciliationList.as_view(), name="reconciliations"),
    path(
        f"{STORE}/reconciliations/<row_id:record_id>/",
        ReconciliationDetail.as_view(),
        name="reconciliation",
    ),
    path(f"{STORE}/syncs/", SyncCreate.as_view(), name="syncs"),
    path(f"{STORE}/syncs/<row_id:run_id>/", SyncDetail.as_view(), name="sync"),
    path(f"{STORE}/views/", SavedViewList.as_view(), name="saved_views"),
    path(f"{STORE}/views/<row_id:view_id>/", SavedViewDetail.as_view(), name="saved_view"),
    path(f"{STORE}/work/", WorkList.as_view(), name="work"),
    path(f"{STORE}/work/groups/", WorkGroups.as_view(), name="work_groups"),
    path(f"{STORE}/work/<row_id:item_id>/", WorkDetail.as_view(), name="work_item"),
    path(f"{STORE}/today/", TodayDetail.as_view(), name="today"),
    path(f"{STORE}/tracings/", TracingList.as_view(), name="tracings"),
    path(f"{STORE}/tracings/<row_id:tracing_id>/", TracingDetail.as_view(), name="tracing"),
    path("work/", AllWork.as_view(), name="all_work"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", DOCS, name="docs"),
    # Anything else is the API's own 404, whatever DEBUG says.
    re_path("", NothingHere.as_view()),
]
