"""How a card stands for one store now: what an open page asks for again and again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from aliexpress.models import StatusRead, Store, SyncRun
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.roles import Viewer
from cards.access import visible_card
from cards.models import Alert, Card
from cards.readings.reader import readings
from cards.readings.reading import Reading
from cards.readings.store_facts import gather


@dataclass(frozen=True, slots=True)
class CardStanding:
    card: Card
    store: Store
    reading: Reading
    run: SyncRun | None  # the open run, while one is under way
    progress: list[StatusRead]  # of the open run
    warnings: list[str]  # about the store, in sentences
    alert: str | None  # what the newest open alert of the card says

    @property
    def seen(self) -> str:
        return numbers_seen(self.reading)


def numbers_seen(reading: Reading) -> str:
    """What names the numbers of a page: an open page asks for all of them once this is another."""
    parts: list[object] = [reading.snapshot]
    if reading.coverage is not None:
        parts += [reading.coverage.known, reading.value]
    return "-".join(str(part) for part in parts if part is not None)


def card_standing(key: str, slug: str, *, user: Viewer, at: datetime) -> CardStanding:
    """Two statements; one more while a run is under way, and one where the card stands on
    rejections. Raises Http404 where the card or the store is absent or hidden."""
    card = visible_card(user, key)
    found = gather([card], _watched(Store.objects.visible_to(user).filter(slug=slug), card), at=at)
    if not found:
        raise Http404("There is no such store, or it is not yours to see.")
    [known] = found
    store = known[0]
    [reading] = readings([card], known, at=at)
    run = getattr(store, "run", None)
    return CardStanding(
        card=card,
        store=store,
        reading=reading,
        run=run,
        progress=list(run.status_reads.all()) if run else [],
        warnings=warnings_of(store, at=at, said="" if run else reading.failure),
        alert=store.alert,
    )


def _watched(stores: QuerySet[Store], card: Card) -> QuerySet[Any]:
    """The stores with their open run as `run`, and what their newest open alert of the card
    says as `alert`."""
    alerts = Alert.objects.open().filter(store=OuterRef("pk"), card=card).order_by("-id")
    is_open = Q(runs__finished_at__isnull=True)
    watched = with_their_state(stores).annotate(
        alert=Subquery(alerts.values("sentence")[:1]),
        run=FilteredRelation("runs", condition=is_open),
    )
    asked: QuerySet[Any] = watched.select_related("run")
    return asked
