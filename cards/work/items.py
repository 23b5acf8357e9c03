"""Work items: taken on, handed over, talked about, closed and opened again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.dateparse import parse_date

from aliexpress.models import Membership, Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from
from cards.access import counted_store
from cards.models import WorkEvent, WorkItem, WorkListing
from cards.work.mails import queue_assignment
from cards.work.taking import LONGEST_TITLE, taken

LONGEST_NOTE: Final = 2000
LISTS: Final = ("mine", "team", "overdue", "closed")
FIELDS: Final = ("title", "note", "assignee", "due_on")
Kind = WorkEvent.Kind
# Whether who has a work item can still do it: signs in, and sees the store and a card of it.
HAS_DOER: Final = Exists(
    Membership.objects.filter(
        store=OuterRef("store"),
        user=OuterRef("assignee"),
        user__is_active=True,
        user__groups__cards__is_enabled=True,
    )
)


def visible_item(user: Viewer, slug: str, item_id: int) -> WorkItem:
    """Raises Http404 where the store or the item is absent, or not this user's."""
    store = counted_store(user, slug)
    people = ("assignee", "created_by", "closed_by")
    items = WorkItem.objects.filter(store=store, pk=item_id).select_related("store", *people)
    item = items.annotate(has_doer=HAS_DOER).first()
    if item is None:
        raise Http404("There is no such work item.")
    return item


def members_of(store: Store) -> QuerySet[Any]:
    """Who can be given work of the store: its members who may sign in and see a card."""
    return members_of_any([store.pk])


def members_of_any(stores: Iterable[int] | QuerySet[Any, Any]) -> QuerySet[Any]:
    """As `members_of`, of at least one of the stores."""
    people = get_user_model().objects.filter(
        is_active=True, memberships__store__in=stores, groups__cards__is_enabled=True
    )
    return people.distinct().order_by("username")


def take_on(store: Store, values: Mapping[str, Any], *, by: Any, at: datetime) -> WorkItem:
    """A new item from a form's or an API's words: of `listings` (product ids), of `items` (ids of
    the source), or else of the group that `kind`, `reason` and what narrows it name. Raises
    BadInput."""
    found = taken(store, values, at=at)
    item = WorkItem(
        store=store,
        kind=found.kind,
        reason=found.reason,
        title=_title(values.get("title")) or found.title,
        note=text_from("note", values.get("note"), longest=LONGEST_NOTE),
        assignee=_assignee(store, values.get("assignee")),
        due_on=_day(values.get("due_on")),
        snapshot_id=found.snapshot,
        created_at=at,
        created_by=by,
    )
    with transaction.atomic():
        item.save()
        for row in found.rows:
            row.item = item
        WorkListing.objects.bulk_create(found.rows, batch_size=500)
        _tell(item, Kind.BEGUN, f"Taken on with {found.words}.", by=by, at=at)
        if item.assignee_id is not None:
            queue_assignment(item, by=by, at=at)
    return item


def change(item: WorkItem, values: Mapping[str, Any], *, by: Any, at: datetime) -> None:
    """What of title, note, assignee, due_on, comment and closed was given. Raises BadInput."""
    told = []
    before = item.assignee_id
    if "title" in values:
        item.title = _title(values["title"]) or item.title
    if "note" in values:
        item.note = text_from("note", values["note"], longest=LONGEST_NOTE)
    if "assignee" in values:
        item.assignee = _assignee(item.store, values["assignee"])
        if item.assignee_id != before:
            told.append(f"Given to {item.assignee}." if item.assignee else "Given to nobody.")
    if "due_on" in values:
        was, item.due_on = item.due_on, _day(values["due_on"])
        if item.due_on != was:
            told.append(f"Due on {item.due_on:%-d %B %Y}." if item.due_on else "Due on no day.")
    comment = text_from("comment", values.get("comment"), longest=LONGEST_NOTE)
    closed = _closed(values.get("closed"))
    with transaction.atomic():
        # What was not given may have been changed meanwhile by somebody else.
        item.save(update_fields=[name for name in FIELDS if name in values])
        if told:
            _tell(item, Kind.CHANGED, " ".join(told), by=by, at=at)
        if comment:
            _tell(item, Kind.COMMENT, comment, by=by, at=at)
        if closed is not None and closed != (item.closed_at is not None):
            set_closed(item, closed=closed, by=by, at=at)
        if item.assignee_id not in (None, before):
            queue_assignment(item, by=by, at=at)


def set_closed(item: WorkItem, *, closed: bool, by: Any, at: datetime) -> None:
    # Not before it began, by a clock that was ahead.
    item.closed_at = max(at, item.created_at) if closed else None
    item.closed_by = by if closed else None
    item.save(update_fields=["closed_at", "closed_by"])
    name = by.get_username()
    words = f"Closed by {name}." if closed else f"Opened again by {name}."
    _tell(item, Kind.CLOSED if closed else Kind.REOPENED, words, by=by, at=at)


def narrowed(items: QuerySet[WorkItem], which: str, *, user: Any, today: date) -> Any:
    """One of the lists of work: mine, team, overdue, closed. `today`: the day it is for whoever
    looks. Raises BadInput."""
    if which not in LISTS:
        raise BadInput("list", f"list must be one of {', '.join(LISTS)}; it is {which!r}.")
    ordering = (
        ["-closed_at"] if which == "closed" else [F("due_on").asc(nulls_last=True), "created_at"]
    )
    found = items.filter(_lists(user, today=today)[which]).select_related("assignee", "store")
    return found.annotate(has_doer=HAS_DOER).order_by(*ordering, "pk")


def list_counts(items: QuerySet[WorkItem], *, user: Any, today: date) -> dict[str, int]:
    """How many are in each of the lists; one statement."""
    counted = {name: Count("pk", filter=which) for name, which in _lists(user, today=today).items()}
    return dict(items.order_by().aggregate(**counted))


def _lists(user: Any, *, today: date) -> dict[str, Q]:
    return {
        "mine": Q(assignee=user.pk, closed_at=None),
        "team": Q(closed_at=None),
        "overdue": Q(closed_at=None, due_on__lt=today),
        "closed": Q(closed_at__isnull=False),
    }


def _title(value: Any) -> str:
    return " ".join(text_from("title", value, longest=LONGEST_TITLE).split())


def _assignee(store: Store, value: Any) -> Any:
    name = text_from("assignee", value, longest=150)
    if not name:
        return None
    found = members_of(store).filter(username=name).first()
    if found is None:
        raise BadInput("assignee", "assignee must be the name of a member of the store.")
    return found


def _day(value: Any) -> date | None:
    text = text_from("due_on", value, longest=10)
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or not 2000 <= found.year <= 2200):
        raise BadInput("due_on", f"due_on must be a day such as 2026-03-14; it is {text!r}.")
    return found


def _closed(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise BadInput("closed", "closed must be true or false.")
    return value


def _tell(item: WorkItem, kind: str, text: str, *, by: Any, at: datetime) -> None:
    WorkEvent.objects.create(item=item, kind=kind, at=at, by=by, text=text)
