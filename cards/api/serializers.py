"""The shapes the API speaks, for the schema and for writing them out."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Store, SyncRun
from aliexpress.models.warnings import warnings_of
from cards.board.history import History
from cards.board.reading import SENTIMENT_WORDS, moment_text
from cards.figures import Number
from cards.models import Alert, AlertEvent, Annotation, Card, Reconciliation


class ErrorDetail(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField(help_text="One sentence for people.")
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Error(serializers.Serializer[Any]):
    error = ErrorDetail()


class Sibling(serializers.Serializer[Any]):
    card = serializers.CharField()
    why = serializers.CharField()


class ReconcilingNote(serializers.Serializer[Any]):
    reason = serializers.CharField()
    direction = serializers.CharField()
    what_to_do = serializers.CharField()


class Reconciling(serializers.Serializer[Any]):
    where = serializers.CharField(required=False)
    notes = ReconcilingNote(many=True, required=False)


class CardSerializer(serializers.ModelSerializer[Card]):
    siblings = Sibling(many=True)
    reconciling = Reconciling()
    aliases = serializers.ListField(child=serializers.CharField())
    roles = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="name")

    class Meta:
        model = Card
        fields = (
            "key",
            "aliases",
            "title",
            "at_a_glance",
            "what_it_counts",
            "sample_type",
            "why_it_matters",
            "reading_the_value",
            "unit",
            "time_window",
            "alert_trigger",
            "sentiment_key",
            "roles",
            "calculation",
            "worked_example",
            "siblings",
            "reconciling",
            "on_board",
            "settings",
            "sentiment_rule",
        )
        read_only_fields = fields


class StoreSerializer(serializers.ModelSerializer[Store]):
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Store
        fields = (
            "slug",
            "name",
            "is_active",
            "time_zone",
            "sync_interval",
            "counts_drafts",
            "warnings",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_warnings(self, store: Store) -> list[str]:
        """What needs somebody's attention, in sentences; empty where all is well."""
        return warnings_of(store, at=self.context["at"])


class EvidenceRow(serializers.Serializer[Any]):
    """The proof of one AliExpress status; `declared` is null where AliExpress has no list."""

    status = serializers.CharField()
    declared = serializers.IntegerField(allow_null=True)
    listed = serializers.IntegerField()
    pages = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    moved = serializers.IntegerField()
    read = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class AttemptSerializer(serializers.Serializer[Any]):
    status = serializers.CharField()
    finished_at = serializers.DateTimeField()
    error = serializers.CharField(allow_null=True)
    retry_at = serializers.DateTimeField(allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    card = serializers.CharField()
    value = serializers.IntegerField()


class RatioSerializer(serializers.Serializer[Any]):
    """Both integers are of one snapshot; `value` is null where there is nothing to divide by."""

    numerator = PartSerializer()
    denominator = PartSerializer()
    snapshot = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True, help_text="In percent.")


class CoverageSerializer(serializers.Serializer[Any]):
    known = serializers.IntegerField()
    of = serializers.IntegerField()
    is_short = serializers.BooleanField()
    sentence = serializers.CharField()
    because = serializers.CharField(
        allow_null=True, help_text="What stands in the way of the rest."
    )


class WindowSerializer(serializers.Serializer[Any]):
    """After `from` and by `to`."""

    to = serializers.DateTimeField()
    known_since = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> Any:
        return {"from": serializers.DateTimeField(), **super().get_fields()}


class RowSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    words = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField()


class ReviewBucketSerializer(serializers.Serializer[Any]):
    """Longer than `over_days` and at most `up_to_days`; null: no bound."""

    over_days = serializers.IntegerField(allow_null=True)
    up_to_days = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class ReviewsSerializer(serializers.Serializer[Any]):
    """Listings in auditing. The usual times are null while too few reviews are known."""

    as_of = serializers.DateTimeField()
    total = serializers.IntegerField()
    buckets = ReviewBucketSerializer(many=True)
    reviews_known = serializers.IntegerField()
    usual_seconds = serializers.IntegerField(allow_null=True, help_text="The median.")
    nine_in_ten_seconds = serializers.IntegerField(
        allow_null=True, help_text="Nine in ten reviews end within this time."
    )
    stuck = serializers.IntegerField(
        allow_null=True, help_text="Longer in auditing than nine in ten reviews take."
    )
    sentence = serializers.CharField()


