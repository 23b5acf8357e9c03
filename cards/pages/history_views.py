"""The history of a card as a file: every reading that was published, none in between."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cards.access import measured_card, visible_store
from cards.history.export import history_columns, history_rows
from cards.listings.filters import filters_from
from cards.pages.spreadsheet import csv_response


@never_cache
@login_required
@require_safe
def history_csv(request: HttpRequest, slug: str, key: str) -> StreamingHttpResponse:
    at = timezone.now()
    card = measured_card(request.user, key)
    store = visible_store(request.user, slug)
    asked = filters_from({name: request.GET.get(name, "") for name in ("from", "to")})
    end = min(asked.end or at, at)
    rows = history_rows(card, store, start=asked.start, end=end)
    return csv_response(
        [history_columns(store)], rows, name=[card.key, store.slug, "history"], at=end
    )
