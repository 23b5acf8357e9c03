"""Work items, groups, and lists kept by name."""

from typing import Any

from rest_framework import serializers

from cards.api.serializers.listings import ListingSerializer
from cards.formats import moment_text
from cards.models import GroupKind, SavedView, WorkEvent
from cards.work.follow_up import Outcome, days_taken
from cards.work.groups import Group
from cards.work.narrowing import NOT_IN_HAND
from cards.work.reason_words import texts_by_reason, wants
from cards.work.worth import snapshots_of, worth_of, worth_sentence


class WorthSerializer(serializers.Serializer[Any]):
    """Integers of the one snapshot the group was counted in."""

    snapshot = serializers.IntegerField()
    active = serializers.IntegerField()
    gap = serializers.IntegerField()
    rejected = serializers.IntegerField()
    total = serializers.IntegerField()


class GroupSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=GroupKind.choices)
    reason = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    count = serializers.IntegerField()
    taken_on = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True)
    price_kind = serializers.ChoiceField(choices=["selling", "supply"])
    price = serializers.CharField(allow_null=True, help_text="Of all in it; null: not known.")
    currency = serializers.CharField(allow_blank=True)
    wants = serializers.CharField(allow_blank=True)
    worth = WorthSerializer(allow_null=True)
    sentence = serializers.CharField(allow_blank=True)


class OutcomesSerializer(serializers.Serializer[Any]):
    still_there = serializers.IntegerField()
    sent_back = serializers.IntegerField()
    turned_down = serializers.IntegerField()
    cleared = serializers.IntegerField()
    gone = serializers.IntegerField()


class WorkItemSerializer(serializers.Serializer[Any]):
    """Of `Progress`."""

    id = serializers.IntegerField(source="item.pk")
    store = serializers.CharField(source="item.store.slug")
    title = serializers.CharField(source="item.title")
    kind = serializers.ChoiceField(choices=GroupKind.choices, source="item.kind")
    reason = serializers.CharField(source="item.reason", allow_blank=True)
    note = serializers.CharField(source="item.note", allow_blank=True)
    assignee = serializers.CharField(source="item.assignee.username", default=None, allow_null=True)
    due_on = serializers.DateField(source="item.due_on", allow_null=True)
    created_at = serializers.DateTimeField(source="item.created_at")
    closed_at = serializers.DateTimeField(source="item.closed_at", allow_null=True)
    count = serializers.IntegerField(source="total")
    outcomes = OutcomesSerializer(source="counts")


class WorkItemPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = WorkItemSerializer(many=True)


class WorkEventSerializer(serializers.ModelSerializer[WorkEvent]):
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = WorkEvent
        fields = ("kind", "at", "by", "text")
        read_only_fields = fields


class SourceItemOfWorkSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="external_id")
    code = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)


class WorkListingSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    was_turned_down = serializers.BooleanField()
    days = serializers.SerializerMethodField()
    listing = ListingSerializer(allow_null=True)
    item = SourceItemOfWorkSerializer(
        source="source_item", allow_null=True, help_text="Of the source, where no listing had it."
    )

    def get_days(self, row: Any) -> int | None:
        return days_taken(row)


class WorkItemWholeSerializer(WorkItemSerializer):
    """With its listings, at most a few thousand, and what happened to it."""

    listings = WorkListingSerializer(many=True, source="rows")
    events = WorkEventSerializer(many=True, source="happened")


class HandedOverSerializer(serializers.Serializer[Any]):
    """Who is to do it, and until when."""

    assignee = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class ChangedSerializer(HandedOverSerializer):
    comment = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    closed = serializers.BooleanField(required=False)


class WorkItemEntrySerializer(ChangedSerializer):
    """For the schema; `change` reads it."""

    title = serializers.CharField(required=False, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class WorkWholesaleEntrySerializer(ChangedSerializer):
    """For the schema; `change_all` reads it. What is not named stays as it is."""

    items = serializers.ListField(child=serializers.IntegerField(), help_text="Work items' ids.")


class WorkWholesaleSerializer(serializers.Serializer[Any]):
    changed = serializers.IntegerField()


class WorkTakingSerializer(HandedOverSerializer):
    """For the schema; `take_on` reads it: `listings`, `items` or a `kind`."""

    listings = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="Product ids."
    )
    items = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Ids of the source's items that no listing has.",
    )
    kind = serializers.ChoiceField(choices=GroupKind.choices, required=False)
    reason = serializers.CharField(
        required=False, help_text="Of what was rejected; - where AliExpress gave none."
    )
    category = serializers.IntegerField(required=False)
    group = serializers.IntegerField(required=False)
    owner = serializers.CharField(required=False)
    min_days = serializers.IntegerField(required=False)
    in_hand = serializers.ChoiceField(
        choices=[NOT_IN_HAND], required=False, help_text="no: only what nobody has in hand."
    )
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    owner = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")
    query = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = SavedView
        fields = ("id", "name", "query", "is_shared", "owner", "created_at")
        read_only_fields = ("id", "owner", "created_at")


def groups_json(groups: list[Group]) -> list[dict[str, Any]]:
    """Two statements besides those that made the groups."""
    snapshots, texts = snapshots_of(groups), texts_by_reason()
    return [
        {
            "kind": group.kind.value,
            "reason": group.reason,
            "title": group.title,
            "count": group.count,
            "taken_on": group.taken_on,
            "since": moment_text(group.since),
            "price": None if group.worth is None else f"{group.worth:.4f}",
            "price_kind": "supply" if group.is_at_supply_prices else "selling",
            "currency": group.currency,
            "wants": wants(group.kind, group.reason, texts),
            "worth": _worth(group, snapshots.get(group.snapshot or 0)),
            "sentence": worth_sentence(group, snapshots.get(group.snapshot or 0)),
        }
        for group in groups
    ]


def _worth(group: Group, snapshot: Any) -> dict[str, Any] | None:
    worth = worth_of(group, snapshot)
    return None if worth is None else dict(WorthSerializer(worth).data)
