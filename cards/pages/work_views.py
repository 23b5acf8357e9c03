"""The workbench: groups of what is not sold, work in hand, and what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import is_id
from cards.access import counted_store
from cards.listings.page import in_order, number_from, numbered_page, sort_from
from cards.listings.seller_facts import KINDS, LABELS, names_of
from cards.listings.why_here import codes_of, said_of_all, why_here
from cards.models import GroupKind, WorkItem
from cards.pages.spreadsheet import csv_response
from cards.pages.told_groups import told_groups
from cards.pages.work_lists import work_lists
from cards.pages.wrong_input import WORK_LABELS, said
from cards.reader_zone import today_of
from cards.work.export import CSV_COLUMNS, item_rows
from cards.work.follow_up import Outcome, progress_of, records_of, rows_of
from cards.work.groups import (
    ages_of,
    edges_of,
    groups_in,
    listings_in,
    order,
    parts_of,
)
from cards.work.items import change, members_of, take_on, visible_item
from cards.work.missing import groups_to_clear, missing_entries
from cards.work.narrowing import NARROWED_BY, Narrowing, narrowing_from
from cards.work.reason_words import texts_by_reason, wants
from cards.work.saved_views import views_for

# What the form of a work item sends as it stands.
FIELDS = ("title", "note", "assignee", "due_on", "comment")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_work(request: HttpRequest, slug: str) -> HttpResponse:
    """The workbench of a store; posted to, the ticked work items are changed."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    context = work_lists(request, store=store, at=at)
    context |= {
        "groups": told_groups(groups_to_clear(store, at=at)),
        "views": views_for(request.user, store),
        "records": records_of(store),
    }
    status = 400 if "wrong" in context else 200
    return render(request, "cards/work.html", context, status=status)


@never_cache
@login_required
@require_safe
def show_group(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = timezone.now()
    store = counted_store(request.user, slug)
    if kind not in GroupKind.values or kind == GroupKind.CHOSEN:
        raise Http404("There is no such group.")
    if kind == GroupKind.SOURCE_MISSING:
        return redirect("bridge_list", store.slug, "missing")
    context: dict[str, Any] = {"store": store, "kind": GroupKind(kind), "at": at}
    try:
        context |= _group(request.GET, store, GroupKind(kind), at=at)
    except BadInput as error:
        context["wrong"] = said(error, WORK_LABELS)
    return render(request, "cards/group.html", context, status=400 if "wrong" in context else 200)


def _group(given: QueryDict, store: Store, kind: GroupKind, *, at: Any) -> dict[str, Any]:
    """Raises BadInput."""
    narrowing, reason = narrowing_from(given), given.get("reason", "")[:200].replace("\x00", "")
    sort, number = sort_from(given.get("sort", "")), number_from(given.get("page", ""))
    edges = edges_of(store, at=at)
    listings = listings_in(store, kind, reason=reason, narrowing=narrowing, edges=edges, at=at)
    made = sorted(groups_in(listings, kind, narrowing=narrowing), key=order)
    in_turn = in_order(listings.prefetch_related("detail", "shop"), sort or "since")
    page = numbered_page(in_turn, number)
    query = {**({"reason": reason} if reason else {}), **narrowing.query}
    names = names_of(store.pk)
    of_all, rows = said_of_all(why_here(page.rows, at=at))
    return {
        "narrowing": narrowing.query,
        "kept": query,
        "chips": [
            (name, names.get((KINDS.get(name, ""), value), value), _without(query, name))
            for name, value in query.items()
        ],
        "sort": sort,
        "told": told_groups(made),
        "total": sum(group.count for group in made),
        "free_count": sum(group.free_count for group in made),
        "parts": [
            (
                name,
                LABELS[name],
                [(part, names.get((KINDS[name], part.value), part.value)) for part in parts],
            )
            for name in NARROWED_BY
            if name not in narrowing.query and len(parts := parts_of(listings, name)) > 1
        ],
        "ages": [] if narrowing.min_days else ages_of(listings, at=at),
        "page": page,
        "rows": rows,
        "of_all": of_all,
        "codes": codes_of(page.rows),
    }


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
    context |= {
        "members": members_of(store),
        "today": today_of(request.user, at=at, otherwise=store.time_zone),
        "kept": [(n, given[n]) for n in ("kind", "reason", *Narrowing.names()) if given.get(n)],
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
        reason = values.get("reason", "")[:200].replace("\x00", "")
        found = missing_entries(store).filter(**({"reason": reason} if reason else {}))
        return {"item_count": len(values["items"]) or found.count()}
    if kind not in GroupKind.values or kind == GroupKind.CHOSEN:
        return {"count": len(values["listings"])}
    edges, narrowing = edges_of(store, at=at), narrowing_from(values)
    reason = values.get("reason", "")[:200].replace("\x00", "")
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


def _without(query: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}