class ReadingSerializer(serializers.Serializer[Any]):
    """For the schema; `Reading.as_json` writes it."""

    card = serializers.CharField()
    store = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True, help_text="A whole number where the unit is count."
    )
    unit = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    verdict = serializers.ChoiceField(choices=["complete", "disputed", "none"])
    snapshot = serializers.IntegerField(allow_null=True)
    sentiment = serializers.ChoiceField(choices=list(SENTIMENT_WORDS))
    reason = serializers.CharField(help_text="Why the sentiment is what it is.")
    breakdown = serializers.DictField(child=serializers.IntegerField())
    evidence = EvidenceRow(many=True)
    remark = serializers.CharField(allow_null=True)
    note = serializers.CharField(
        allow_null=True, help_text="Why there is no value though there is a snapshot."
    )
    ratio = RatioSerializer(allow_null=True)
    beside = RatioSerializer(many=True, help_text="Other shares of the same snapshot.")
    coverage = CoverageSerializer(
        allow_null=True, help_text="Of how many listings the card knows what it needs."
    )
    window = WindowSerializer(allow_null=True)
    rows = RowSerializer(many=True)
    last_attempt = AttemptSerializer(allow_null=True)


class StoreOfSum(serializers.Serializer[Any]):
    store = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.BooleanField()
    verdict = serializers.ChoiceField(choices=["complete", "disputed", "none"])
    snapshot = serializers.IntegerField(allow_null=True)


class RollUpSerializer(serializers.Serializer[Any]):
    """For the schema; `RollUp.as_json` writes it."""

    card = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.IntegerField(
        allow_null=True, help_text="The sum of what is known; null where nothing is."
    )
    is_at_least = serializers.BooleanField(
        help_text="A store has no complete reading, so the true sum may be more."
    )
    oldest_confirmed_at = serializers.DateTimeField(allow_null=True)
    stores = StoreOfSum(many=True)


class ListingSerializer(serializers.ModelSerializer[Listing]):
    aliexpress_url = serializers.CharField(read_only=True)
    state_since_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="Null in a list of the past for a listing that has moved since.",
    )

    class Meta:
        model = Listing
        fields = (
            "product_id",
            "state",
            "status",
            "offline_reason",
            "audit_failure_reason",
            "subject",
            "image_url",
            "group_id",
            "currency",
            "min_price",
            "max_price",
            "gmt_create",
            "gmt_modified",
            "ws_offline_date",
            "created_at",
            "modified_at",
            "offline_at",
            "unreadable",
            "first_seen_at",
            "state_after_at",
            "state_since_at",
            "aliexpress_url",
        )
        read_only_fields = fields


class ListingPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ListingSerializer(many=True)


class AnnotationSerializer(serializers.ModelSerializer[Annotation]):
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = Annotation
        fields = ("id", "at", "text", "by", "created_at")
        read_only_fields = fields


class MarkSerializer(serializers.Serializer[Any]):
    """For the schema; `annotate` reads it."""

    at = serializers.DateTimeField(help_text="The moment it is about.")
    text = serializers.CharField(max_length=200)


class PointSerializer(serializers.Serializer[Any]):
    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    known_until = serializers.DateTimeField()
    verdict = serializers.CharField()
    value = serializers.FloatField(
        allow_null=True, help_text="The card's value; null where the point does not tell it."
    )
    total = serializers.IntegerField()
    breakdown = serializers.DictField(child=serializers.IntegerField())


class GapSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()


class HistorySerializer(serializers.Serializer[Any]):
    """`from` and `to` as asked; `interval` in seconds."""

    card = serializers.CharField()
    store = serializers.CharField()
    interval = serializers.IntegerField()
    points = PointSerializer(many=True)
    gaps = GapSerializer(many=True)
    annotations = AnnotationSerializer(many=True)

    def get_fields(self) -> Any:
        bounds = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**bounds, **super().get_fields()}


def history_json(
    found: History,
    *,
    card: str,
    store: str,
    values: list[Number | None],
    marks: QuerySet[Annotation],
) -> dict[str, Any]:
    """`values`: the card's, in the order of the points."""
    return {
        "from": moment_text(found.start),
        "to": moment_text(found.end),
        "card": card,
        "store": store,
        "interval": int(found.interval.total_seconds()),
        "points": [
            {
                "snapshot": point.snapshot,
                "as_of": moment_text(point.as_of),
                "known_until": moment_text(point.known_until),
                "verdict": point.verdict,
                "value": value,
                "total": point.total,
                "breakdown": point.counts,
            }
            for point, value in zip(found.points, values, strict=True)
        ],
        "annotations": AnnotationSerializer(marks, many=True).data,
        "gaps": [
            {"start": moment_text(gap.start), "end": moment_text(gap.end)} for gap in found.gaps
        ],
    }


class FlowEnd(serializers.Serializer[Any]):
    snapshot = serializers.IntegerField()
    as_of = serializers.DateTimeField()


