"""The reading other apps poll: gate, card, store and all the card stands on in one statement."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import Store
from aliexpress.roles import Viewer
from cards.access import visible_card, visible_store
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.json_rows import from_json, row_of
from cards.readings.polled.made_before import Made, keep, made_before
from cards.readings.reader import read, readings
from cards.readings.reading import Reading
from cards.readings.store_facts import (
    A_DAY,
    BRIDGE,
    DETAILS,
    PROOF,
    REJECTIONS,
    VALIDITY,
    Moments,
    is_dated_ahead,
    known_of,
    moments_of,
    named_by,
    with_facts,
)
from cards.sentiment import window_of
from cards.statements.prepared import Prepared, Value

# Of the card what people read of it, and of the others what no reading tells.
IN_WORDS: Final = (
    *("aliases", "position", "on_board", "at_a_glance", "what_it_counts", "sample_type"),
    *("why_it_matters", "reading_the_value", "time_window", "alert_trigger", "sentiment_key"),
    *("calculation", "worked_example", "siblings", "reconciling", "shipped"),
)
NOT_TOLD: Final = (
    *("time_zone", "shows_pictures", "next_due_at", "failure_count", "last_full_walk_at"),
    *("watermark", "watermark_product_id", "watermark_crowds", "product_limit"),
    *("product_limit_at", "now__open_run", "now__reviews", "now__source"),
    *("now__snapshot__previous", "now__snapshot__moved_count", "now__snapshot__longest_lapse"),
    *(
        f"now__last_run__{name}"
        for name in (
            *(
                "requested_by",
                "requested_at",
                "sent_at",
                "started_at",
                "heartbeat_at",
                "lease",
                "published",
            ),
            *("request_count", "kind", "full_wanted", "trigger", "snapshot"),
        )
    ),
)
# What a number was before is told of none of these.
NOT_COMPARED: Final = (*PROOF, "previous_id", "kind", "moved_count", "longest_lapse")
TALLIES: Final = (VALIDITY, DETAILS, BRIDGE)
_THEN = datetime(1970, 1, 1, tzinfo=UTC)


def reading_for(
    user: Viewer, *, slug: str, key: str, at: datetime, as_of: datetime | None = None
) -> Reading:
    """What the card says for the store, now or as given at `as_of`.

    Raises Http404 where either is absent or not this user's, or the card has no number.
    """
    if as_of is None and user.is_active and key in MEASURES:
        reading = reading_of_now(user, slug=slug, key=key, at=at)
        if reading is not None:
            return reading
    # A past moment; an alias; or hidden, which these two say in their own words.
    card, store = visible_card(user, key), visible_store(user, slug)
    if card.key not in MEASURES:
        raise Http404("This card has no number.")
    return read(card, store, at=at, as_of=as_of)


def reading_of_now(user: Any, *, slug: str, key: str, at: datetime) -> Reading | None:
    """None where the statement finds nothing this user may see."""
    values: dict[str, Value] = {"slug": slug, "user_id": user.pk, "then": at - looks_back(key)}
    is_superuser = bool(getattr(user, "is_superuser", False))
    with statement_of(key, is_superuser=is_superuser).asked(**values) as answer:
        sent, before = answer.as_sent(), made_before((key, slug))
        if before is not None and sent is not None and before.holds(sent, at=at):
            return before.reading
        stores = answer.all()
    card = from_json(Card, stores[0].card) if stores else None
    if card is None:
        return None
    moments = moments_of([_as_delivered(key)], at=at)
    as_delivered = named_by([_as_delivered(key)])
    if window_of(card.sentiment_rule) not in (None, *moments) or named_by([card]) - as_delivered:
        # Operations set another rule: the statement looked where the one delivered does.
        return read(card, stores[0], at=at)
    [known] = known_of(stores, moments)
    if is_dated_ahead(known.facts, at=at):
        return read(card, known.store, at=at)
    [reading] = readings([card], known, at=at)
    if REJECTIONS not in moments[0].kinds:  # they come with a statement of their own
        keep((key, slug), Made(sent or (), reading, known.store.sync_interval))
    return reading


@cache
def looks_back(key: str) -> timedelta:
    return max(moments_of([_as_delivered(key)], at=_THEN)) * A_DAY


@cache
def statement_of(key: str, *, is_superuser: bool) -> Prepared:
    """The gate asks a user who they are, and only a member's id is part of the statement."""

    def build(*, slug: str, user_id: int = 0, then: datetime = _THEN) -> QuerySet[Any, Any]:
        user = get_user_model()(pk=user_id, is_superuser=is_superuser)
        moments = moments_of([_as_delivered(key)], at=then + looks_back(key))
        return store_query(user, moments, slug=slug, key=key)

    stand_ins: dict[str, Any] = {"slug": "a slug"}
    stand_ins |= {} if is_superuser else {"user_id": -7_140_903}
    stand_ins |= {"then": _THEN} if looks_back(key) else {}
    return Prepared(build, **stand_ins)


def store_query(user: Viewer, moments: Moments, *, slug: str, key: str) -> QuerySet[Any]:
    visible = Card.objects.visible_to(user).filter(key=key).values("pk")
    card = row_of(Card, Card.objects.filter(pk__in=visible), without=IN_WORDS)
    stores: QuerySet[Store, Any] = Store.objects.visible_to(user).filter(slug=slug)
    named = named_by([_as_delivered(key)])
    not_led_to = (f"now__{kind}" for kind in TALLIES if kind not in moments[0].kinds)
    asked = with_facts(stores, moments, named=named, without=NOT_COMPARED).annotate(card=card)
    return asked.defer(*NOT_TOLD, *not_led_to)


def _as_delivered(key: str) -> Card:
    return Card(key=key, sentiment_rule=definition(key).sentiment_rule)
