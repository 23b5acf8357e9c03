"""A month of people's work in the demo's store: taken on, handed over, talked about, closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import Listing, ListingSnapshot, Store
from cards.alerts.alert_form import ask_for
from cards.alerts.triggers import triggers_of
from cards.annotations import annotate
from cards.formats import moment_text
from cards.models import AlertRule, Card, GroupKind, WorkItem, WorkListing
from cards.reconciliation import entry_from, reconcile
from cards.work.automatic_closing import follow_work
from cards.work.groups import edges_of, groups_in, listings_in
from cards.work.items import change, take_on
from cards.work.saved_views import keep_view

ITEMS: Final = 40
# What is taken on, one after the other; where such a group is empty, what is rejected.
KINDS: Final = (
    GroupKind.REJECTED,
    GroupKind.EXPIRED,
    GroupKind.REJECTED,
    GroupKind.OUT_OF_STOCK,
    GroupKind.REJECTED,
    GroupKind.STUCK,
    GroupKind.EXPIRING,
    GroupKind.LACKING,
)
COMMENTS: Final = (
    "The supplier sends new pictures tomorrow.",
    "Half of them are done in Seller Center.",
    "Please begin with the best sellers.",
    "I asked AliExpress what is missing here.",
)
# An item that is overdue for so long is looked after: every third is closed as it is, of the rest
# most get another day.
LOOKED_AFTER: Final = timedelta(days=2)
MORE_TIME: Final = (
    "The supplier needs a few days more.",
    "AliExpress is still looking at some of them.",
    "Moved on: the season's new listings go first.",
)
LEFT_AS_IT_IS: Final = "What is left of these we leave as it is."
ALERT_CARD: Final = "aex_rejected_listings"
ALERT_TRIGGER: Final = "above 100"
UPLOAD: Final = "110 listings uploaded in bulk"


class WorkHistory:
    """Lives along with the month; `people` take turns, and both are members of the store."""

    def __init__(self, store: Store, *, people: Sequence[Any]) -> None:
        self._store = store
        self._people = people
        self._taken_on = 0

    def live(self, *, share: float, at: datetime) -> None:
        """What people do after a reading; `share` of the month is over by then."""
        self._store.refresh_from_db()
        follow_work(at=at)
        self._look_after_what_is_late(at=at)
        while self._taken_on < round(share * ITEMS):
            item = self._take_on(self._taken_on, at=at)
            if item and self._taken_on % 3 == 1:
                words = COMMENTS[self._taken_on // 3 % len(COMMENTS)]
                change(item, {"comment": words}, by=self._person(self._taken_on + 1), at=at)
            self._taken_on += 1

    def ask_for_an_alert(self, *, at: datetime) -> None:
        """The first of the people is told when too much is rejected."""
        card = Card.objects.get(key=ALERT_CARD)
        [trigger] = triggers_of(ALERT_TRIGGER)
        tells = AlertRule.Tells.EVERYBODY
        ask_for(trigger, card, self._store, by=self._people[0], tells=tells, at=at)

    def keep_views(self, *, at: datetime) -> None:
        for person, name, query, is_shared in (
            (self._people[0], "Rejected", {"state": "rejected"}, True),
            (self._people[1], "In auditing", {"state": "auditing"}, False),
        ):
            values = {"name": name, "query": query, "is_shared": is_shared}
            keep_view(self._store, values, by=person, at=at)

    def mark_the_upload(self, *, at: datetime) -> None:
        values = {"at": moment_text(at), "text": UPLOAD}
        annotate(self._store, values, by=self._people[1], at=at)

    def reconcile(self, *, at: datetime) -> None:
        """Two numbers somebody read in Seller Center: of its first tab, and of every listing."""
        snapshot = ListingSnapshot.objects.newest_of(self._store)
        for entered in (snapshot.active_count, snapshot.total_count) if snapshot else ():
            entry = entry_from({"entered": entered, "observed_at": moment_text(at)}, at=at)
            reconcile(self._store, entry, by=self._people[1], at=at)

    def _person(self, number: int) -> Any:
        return self._people[number % len(self._people)]

    def _take_on(self, number: int, *, at: datetime) -> WorkItem | None:
        kind = KINDS[number % len(KINDS)]
        free = self._free(kind, at=at) or self._free(kind := GroupKind.REJECTED, at=at)
        if not free:
            return None
        person = self._person(number // 2)
        values = {
            "title": self._title(kind, free[0][0], at=at),
            "kind": kind.value,
            "reason": free[0][1] if kind is GroupKind.REJECTED else "",
            "listings": [product_id for product_id, _ in free[: 3 + number * 7 % 8]],
            "assignee": "" if number % 10 == 9 else person.get_username(),
            "due_on": f"{at + timedelta(days=5 + number * 5 % 8):%Y-%m-%d}",
        }
        return take_on(self._store, values, by=self._person(number), at=at)

    def _title(self, kind: GroupKind, product_id: int, *, at: datetime) -> str:
        """What the group is called and the day; of a second one that day, that it is one."""
        [group] = groups_in(self._listings(kind, at=at).filter(product_id=product_id), kind)
        title = f"{group.title}, {at:%-d %b}"
        same = WorkItem.objects.filter(store=self._store, title__startswith=title).count()
        return f"{title} ({same + 1})" if same else title

    def _listings(self, kind: GroupKind, *, at: datetime) -> QuerySet[Listing]:
        return listings_in(self._store, kind, edges=edges_of(self._store, at=at), at=at)

    def _free(self, kind: GroupKind, *, at: datetime) -> list[tuple[int, str]]:
        """Id and reason of what nobody has in hand: of one reason, in their state for longest."""
        listings = self._listings(kind, at=at)
        in_hand = WorkListing.objects.filter(item__store=self._store, item__closed_at=None)
        listings = listings.exclude(pk__in=in_hand.values("listing"))
        groups = groups_in(listings, kind)
        if kind is GroupKind.REJECTED and groups:
            largest = max(groups, key=lambda group: (group.count, group.reason))
            listings = listings.filter(audit_failure_reason=largest.reason)
        rows = listings.order_by("state_since_at", "product_id")[:10]
        return list(rows.values_list("product_id", "audit_failure_reason"))

    def _look_after_what_is_late(self, *, at: datetime) -> None:
        """People do not leave work overdue for weeks: it gets another day, or is closed as it is.
        A few are forgotten."""
        late = WorkItem.objects.filter(store=self._store, due_on__lt=at - LOOKED_AFTER)
        for item in late.open().select_related("store", "assignee").order_by("pk"):
            number = item.events.count() + item.pk
            values = {"comment": LEFT_AS_IT_IS, "closed": True}
            if number % 3:
                another = f"{at + timedelta(days=4 + number % 5):%Y-%m-%d}"
                values = {"comment": MORE_TIME[number % len(MORE_TIME)], "due_on": another}
            if item.pk % 13:
                change(item, values, by=item.assignee or self._people[-1], at=at)
