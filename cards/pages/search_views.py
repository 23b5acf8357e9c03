"""The one search box: a product id, a SKU or words of a title, in every store of the reader's."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.typed.bad_input import BadInput
from cards.listings.search import search
from cards.pages.wrong_input import SEARCH_LABELS, said


@never_cache
@login_required
@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """What was found; a single listing is shown at once."""
    query = request.GET.get("q", "")
    context = {"query": query, "at": timezone.now()}
    try:
        hits = search(request.user, query)
    except BadInput as error:
        context["wrong"] = said(error, SEARCH_LABELS)
        return render(request, "cards/search.html", context, status=400)
    if len(hits.listings) == 1:
        [one] = hits.listings
        return redirect("timeline", one.store.slug, one.product_id)
    return render(request, "cards/search.html", {**context, "hits": hits})
