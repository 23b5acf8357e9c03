"""What a reader may see at all: the cards with who else reads them, and the stores with what people
noted about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from aliexpress.models import Store
from aliexpress.models.warnings import with_their_state
from aliexpress.roles import Viewer
from cards.measures import MEASURES
from cards.models import Alert, Card
from cards.readings.lookup import A_DAY
from cards.statements.prepared import Prepared

THEN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody noted about a moment."""

    at: datetime
    text: str


def cards_with_roles(user: Viewer) -> tuple[dict[str, list[str]], list[Card]]:
    """In one statement: a row a card and role, and one for a card without roles."""
    visible = Card.objects.visible_to(user).filter(key__in=MEASURES)
    rows: Iterable[Any] = (
        Card.objects.filter(pk__in=visible.values("pk"))
        .annotate(role=F("roles__name"))
        .defer("shipped")
        .order_by("position", "key", "role")
    )
    roles_of: dict[str, list[str]] = {}
    cards: dict[str, Card] = {}
    for row in rows:
        cards.setdefault(row.key, row)
        roles_of.setdefault(row.key, []).extend([row.role] if row.role else [])
    return roles_of, list(cards.values())


def stores_with_marks(
    user: Any, card: Card | None, *, start: datetime, end: datetime
) -> tuple[list[Any], dict[int, list[Mark]]]:
    """The reader's stores, and the marks on each in that stretch. In one statement: a row a
    store and mark, and one for a store without marks."""
    stores: dict[int, Any] = {}
    marks_of: dict[int, list[Mark]] = {}
    statement = _stores_statement(is_superuser=bool(getattr(user, "is_superuser", False)))
    asked = {"user_id": user.pk, "card_id": card.pk if card else 0, "start": start, "end": end}
    for row in statement.all(**asked) if user.is_active else ():
        stores.setdefault(row.pk, row)
        marks = [Mark(row.mark_at, row.mark_text)] if row.mark_at else []
        marks_of.setdefault(row.pk, []).extend(marks)
    return list(stores.values()), marks_of


@cache
def _stores_statement(*, is_superuser: bool) -> Prepared:
    def build(*, card_id: int, start: datetime, end: datetime, user_id: int = 0) -> QuerySet[Any]:
        user = get_user_model()(pk=user_id, is_superuser=is_superuser)
        alerts = Alert.objects.open().filter(store=OuterRef("pk"), card=card_id).order_by("-id")
        within = Q(annotations__at__gte=start, annotations__at__lte=end)
        stores: QuerySet[Any] = with_their_state(Store.objects.visible_to(user)).annotate(
            alert=Subquery(alerts.values("sentence")[:1]),
            mark=FilteredRelation("annotations", condition=within),
            mark_at=F("mark__at"),
            mark_text=F("mark__text"),
        )
        return stores.order_by("name", "id", "mark__at", "mark__id")

    stand_ins: dict[str, Any] = {"card_id": -7_140_904, "start": THEN, "end": THEN - A_DAY}
    stand_ins |= {} if is_superuser else {"user_id": -7_140_903}
    return Prepared(build, **stand_ins)
