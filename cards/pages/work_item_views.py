"""A work item: taken on, shown with what came of it, changed, and as a file."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import is_id
from cards.access import counted_store
from cards.listings.page import numbered_page
from cards.models import GroupKind, WorkItem
from cards.pages.spreadsheet import csv_response
from cards.pages.told_groups import told_groups
from cards.pages.wrong_input import WORK_LABELS, said
from cards.reader_zone import today_of
from cards.work.export import CSV_COLUMNS, item_rows
from cards.work.follow_up import Outcome, rows_of
from cards.work.groups import (
    edges_of,
    groups_in,
    listings_in,
)
from cards.work.items import change, members_of, take_on, visible_item
from cards.work.missing import missing_entries
from cards.work.narrowing import Narrowing, narrowing_from, reason_from
from cards.work.outcome_counts import progress_of
from cards.work.reason_words import texts_by_reason, wants

# What the form of a work item sends as it stands.
FIELDS = ("title", "note", "assignee", "due_on", "comment")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a work item, for a group or for rows that were ticked; and taking it on."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    given = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {"store": store, "given": given, "at": at}
    try:
        values = _values(given)
        if request.method == "POST":
            item = take_on(store, values, by=request.user, at=at)
            return redirect("work_item", store.slug, item.pk)
        context |= _offered(store, values, at=at)
    except BadInput as error:
        context["wrong"] = said(error, WORK_LABELS)
        # Without a choice, the form would take on all of the group it also names.
        context["is_choice_wrong"] = error.field in ("listings", "items")
    narrowed = {name: given[name] for name in ("reason", *Narrowing.names()) if given.get(name)}
    kind = given.get("kind", "")
    context |= {
        "kind": kind if kind in GroupKind.values and kind != GroupKind.CHOSEN else "",
        "narrowed": narrowed,
        "members": members_of(store),
        "today": today_of(request.user, at=at, otherwise=store.time_zone),
        "kept": [*([("kind", kind)] if kind else []), *narrowed.items()],
        "ticked": [(n, value) for n in ("listing", "item") for value in given.getlist(n)],
    }
    status = 400 if "wrong" in context else 200
    return render(request, "cards/work_new.html", context, status=status)


def _values(given: QueryDict) -> dict[str, Any]:
    """As the API would be given them. Raises BadInput."""
    ticked, items = given.getlist("listing"), given.getlist("item")
    if not all(map(is_id, ticked)):
        raise BadInput("listings", "listings must be product ids.")
    if given.get("take") == "ticked" and not (ticked or items):
        things = "items" if given.get("kind") == GroupKind.SOURCE_MISSING else "listings"
        raise BadInput("listings", f"Tick the {things} to take on first.")
    return {**given.dict(), "listings": [int(text) for text in ticked], "items": items}


def _offered(store: Store, values: dict[str, Any], *, at: Any) -> dict[str, Any]:
    """What the form says of the group. Raises BadInput."""
    kind = values.get("kind", "")
    if kind == GroupKind.SOURCE_MISSING:
        reason = reason_from(values)
        found = missing_entries(store).filter(**({"reason": reason} if reason else {}))
        return {"item_count": len(values["items"]) or found.count()}
    if kind not in GroupKind.values or kind == GroupKind.CHOSEN:
        return {"count": len(values["listings"])}
    edges, narrowing = edges_of(store, at=at), narrowing_from(values)
    reason = reason_from(values)
    listings = listings_in(
        store, GroupKind(kind), reason=reason, narrowing=narrowing, edges=edges, at=at
    )
    if values["listings"]:
        listings = listings.filter(product_id__in=values["listings"])
    told = told_groups(groups_in(listings, GroupKind(kind), narrowing=narrowing))
    return {"told": told, "count": sum(group.count for group, _, _ in told)}


@never_cache
@login_required
@require_safe
def show_item(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    item = visible_item(request.user, slug, item_id)
    return render(request, "cards/work_item.html", _item(request, item))


@login_required
@require_POST
def change_item(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    item = visible_item(request.user, slug, item_id)
    values = changed_of(request.POST)
    if request.POST.get("closed") in {"true", "false"}:
        values["closed"] = request.POST["closed"] == "true"
    try:
        change(item, values, by=request.user, at=timezone.now())
    except BadInput as error:
        item = visible_item(request.user, slug, item_id)
        context = {**_item(request, item), "wrong": said(error, WORK_LABELS), "given": request.POST}
        return render(request, "cards/work_item.html", context, status=400)
    return redirect("work_item", slug, item_id)


def changed_of(given: QueryDict) -> dict[str, Any]:
    """What the form changes: what it was shown with, somebody else may have changed since."""
    sent = {name: given.get(name, "") for name in FIELDS if name in given}
    was = {name: given.get(f"was_{name}") for name in sent}
    return {
        name: text
        for name, text in sent.items()
        if (before := was[name]) is None or text.split() != before.split()
    }


@never_cache
@login_required
@require_safe
def item_csv(request: HttpRequest, slug: str, item_id: int) -> StreamingHttpResponse:
    at = timezone.now()
    item = visible_item(request.user, slug, item_id)
    name = ["work", item.store.slug, str(item.pk), item.title]
    return csv_response([CSV_COLUMNS], item_rows(item), name=name, at=at)


def _item(request: HttpRequest, item: WorkItem) -> dict[str, Any]:
    at = timezone.now()
    today = today_of(request.user, at=at, otherwise=item.store.time_zone)
    [progress] = progress_of([item])
    asked = request.GET.get("outcome", "")
    outcome = Outcome(asked) if asked in Outcome.values else None
    return {
        "store": item.store,
        "item": item,
        "progress": progress,
        "today": today,
        "is_overdue": item.is_overdue(today=today),
        "outcome": outcome,
        "page": numbered_page(rows_of(item, outcome), _number(request)),
        "events": item.events.select_related("by").order_by("-pk"),
        "members": members_of(item.store),
        "wants": wants(item.kind, item.reason, texts_by_reason()),
        "at": at,
    }


def _number(request: HttpRequest) -> int:
    """The page that was asked for; the first where that is none."""
    text = request.GET.get("page", "")
    return (int(text) or 1) if is_id(text) else 1
