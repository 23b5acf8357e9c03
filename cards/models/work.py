"""Work: listings somebody took on, what people said of them, and the mails about it."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import F, Q

from aliexpress.models import Listing, ListingSnapshot, SourceItem, Store
from cards.models.card import Card


class GroupKind(models.TextChoices):
    """What puts listings into one group; `chosen` are rows somebody picked."""

    REJECTED = "rejected", "Rejected"
    EXPIRED = "expired", "Expired"
    EXPIRING = "expiring", "About to expire"
    OUT_OF_STOCK = "out_of_stock", "Out of stock"
    LACKING = "lacking", "Lacking attributes"
    STUCK = "stuck", "Stuck in auditing"
    SOURCE_OUT = "source_out", "Out of stock at the source"
    SOURCE_LACKS = "source_lacks", "Without variants the source has"
    SOURCE_MISSING = "source_missing", "Missing on AliExpress"
    CHOSEN = "chosen", "Chosen listings"


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def open(self) -> "WorkItemQuerySet":
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "WorkItemQuerySet":
        """Of the stores this user may see, where they see a card at all."""
        if not Card.objects.visible_to(user).exists():
            return self.none()
        return self.filter(store__in=Store.objects.visible_to(user).values("pk"))


class WorkItem(models.Model):
    """A group or a choice of listings that someone took on; what came of each is told by the
    listings' own movements since."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="work_items")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=GroupKind.choices)
    reason = models.CharField(max_length=200, blank=True)  # AliExpress's word, of a group by it
    note = models.TextField(blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    # The listings were as this one counted them; what moved after it came of the work.
    snapshot = models.ForeignKey(
        ListingSnapshot, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who closed it by hand: such an item stays closed. Null: nothing was left of it.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Ids of the newest facts it was held against; null: none yet.
    looked_snapshot = models.BigIntegerField(null=True, editable=False)
    looked_details = models.BigIntegerField(null=True, editable=False)
    looked_bridge = models.BigIntegerField(null=True, editable=False)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="work_item_says_what_it_is", condition=~Q(title="")),
            models.CheckConstraint(
                name="work_item_closes_after_it_began",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
            ),
            models.CheckConstraint(
                name="only_a_closed_work_item_was_closed_by_somebody",
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            # The workbench: a store's items, those still open first.
            models.Index(fields=["store", "closed_at", "due_on"], name="work_item_of_store"),
            # The morning note: what a person has in hand.
            models.Index(
                fields=["assignee", "due_on"],
                name="work_item_in_hand",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, *, today: date) -> bool:
        """`today`: the day it is for whoever looks."""
        return self.closed_at is None and self.due_on is not None and self.due_on < today


class WorkListing(models.Model):
    """One listing of a work item, as it was when it was taken on; or an item of the source that
    no listing had."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="rows")
    listing = models.ForeignKey(
        Listing, null=True, on_delete=models.CASCADE, related_name="work_rows"
    )
    # The constraint below begins with it.
    source_item = models.ForeignKey(
        SourceItem, null=True, on_delete=models.CASCADE, related_name="work_rows", db_index=False
    )
    state = models.CharField(max_length=12, blank=True)  # of lifecycle.State; "": in no listing
    reason = models.CharField(max_length=200, blank=True)  # why AliExpress turned it down then
    offline_at = models.DateTimeField(null=True)  # when its validity was to end then

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "listing"], name="a_work_item_holds_a_listing_once"
            ),
            models.UniqueConstraint(
                fields=["source_item", "item"],
                name="a_work_item_holds_an_item_of_the_source_once",
                condition=Q(source_item__isnull=False),
            ),
            models.CheckConstraint(
                name="a_row_of_work_is_a_listing_or_an_item_of_the_source",
                condition=Q(listing__isnull=False, source_item__isnull=True)
                | Q(listing__isnull=True, source_item__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id or self.source_item_id} of {self.item_id}"


class WorkEvent(models.Model):
    """What happened to a work item, or was said of it; never changed."""

    class Kind(models.TextChoices):
        BEGUN = "begun", "Begun"
        CHANGED = "changed", "Changed"
        COMMENT = "comment", "Comment"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Reopened"

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="work_event_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class ListingNote(models.Model):
    """What somebody wrote of a listing, in hand or not; never changed."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="listing_note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class WorkMail(models.Model):
    """One mail to one person on its way: a row of the queue, and afterwards the record."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="work_mails"
    )
    # Of the work that was handed over; null: the note of the morning of `day`.
    item = models.ForeignKey(WorkItem, null=True, on_delete=models.CASCADE, related_name="mails")
    day = models.DateField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)  # null: it is over
    delivered_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="one_morning_note_a_day",
                condition=Q(item__isnull=True),
            ),
        ]
        indexes = [
            # What is due to be sent.
            models.Index(
                fields=["next_attempt_at"],
                name="work_mail_due",
                condition=Q(next_attempt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.user}"
