"""The listings behind a number, in cursor pages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.access import counted_store
from cards.api.documented_errors import documented, moment_parameter, text_parameter
from cards.api.paging import NOT_OURS
from cards.api.serializers import ListingPageSerializer, ListingSerializer, ListingWholeSerializer
from cards.listings.diagnosis import diagnosis_of
from cards.listings.listing_set import find
from cards.listings.of_card import filters_of
from cards.listings.page import page_of
from cards.listings.seller_facts import HELP, LABELS
from cards.listings.timeline import timeline
from cards.listings.why_here import why_here
from cards.models import WorkItem
from cards.work.notes import notes_of
from cards.work.reason_words import what_to_do

PAGE_SIZE = 100


class ListingList(APIView):
    """A store's listings, narrowed by state, status, offline reason or words of the subject."""

    @documented(
        ListingPageSerializer,
        parameters=[
            text_parameter("state", "Our lifecycle state.", enum=list(State.values)),
            text_parameter("status", "AliExpress's status, verbatim."),
            text_parameter("offline_reason", "AliExpress's ws_display, verbatim."),
            text_parameter("search", "A whole product id, or words of the subject."),
            text_parameter("group", "AliExpress's product group."),
            text_parameter(
                "min_price", "Listings that cost as much or more, in the currency most have."
            ),
            text_parameter(
                "max_price", "Listings that cost as much or less, in the currency most have."
            ),
            text_parameter("min_days", "In their state for at least so many days."),
            moment_parameter("since_after", "In their state since after this moment."),
            moment_parameter("since_by", "In their state since this moment or before."),
            moment_parameter("as_of", "The list as it was given at this moment."),
            text_parameter(
                "moved",
                "Those that moved between `from` and `to`: auditing-active, nowhere-auditing "
                "(appeared), active-nowhere (vanished), elsewhere-active, active-elsewhere, back.",
            ),
            moment_parameter("from", "With `moved`."),
            moment_parameter("to", "With `moved`."),
            text_parameter(
                "card", "The listings this card counts, such as aex_rejected_listings_24h."
            ),
            text_parameter("part", "With `card`: one row of it."),
            moment_parameter("until", "With `card`: the end of its window."),
            *(
                text_parameter(name, f"{LABELS[name]}: {HELP[name]}.")
                for name in HELP
                if name != "group"
            ),
            text_parameter("cursor", "From `next` or `previous` of a page."),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        after, before = from_cursor(request.query_params.get("cursor", ""))
        store = counted_store(request.user, slug)
        filters, _ = filters_of(request.user, request.query_params)
        found = find(store, filters, at=at)
        page = page_of(found, after=after, before=before, size=PAGE_SIZE)
        return Response(
            {
                "next": link(request, "a", page.next_after),
                "previous": link(request, "b", page.previous_before),
                "results": ListingSerializer(found.told(page.rows), many=True).data,
            }
        )


class ListingDetail(APIView):
    """One listing: its states since we first saw it, what is wrong with it, what to do, its SKUs,
    the work it is in and what people wrote of it."""

    @documented(ListingWholeSerializer, operation_id="stores_listing_retrieve")
    def get(self, request: Request, slug: str, product_id: int) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        life = timeline(store, product_id, at=at)
        diagnosis = diagnosis_of(life.listing)
        [(_, whys)] = why_here([life.listing], at=at)
        whole = {
            "listing": life.listing,
            "gone_at": life.listing.gone_at,
            "editor_url": life.listing.editor_url,
            "why": [why.words for why in whys],
            "to_do": what_to_do(life.listing, diagnosis),
            "missing_attributes": diagnosis.missing,
            "problems": diagnosis.problems,
            "skus": life.listing.skus.order_by("position"),
            "timeline": life.stages,
            "work": WorkItem.objects.filter(rows__listing=life.listing).order_by("-pk"),
            "notes": notes_of(life.listing),
        }
        return Response(ListingWholeSerializer(whole).data)


def link(request: Request, side: str, listing_id: int | None) -> str | None:
    """The same address with the cursor of the neighbouring page."""
    if listing_id is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = urlsafe_b64encode(f"{side}{listing_id}".encode()).decode()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def from_cursor(text: str) -> tuple[int | None, int | None]:
    """(after, before), one of them at most."""
    if not text:
        return None, None
    try:
        plain = urlsafe_b64decode(text.encode("ascii")).decode("ascii")
    except (NotBase64, ValueError):
        plain = ""
    side, number = plain[:1], plain[1:]
    if side not in {"a", "b"} or not is_id(number):
        raise BadInput("cursor", NOT_OURS)
    return (id_of(number), None) if side == "a" else (None, id_of(number))
