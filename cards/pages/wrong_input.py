"""What a page says of a value that was typed wrongly: the sentence of BadInput, in which a field
is called by its label."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

from aliexpress.typed.bad_input import BadInput
from cards.listings.seller_facts import LABELS

# By field, as the forms have them. A field people do not see has none.
LISTING_LABELS: Final = {
    "state": "State",
    "offline_reason": "AliExpress's offline reason",
    "search": "Product id, SKU code or words of the title",
    "min_days": "Days in its state",
    "min_price": "Price from",
    "max_price": "Price to",
    **LABELS,
    "sort": "The order",
    "page": "The page",
}
FLOW_LABELS: Final = {"from": "From", "to": "To"}
DESK_LABELS: Final = {
    "entered": "The number Seller Center shows",
    "observed_at": "When you read it",
    "states": "State tabs in view",
    "category": "Category filter",
    "note": "Note",
}
SEARCH_LABELS: Final = {"q": "What you look for"}
VIEW_LABELS: Final = {"name": "The list's name"}
NOTE_LABELS: Final = {"text": "Note"}
WORK_LABELS: Final = {
    "listings": "The listings",
    "kind": "The group",
    "reason": "AliExpress's reason",
    "title": "Title",
    "note": "Note",
    "assignee": "Who does it",
    "items": "The work items",
    "due_on": "Due on",
    "comment": "Comment",
    "category": "Category",
    "group": "Product group",
    "owner": "Owner",
    "min_days": "Days in its state",
    "in_hand": "In hand",
    "sort": "The order",
    "page": "The page",
}
BRIDGE_LABELS: Final = {
    "as_of": "As it was given at",
    "file": "The file",
    "encoding": "Encoding",
    "columns": "The columns",
    "without_refused": "Leave the refused lines out",
    "search": "Code, name or product id",
    "class": "Class",
    "part": "Part",
    "state": "State",
    "mark": "Kind of listing",
    "why": "Why",
    "code": "The SKU code",
    "item": "The item",
    "quantity": "How many",
    "rule": "The rule",
    "after": "The page",
}
PEOPLE_LABELS: Final = {"q": "What you look for", "page": "The page"}
ALERT_LABELS: Final = {"people": "Those who are told"}
RANGE_LABELS: Final = {"from": "From", "to": "To", "as_of": "As it was given at"}
MARK_LABELS: Final = {"at": "When", "text": "What happened"}


def said(error: BadInput, labels: Mapping[str, str]) -> str:
    return error.said_of(labels.get(error.field, error.field))


def bad_input(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware: where a view shows no form again, a file for one, the answer is the sentence
    alone, with 400."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, BadInput):
            return None
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
