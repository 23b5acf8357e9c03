"""The bridge between a store's source and its listings, and the lists behind it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from aliexpress.models import BridgeTally
from aliexpress.models.bridge_words import Side
from cards.access import counted_store
from cards.api import parameters
from cards.api.documented_errors import documented, moment_parameter, text_parameter
from cards.api.etags import conditional_json
from cards.api.serializers.bridge import (
    BridgeEntryPageSerializer,
    BridgeFindingPageSerializer,
    BridgeSerializer,
)
from cards.board.bridge import Bridge, bridge_at, bridge_now
from cards.board.bridge_json import bridge_json
from cards.board.bridge_movements import since_yesterday
from cards.listings.bridge_entries import entries_of, entry_json, page_of_entries
from cards.listings.bridge_findings import (
    BOTH,
    finding_json,
    findings_in,
    lists_for,
    page_of_findings,
)
from cards.listings.bridge_lengths import length_of

AS_OF = moment_parameter("as_of", "As it was given at this moment.")
NONE = "This store has no bridge: nothing is held against its listings."


class BridgeDetail(APIView):
    """Every item of the source and every SKU of the listings in one part each, to the unit."""

    @documented(BridgeSerializer, parameters=[AS_OF])
    def get(self, request: Request, slug: str) -> Any:
        tally = _tally(request, slug)
        told = bridge_json(Bridge(tally))
        told["since_yesterday"] = [one.as_json() for one in since_yesterday(tally)]
        return conditional_json(request, told)


class BridgeEntries(APIView):
    """One side of the bridge, by the part its things are in."""

    side = Side.ITEM

    def page(self, request: Request, slug: str) -> HttpResponse:
        tally = _tally(request, slug)
        given = request.query_params.dict()
        found = entries_of(tally, self.side, given)
        page = page_of_entries(found, after=given.get("cursor", ""))
        told = {
            "count": length_of(found, tally, self.side, given),
            "next": following(request, page.next_after),
            "results": [entry_json(entry) for entry in page.rows],
        }
        return conditional_json(request, told)


COMMON = [
    AS_OF,
    text_parameter("state", "The listing's lifecycle state."),
    text_parameter("search", "A code, a name, or a whole product id."),
    text_parameter("cursor", "From `next` of a page."),
]
PART = text_parameter("part", "The part of that side.")
RULE = text_parameter("rule", "How it was matched.")
REASON = text_parameter("reason", "Why it is missing, or since when it is an orphan.")


class BridgeItems(BridgeEntries):
    """The items of the source."""

    @documented(
        BridgeEntryPageSerializer,
        parameters=[
            *COMMON,
            PART,
            RULE,
            REASON,
            text_parameter("meant", "yes or no"),
            text_parameter("sibling", "yes: a listing has another item of its product; or no"),
        ],
        operation_id="stores_bridge_items",
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        return self.page(request, slug)


class BridgeSkus(BridgeEntries):
    """The SKUs of the listings."""

    side = Side.SKU

    @documented(
        BridgeEntryPageSerializer,
        parameters=[*COMMON, PART, RULE, REASON],
        operation_id="stores_bridge_skus",
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        return self.page(request, slug)


class BridgeListings(BridgeEntries):
    """The listings, by class and state."""

    side = Side.LISTING

    @documented(
        BridgeEntryPageSerializer,
        parameters=[
            *COMMON,
            text_parameter("class", "ours, duplicate, orphan, unclear, no_code or not_read"),
            text_parameter("mark", "mixed, split, partly or not_meant"),
        ],
        operation_id="stores_bridge_listings",
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        return self.page(request, slug)


class BridgeFindings(APIView):
    """What differs between the source and AliExpress, one by one: what is out of stock there and
    on offer here, or what drifts."""

    @documented(
        BridgeFindingPageSerializer,
        parameters=[
            AS_OF,
            text_parameter("list", "out-of-stock or drifting; both where it is left out"),
            text_parameter("kind", "oos, price, stock, title or image"),
            text_parameter("settled", "yes: as the cards count them; no: the new ones"),
            text_parameter("cursor", "From `next` of a page."),
        ],
        operation_id="stores_bridge_findings",
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        tally = _tally(request, slug)
        given = request.query_params.dict()
        lists = lists_for(request.user, given.get("list", BOTH))
        found = findings_in(tally, lists, given)
        page = page_of_findings(found, after=given.get("cursor", ""))
        told = {
            "count": found.order_by().count(),
            "items": page.items,
            "next": following(request, page.next_after),
            "results": [finding_json(one) for one in page.rows],
        }
        return conditional_json(request, told)


def following(request: Request, cursor: str) -> str | None:
    """The address of the page that begins there; None where there is none."""
    if not cursor:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _tally(request: Request, slug: str) -> BridgeTally:
    """Raises BadInput; Http404 where the store is hidden or has no bridge."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    as_of = parameters.moment(request, "as_of", at=at)
    tally = bridge_at(store, at=as_of) if as_of else bridge_now(store)
    if tally is None:
        raise Http404(NONE)
    return tally
