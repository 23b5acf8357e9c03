"""The rows of one side of a window, as the database tells them: facts, gates, properties, words,
and how each listing came into its review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from cards.listings.listing_set import Found, submission_of
from cards.listings.properties import PROPERTIES
from cards.listings.property import GATES, Property
from cards.listings.review_outcomes import INTO_REVIEW
from cards.listings.submitted_facts import IS_KEPT, IS_NOT_KEPT, Raw, gate_then, value_then
from cards.statements.quick_moments import QuickMoment
from cards.tracing.property_columns import AGES

# What an account handed in longer ago chains no upload, unless it is looked at itself.
UPLOADS_OF: Final = timedelta(days=30)


KEPT: Final = "kept"
MOVED_SINCE: Final = "moved since"
# The bit of each thing that holds of a listing or does not.
FLAGS: Final = {name: 2**place for place, name in enumerate((*GATES, KEPT, MOVED_SINCE))}


class _RawMoment(QuickMoment):
    """A moment as the driver gives it: read once for each that differs, not for each row."""

    output_field: Any = TextField()


@dataclass(frozen=True, slots=True)
class Window:
    """What is read of one window. `closing`: the reading it ends with."""

    found: tuple[Found, Found]  # those asked about, and the others
    closing: ListingSnapshot


def names_of(names: Sequence[str], words: Sequence[str]) -> list[str]:
    """Of the columns, in their order. `names`: properties; `words`: of titles."""
    return [
        *("part", "flags"),
        *(f"of_{name}" for name in names),
        *(f"word_{place}" for place in range(len(words))),
        *("handed_in_raw", "of_whom", "in_money", "came_from"),
    ]


def side_rows(
    window: Window,
    names: Sequence[str],
    words: Sequence[str],
    *,
    number: int,
    side: int,
    as_of: datetime,
) -> QuerySet[Listing, Any]:
    """`side`: 1 for those asked about, 0 for the others. `number`: of the window, 0 of the
    newest. `as_of`: what ages are told from, so that a group is the same in every window."""
    found = window.found[1 - side]
    snapshot = found.snapshot or window.closing
    is_then = found.window is not None
    listings = submission_of(found.listings.order_by(), replace(found, snapshot=snapshot))
    since = Transition.objects.filter(listing=OuterRef("pk"), snapshot_id__gt=window.closing.pk)
    flags = {name: gate_then(name) if is_then else gate for name, gate in GATES.items()}
    if is_then:
        flags[KEPT] = IS_KEPT
    if side and not number:
        # Of what is kept it does not matter what came of it since.
        flags[MOVED_SINCE] = Q(Exists(since)) & (IS_NOT_KEPT if is_then else Q())
    columns: dict[str, Any] = {"part": Raw(Value(2 * number + side)), "flags": Raw(_bits(flags))}
    for name in names:
        columns[f"of_{name}"] = column(PROPERTIES[name], as_of, is_then=is_then)
    for place, word in enumerate(words):
        columns[f"word_{place}"] = numbered([Q(search_text__contains=word)], 2)
    columns["handed_in_raw"] = _RawMoment(F("handed_in_at"))
    for name, field in (("owner", "of_whom"), ("price", "in_money")):
        one = replace(PROPERTIES[name], field=PROPERTIES[name].scale or PROPERTIES[name].field)
        columns[field] = value_then(one) if is_then else Raw(one.value)
    return listings.annotate(**columns).values_list(*names_of(names, words))


def upload_rows(
    store: Store,
    windows: Sequence[Window],
    names: Sequence[str],
    words: Sequence[str],
    *,
    part: int,
) -> QuerySet[Transition, Any]:
    """Who handed anything in at which moments, whatever became of it: what makes uploads one. The
    other columns are null."""
    closings = [one.closing.as_of for one in windows]
    handed_in = Transition.objects.filter(
        INTO_REVIEW, store=store, by_at__gt=min(closings) - UPLOADS_OF, by_at__lte=max(closings)
    )
    own = F("listing__owner_member_id")
    is_then = any(one.found[0].window for one in windows)
    whose = Coalesce(F("submission__owner_member_id"), own) if is_then else own
    columns = names_of(names, words)
    # Not as Raw: what is the same of all rows is nothing to group by.
    none = Value(None, output_field=TextField())
    nothing = {name: none for name in columns if name not in ("handed_in_raw", "of_whom")}
    moments = handed_in.order_by().annotate(handed_in_raw=_RawMoment("by_at"), of_whom=Raw(whose))
    grouped = moments.values("handed_in_raw", "of_whom")
    # Of one moment and account one row.
    told = nothing | {"part": Value(part), "came_from": Max("from_state")}
    return grouped.annotate(**told).values_list(*columns)


def _bits(flags: Mapping[str, Q]) -> Combinable:
    """The flags that hold of a listing, in one number: a column less for each."""
    bits: list[Combinable] = [
        Case(When(holds, then=Value(FLAGS[name])), default=Value(0), output_field=IntegerField())
        for name, holds in flags.items()
    ]
    return reduce(add, bits)


def column(one: Property, as_of: datetime, *, is_then: bool) -> Combinable:
    """The value as AliExpress has it, of a moment the number of its band."""
    if one.is_of_source:
        return _RawCase(When(one.known, then=one.value))
    if one.kind == "created":
        moments = [as_of - timedelta(days=days) for days in AGES]
        told = numbered([Q(created_at__lte=moment) for moment in moments], len(AGES) + 1)
        return _RawCase(When(one.known, then=told))
    return value_then(one) if is_then else Raw(one.value)


class _RawCase(Case):
    """A value as the driver gives it: Django would look at each of each row once more."""

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


def numbered(conditions: Sequence[Q], otherwise: int) -> Case:
    """1 for the first condition that holds, 2 for the second, …"""
    whens = [When(one, then=Value(number)) for number, one in enumerate(conditions, start=1)]
    return _RawCase(*whens, default=Value(otherwise), output_field=IntegerField())