class StateFlowSerializer(serializers.Serializer[Any]):
    opening = serializers.IntegerField()
    appeared = serializers.IntegerField()
    vanished = serializers.IntegerField()
    moved_in = serializers.IntegerField()
    moved_out = serializers.IntegerField()
    closing = serializers.IntegerField()


class MoveSerializer(serializers.Serializer[Any]):
    """Null is nowhere: appeared, or vanished."""

    to = serializers.CharField(allow_null=True)
    count = serializers.IntegerField()

    def get_fields(self) -> Any:
        return {"from": serializers.CharField(allow_null=True), **super().get_fields()}


class FlowSerializer(serializers.Serializer[Any]):
    """For the schema; `Flow.as_json` writes it."""

    to = FlowEnd()
    states = serializers.DictField(child=StateFlowSerializer())
    moves = MoveSerializer(many=True)
    came_back = serializers.IntegerField(
        help_text="Listings that left their state in between and are in it again."
    )

    def get_fields(self) -> Any:
        return {"from": FlowEnd(), **super().get_fields()}


class EntrySerializer(serializers.Serializer[Any]):
    """For the schema; `entry_from` reads it."""

    entered = serializers.IntegerField(min_value=0, help_text="What Seller Center shows.")
    observed_at = serializers.DateTimeField()
    states = serializers.ListField(
        child=serializers.ChoiceField(choices=State.choices),
        allow_null=True,
        required=False,
        help_text="The state tabs in view; null: no state filter.",
    )
    category = serializers.CharField(required=False, allow_blank=True, max_length=200)
    includes_drafts = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ExplanationSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    sentence = serializers.CharField()
    accounts_for = serializers.IntegerField(allow_null=True)
    direction = serializers.CharField(allow_blank=True)
    what_to_do = serializers.CharField(allow_blank=True)


class ReconciliationSerializer(serializers.ModelSerializer[Reconciliation]):
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")
    states = serializers.ListField(child=serializers.CharField(), allow_null=True, read_only=True)
    explanations = ExplanationSerializer(many=True, read_only=True)

    class Meta:
        model = Reconciliation
        fields = (
            "id",
            "store",
            "by",
            "created_at",
            "entered",
            "observed_at",
            "states",
            "category",
            "includes_drafts",
            "note",
            "snapshot",
            "computed",
            "difference",
            "explanations",
            "unexplained",
            "status",
            "counted_at",
            "is_settled",
            "reopened_at",
        )
        read_only_fields = fields


class ReconciliationPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ReconciliationSerializer(many=True)


class AlertEventSerializer(serializers.ModelSerializer[AlertEvent]):
    by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")

    class Meta:
        model = AlertEvent
        fields = ("kind", "at", "by", "text", "value", "snapshot")
        read_only_fields = fields


class AlertSerializer(serializers.ModelSerializer[Alert]):
    card = serializers.SlugRelatedField[Any](read_only=True, slug_field="key")
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    acknowledged_by = serializers.SlugRelatedField[Any](read_only=True, slug_field="username")
    events = AlertEventSerializer(many=True, read_only=True)

    class Meta:
        model = Alert
        fields = (
            "id",
            "card",
            "store",
            "trigger",
            "sentence",
            "value",
            "snapshot",
            "opened_at",
            "updated_at",
            "closed_at",
            "acknowledged_at",
            "acknowledged_by",
            "events",
        )
        read_only_fields = fields


class AlertPageSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = AlertSerializer(many=True)


class NoteSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)


class StatusProgress(serializers.Serializer[Any]):
    status = serializers.CharField()
    declared_before = serializers.IntegerField(allow_null=True)
    declared_after = serializers.IntegerField(allow_null=True)
    listed = serializers.IntegerField()
    pages = serializers.IntegerField()
    pages_expected = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    moved = serializers.IntegerField()


class SyncRequestSerializer(serializers.Serializer[Any]):
    full = serializers.BooleanField(default=False, help_text="Read every list in full.")


class SyncRunSerializer(serializers.ModelSerializer[SyncRun]):
    progress = StatusProgress(many=True, source="status_reads", read_only=True)
    store = serializers.SlugRelatedField[Any](read_only=True, slug_field="slug")
    kind = serializers.ChoiceField(choices=["", *SyncRun.Kind.values], read_only=True)
    error_kind = serializers.ChoiceField(choices=["", *SyncRun.ErrorKind.values], read_only=True)
    error = serializers.SerializerMethodField()

    class Meta:
        model = SyncRun
        fields = (
            "id",
            "store",
            "status",
            "kind",
            "trigger",
            "full_wanted",
            "requested_at",
            "started_at",
            "finished_at",
            "published",
            "snapshot",
            "request_count",
            "error_kind",
            "error",
            "retry_at",
            "progress",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_error(self, run: SyncRun) -> str | None:
        return run.error or None
