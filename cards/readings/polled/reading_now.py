"""The reading other apps poll: gate, card, store, what the card stands on, now and as far back as
its rule looks, and the last run, in one statement."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet, Subquery
from django.http import Http404

from aliexpress.models import ListingSnapshot, Store, SyncRun
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.roles import Viewer
from cards.access import visible_card, visible_store
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.known_facts import A_DAY, ATTEMPT, REJECTIONS, Moment, moments_of, with_facts
from cards.readings.polled.made_before import Made, keep, made_before
from cards.readings.polled.prepared import Prepared, Value, columns, made
from cards.readings.reader import read, readings
from cards.readings.reading import Reading
from cards.readings.store_facts import put_together
from cards.sentiment import window_of

_STORE = columns(Store, only={"id", "slug", "sync_interval"})
# What a reading needs of its card besides the key, in the order of the model.
_FIELDS = ["id", "title", "unit", "sentiment_rule", "settings"]
_CARD = [f"card_{name}" for name in _FIELDS]
_RUN = columns(SyncRun, only={"id", "status", "finished_at", "error", "retry_at"})
_COUNTS = {"id", "as_of", "confirmed_at", "counts_drafts", "total_count", *COUNT_FIELD.values()}
_EARLIER = columns(ListingSnapshot, only=_COUNTS)
_SNAPSHOT = columns(ListingSnapshot, only={*_COUNTS, "verdict", "evidence", "remark"})
_THEN = datetime(1970, 1, 1, tzinfo=UTC)


def reading_for(
    user: Viewer, *, slug: str, key: str, at: datetime, as_of: datetime | None = None
) -> Reading:
    """What the card says for the store, now or as given at `as_of`.

    Raises Http404 where either is absent or not this user's, or the card has no number.
    """
    if as_of is None and user.is_active and key in MEASURES:
        reading = _now(user, slug=slug, key=key, at=at)
        if reading is not None:
            return reading
    # A past moment; an alias; or hidden, which these two say in their own words.
    card, store = visible_card(user, key), visible_store(user, slug)
    if card.key not in MEASURES:
        raise Http404("This card has no number.")
    return read(card, store, at=at, as_of=as_of)


def _now(user: AbstractBaseUser, *, slug: str, key: str, at: datetime) -> Reading | None:
    """None where the statement finds nothing this user may see."""
    values: dict[str, Value] = {"slug": slug, "user_id": user.pk, "then": at - _looks_back(key)}
    is_superuser = bool(getattr(user, "is_superuser", False))
    with _statement(key, is_superuser=is_superuser).asked(**values) as answer:
        sent, before = answer.as_sent(), made_before((key, slug))
        if before is not None and sent is not None and before.holds(sent, at=at):
            return before.reading
        row = answer.first()
    if row is None or row[0] is None:
        return None
    return _made(row, sent or (), slug=slug, key=key, at=at)


def _made(row: list[Any], sent: tuple[Any, ...], *, slug: str, key: str, at: datetime) -> Reading:
    # What else a reading should ever need is read when it is asked for. A test holds that nothing
    # is, for it would not be among what was sent.
    names, values = ["id", "key", *_FIELDS[1:]], [row[0], key, *row[1 : len(_CARD)]]
    card, moments = Card.from_db("default", names, values), _moments(key, at=at)
    store = _store(row[len(_CARD) :], moments)
    if window_of(card.sentiment_rule) != window_of(definition(key).sentiment_rule):
        # Operations set another window: the statement looked where it was before.
        return read(card, store, at=at)
    [known] = put_together([store], moments)
    [reading] = readings([card], known, at=at)
    if REJECTIONS not in moments[0].kinds:  # they come with a statement of their own
        keep((key, slug), Made(sent, reading, store.sync_interval))
    return reading


def _moments(key: str, *, at: datetime) -> list[Moment]:
    """Of the card as it was shipped: at most one besides now."""
    return moments_of([Card(key=key, sentiment_rule=definition(key).sentiment_rule)], at=at)


@cache
def _looks_back(key: str) -> timedelta:
    return _moments(key, at=_THEN)[-1].days * A_DAY


def _store(values: list[Any], moments: list[Moment]) -> Any:
    """As `with_facts` gives it."""
    store: Any = made(Store, values[: len(_STORE)], names=_STORE)
    store.known_since, *values = values[len(_STORE) :]
    for name, (model, names) in _joined(moments).items():
        values, of_this = values[len(names) :], values[: len(names)]
        owner, _, attribute = name.rpartition("__")
        holder = getattr(store, owner) if owner else store
        if holder is not None:
            found = None if of_this[0] is None else made(model, of_this, names=names)
            setattr(holder, attribute, found)
    return store


def _joined(moments: list[Moment]) -> dict[str, tuple[type[Model], list[str]]]:
    """What the statement asks of what it joins to the store, by name, in its order."""
    found: dict[str, tuple[type[Model], list[str]]] = {ATTEMPT: (SyncRun, _RUN)}
    for moment in moments:
        of_snapshot = _EARLIER if moment.days else _SNAPSHOT
        for name, model in moment.joined.items():
            found[name] = model, of_snapshot if model is ListingSnapshot else columns(model)
    return found


def _readings(user: Viewer, moments: list[Moment], *, slug: str, key: str) -> QuerySet[Any, Any]:
    """One row, with nulls where the card is hidden or nothing was read yet."""
    visible, card = Card.objects.visible_to(user).filter(key=key), Card.objects.filter(key=key)
    stores: QuerySet[Store, Any] = Store.objects.visible_to(user).filter(slug=slug)
    of_card = {f"card_{name}": Subquery(card.values(name)[:1]) for name in _FIELDS[1:]}
    joined = [f"{name}__{one}" for name, (_, names) in _joined(moments).items() for one in names]
    return (
        with_facts(stores, moments)
        .annotate(card_id=Subquery(visible.values("pk")[:1]), **of_card)
        .values_list(*_CARD, *_STORE, "known_since", *joined)
    )


@cache
def _statement(key: str, *, is_superuser: bool) -> Prepared:
    """The gate asks a user who they are, and only a member's id is part of the statement."""
    now, *before = _moments(key, at=_THEN)
    moments = [now, *(replace(moment, by=_THEN) for moment in before)]

    def build(*, slug: str, user_id: int = 0, then: datetime = _THEN) -> QuerySet[Any, Any]:
        user = get_user_model()(pk=user_id, is_superuser=is_superuser)
        return _readings(user, moments, slug=slug, key=key)

    stand_ins: dict[str, Value] = {"slug": "a slug"}
    stand_ins |= {} if is_superuser else {"user_id": -7_140_903}
    stand_ins |= {"then": _THEN} if before else {}
    return Prepared(build, **stand_ins)
