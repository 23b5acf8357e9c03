"""A group of listings that are not sold: what is in it, and what it can be narrowed to."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.listings.page import in_order, number_from, numbered_page, sort_from
from cards.listings.seller_facts import KINDS, LABELS, names_of
from cards.listings.why_here import codes_of, said_of_all, why_here
from cards.models import GroupKind
from cards.pages.told_groups import told_groups
from cards.pages.wrong_input import WORK_LABELS, said
from cards.work.group_parts import ages_of, parts_of
from cards.work.groups import (
    edges_of,
    groups_in,
    listings_in,
    order,
)
from cards.work.narrowing import NARROWED_BY, narrowing_from, reason_from


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
    narrowing, reason = narrowing_from(given), reason_from(given)
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


def _without(query: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}
