"""Lists of listings kept by name: kept, and forgotten again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.pages.listing_views import listings_page
from cards.pages.wrong_input import VIEW_LABELS, said
from cards.work.saved_views import keep_view, remove_view


@login_required
@require_POST
def keep_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the list under a name; its filters are in the address."""
    at = timezone.now()
    store = counted_store(request.user, slug)
    values = {
        "name": request.POST.get("name"),
        "is_shared": request.POST.get("is_shared") == "yes",
        "query": request.GET.dict(),
    }
    try:
        keep_view(store, values, by=request.user, at=at)
    except BadInput as error:
        return listings_page(request, store, at=at, wrong=said(error, VIEW_LABELS))
    return redirect(f"{reverse('listings', args=[slug])}?{request.GET.urlencode()}")


@login_required
@require_POST
def forget_list(request: HttpRequest, slug: str, view_id: int) -> HttpResponse:
    remove_view(request.user, counted_store(request.user, slug), view_id)
    return redirect("listings", slug)
