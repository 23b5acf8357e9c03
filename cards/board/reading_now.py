"""The reading other apps poll: gate, card, store, snapshot, the snapshot its rule looks back to
and the last run, in one statement."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from aliexpress.models import ListingSnapshot, Store, SyncRun
from cards.access import Viewer, visible_card, visible_store
from cards.board.gathering import gather
from cards.board.reading import Reading
from cards.board.readings import read, reading_of
from cards.catalogue import definition
from cards.measures import MEASURES
from cards.models import Card
from cards.prepared import Prepared, Value, columns, made
from cards.sentiment import window_of

_STORE, _SNAPSHOT, _RUN = columns(Store), columns(ListingSnapshot), columns(SyncRun)
# What a reading needs of its card besides the key, in the order of the model.
_FIELDS = ["id", "title", "unit", "sentiment_rule", "settings"]
_CARD = [f"card_{name}" for name in _FIELDS]
# Of the snapshot looked back to, only what numbers are measured by.
_EARLIER = columns(ListingSnapshot, without={"evidence", "reasons", "remark"})
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def reading_for(
    user: Viewer, *, slug: str, key: str, at: datetime, as_of: datetime | None = None
) -> Reading:
    """What the card says for the store, now or as given at `as_of`.

    Raises Http404 where either is absent or not this user's, or the card has no number.
    """
    if as_of is None and user.is_authenticated and key in MEASURES:
        statement = _FOR_SUPERUSERS if getattr(user, "is_superuser", False) else _FOR_MEMBERS
        days = window_of(definition(key).sentiment_rule)
        then = at - timedelta(days=days) if days else _BEFORE_ALL
        row = statement.first(user_id=user.pk, slug=slug, key=key, then=then)
        if row is not None and row[0] is not None:
            return _reading(row, key=key, at=at, days=days)
    # A past moment; an alias; or hidden, which these two say in their own words.
    card, store = visible_card(user, key), visible_store(user, slug)
    if card.key not in MEASURES:
        raise Http404("This card has no number.")
    return read(card, store, at=at, as_of=as_of)


def _reading(row: list[Any], *, key: str, at: datetime, days: int | None) -> Reading:
    """`days`: how far the card's rule looks back as it was shipped. Where operations set another
    window, what the statement found there is not used."""
    of_card, row = row[: len(_CARD)], row[len(_CARD) :]
    store, row = made(Store, row[: len(_STORE)]), row[len(_STORE) :]
    of_snapshot, row = row[: len(_SNAPSHOT)], row[len(_SNAPSHOT) :]
    of_earlier, of_run = row[: len(_EARLIER)], row[len(_EARLIER) :]
    # What else of the card a reading should ever need is read when it is asked for.
    names, values = ["id", "key", *_FIELDS[1:]], [of_card[0], key, *of_card[1:]]
    card = Card.from_db("default", names, values)
    facts = None
    if of_snapshot[0] is not None:
        snapshot = made(ListingSnapshot, of_snapshot)
        earlier = [] if of_earlier[0] is None else [_earlier(of_earlier)]
        known = {store.pk: (snapshot, snapshot.confirmed_at)}
        facts = gather([card], known, at=at, given={days: earlier} if days else {})[store.pk]
    return reading_of(
        card,
        store,
        facts,
        judged_at=at,
        run=made(SyncRun, of_run) if of_run[0] is not None else None,
        interval=store.sync_interval,
    )


def _earlier(values: list[Any]) -> ListingSnapshot:
    return made(ListingSnapshot, values, names=_EARLIER)


def _readings(*, user: Viewer, slug: str, key: str, then: datetime) -> QuerySet[Store, Any]:
    """One row, with nulls where the card is hidden or nothing was read yet."""
    visible, card = Card.objects.visible_to(user).filter(key=key), Card.objects.filter(key=key)
    newest = ListingSnapshot.objects.filter(store=OuterRef("pk")).order_by("-published_at", "-id")
    given = newest.filter(published_at__lte=then)
    attempt = SyncRun.objects.finished().filter(store=OuterRef("pk"))
    attempt = attempt.order_by("-finished_at", "-id")
    return (
        Store.objects.visible_to(user)
        .filter(slug=slug)
        .annotate(
            card_id=Subquery(visible.values("pk")[:1]),
            **{f"card_{name}": Subquery(card.values(name)[:1]) for name in _FIELDS[1:]},
            newest=_one("snapshots", newest),
            earlier=_one("snapshots", given),
            attempt=_one("runs", attempt),
        )
        .values_list(
            *_CARD,
            *_STORE,
            *(f"newest__{name}" for name in _SNAPSHOT),
            *(f"earlier__{name}" for name in _EARLIER),
            *(f"attempt__{name}" for name in _RUN),
        )
    )


def _one(relation: str, found: QuerySet[Any]) -> FilteredRelation:
    """Joined on nothing but the first of these."""
    return FilteredRelation(
        relation, condition=Q(**{f"{relation}__pk": Subquery(found.values("pk")[:1])})
    )


def _prepared(*, is_superuser: bool) -> Prepared:
    """The gate asks a user who they are, and only a member's id is part of the statement."""

    def build(*, user_id: int = 0, slug: str, key: str, then: datetime) -> QuerySet[Store, Any]:
        user = get_user_model()(pk=user_id, is_superuser=is_superuser)
        return _readings(user=user, slug=slug, key=key, then=then)

    stand_ins: dict[str, Value] = {"slug": "a slug", "key": "a key", "then": _BEFORE_ALL}
    return Prepared(build, **stand_ins, **({} if is_superuser else {"user_id": -7_140_903}))


_FOR_MEMBERS = _prepared(is_superuser=False)
_FOR_SUPERUSERS = _prepared(is_superuser=True)
