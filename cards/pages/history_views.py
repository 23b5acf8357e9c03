"""The history of a card as a file: every reading that was published, none in between."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.access import visible_card, visible_store
from cards.board.filters import BadFilter, Filters, filters_from
from cards.board.reading import moment_text
from cards.measures import MEASURES, Facts
from cards.models import Card
from cards.pages.spreadsheet import csv_response

CSV_COLUMNS = (
    "snapshot",
    "verdict",
    "as_of",
    "published_at",
    "confirmed_at",
    "card",
    "value",
    "total",
    *(state.value for state in State),
)
ROWS_AT_ONCE = 1000


@never_cache
@login_required
@require_GET
def history_csv(request: HttpRequest, slug: str, key: str) -> HttpResponse | StreamingHttpResponse:
    at = timezone.now()
    card = visible_card(request.user, key)
    store = visible_store(request.user, slug)
    if card.key not in MEASURES:
        raise Http404("This card has no number.")
    try:
        asked = filters_from({name: request.GET.get(name, "") for name in ("from", "to")})
    except BadFilter as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    found = _published(ListingSnapshot.objects.filter(store=store), asked)
    name = [card.key, store.slug, "history"]
    return csv_response([CSV_COLUMNS], _rows(found, card), name=name, at=asked.end or at)


def _published(found: Any, asked: Filters) -> Any:
    if asked.start is not None:
        found = found.filter(published_at__gte=asked.start)
    if asked.end is not None:
        found = found.filter(published_at__lte=asked.end)
    return found.defer("evidence", "reasons", "remark").order_by("published_at", "id")


def _rows(found: Any, card: Card) -> Iterator[list[Any]]:
    measure = MEASURES[card.key]
    for snapshot in found.iterator(chunk_size=ROWS_AT_ONCE):
        facts = Facts(counts=snapshot, snapshot=snapshot.pk, settings=card.settings)
        yield [
            snapshot.pk,
            snapshot.verdict,
            moment_text(snapshot.as_of),
            moment_text(snapshot.published_at),
            moment_text(snapshot.confirmed_at),
            card.key,
            measure(facts).value,
            snapshot.total_count,
            *snapshot.counts.values(),
        ]
