"""What was counted of a store, by the worked example, and the runs that counted it."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from aliexpress.lifecycle import State
from aliexpress.models import (
    DetailTally,
    ListingSnapshot,
    StoreNow,
    SyncRun,
    Transition,
    ValidityTally,
)
from tests.factories.stores import ListingFactory, StoreFactory
from tests.moments import NOON


class FactFactory(DjangoModelFactory[Any]):
    """Of a fact that may be the newest of its kind: then the store points at it."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        fact = super()._create(model_class, *args, **kwargs)
        StoreNow.objects.point(fact.store_id, **cls.pointers(fact))
        return fact

    @classmethod
    def pointers(cls, fact: Any) -> dict[str, Any]:
        """What the store points at now that it has this newest fact, by the pointers' names."""
        raise NotImplementedError


class SnapshotFactory(FactFactory, DjangoModelFactory[ListingSnapshot]):
    """The worked example: 4,820 = 4,310 active + 340 auditing + 120 rejected + 50 expired."""

    class Meta:
        model = ListingSnapshot

    store = factory.SubFactory(StoreFactory)
    as_of = NOON
    published_at = factory.SelfAttribute("as_of")
    confirmed_at = factory.SelfAttribute("as_of")
    verdict = "complete"
    kind = "full"
    active_count = 4310
    auditing_count = 340
    rejected_count = 120
    expired_count = 50
    taken_down_count = 0
    unmapped_count = 0

    draft_count = 0
    pending_count = 0
    total_count = factory.LazyAttribute(
        lambda made: sum(getattr(made, f"{state}_count") for state in State)
    )
    reasons = factory.LazyAttribute(
        lambda made: [
            {"status": status, "offline_reason": reason, "state": state, "count": number}
            for status, reason, state, number in [
                ("onSelling", "", "active", made.active_count),
                ("auditing", "", "auditing", made.auditing_count),
                ("editingRequired", "", "rejected", made.rejected_count),
                ("offline", "expire_offline", "expired", made.expired_count),
                ("offline", "user_offline", "taken_down", made.taken_down_count),
                ("offline", "moon_offline", "unmapped", made.unmapped_count),
                ("draft", "", "draft", made.draft_count),
                ("PENDING_LAUNCH", "", "pending", made.pending_count),
            ]
            if number
        ]
    )
    evidence = factory.LazyAttribute(
        lambda made: [
            {
                "status": status,
                "declared": number,
                "listed": number,
                "pages": -(-number // 99),
                "duplicates": 0,
                "moved": 0,
                "read": "full",
                "at": made.as_of.isoformat(),
            }
            for status, number in [
                ("auditing", made.auditing_count),
                ("editingRequired", made.rejected_count),
                ("onSelling", made.active_count),
                ("offline", made.expired_count + made.taken_down_count + made.unmapped_count),
            ]
        ]
    )

    @classmethod
    def pointers(cls, fact: ListingSnapshot) -> dict[str, Any]:
        return {"snapshot": fact, "validity": None}


class ValidityTallyFactory(FactFactory, DjangoModelFactory[ValidityTally]):
    """Sixty-one of the 4,310 active listings lapse within three days, 212 within seven."""

    class Meta:
        model = ValidityTally

    snapshot = factory.SubFactory(SnapshotFactory)
    store = factory.SelfAttribute("snapshot.store")
    as_of = factory.SelfAttribute("snapshot.as_of")
    published_at = factory.SelfAttribute("as_of")
    active_count = 4310
    days = factory.LazyFunction(lambda: [20, 21, 20, 40, 40, 40, 31, *[100] * 23])

    @classmethod
    def pointers(cls, fact: ValidityTally) -> dict[str, Any]:
        # One of an older snapshot is no news: what was pointed at stays.
        now = StoreNow.objects.get(store=fact.store_id)
        return {"validity": fact if fact.snapshot_id == now.snapshot_id else now.validity}


class DetailTallyFactory(FactFactory, DjangoModelFactory[DetailTally]):
    """Of 4,820 listings the stock of 4,655 is known, and 95 active ones have none."""

    class Meta:
        model = DetailTally

    snapshot = factory.SubFactory(SnapshotFactory)
    store = factory.SelfAttribute("snapshot.store")
    as_of = factory.SelfAttribute("snapshot.as_of")
    published_at = factory.SelfAttribute("as_of")
    total_count = 4820
    active_count = 4310
    stock_known_count = 4655
    stock_known_active_count = 4200
    out_of_stock_count = 95
    attributes_known_count = 4655
    complete_count = 4386
    complete_active_count = 3922
    scored_count = 4655
    required_sum = 455_259
    key_sum = 349_125
    pictures_sum = 194_114
    title_sum = 409_640
    sound_count = 4310

    @classmethod
    def pointers(cls, fact: DetailTally) -> dict[str, Any]:
        return {"details": fact}


class SyncRunFactory(FactFactory, DjangoModelFactory[SyncRun]):
    """A run that waits for a worker."""

    class Meta:
        model = SyncRun

    store = factory.SubFactory(StoreFactory)
    trigger = SyncRun.Trigger.SCHEDULE
    requested_at = NOON

    class Params:
        failed = factory.Trait(
            status=SyncRun.Status.FAILED,
            finished_at=NOON,
            error_kind=SyncRun.ErrorKind.UNAVAILABLE,
            error="AliExpress did not answer within 30 seconds.",
        )
        complete = factory.Trait(
            status=SyncRun.Status.COMPLETE, kind=SyncRun.Kind.CONFIRM, finished_at=NOON
        )

    @classmethod
    def pointers(cls, fact: SyncRun) -> dict[str, Any]:
        return {"open_run": fact} if fact.finished_at is None else {"last_run": fact}


class TransitionFactory(DjangoModelFactory[Transition]):
    class Meta:
        model = Transition

    snapshot = factory.SubFactory(SnapshotFactory)
    store = factory.SelfAttribute("snapshot.store")
    listing = factory.SubFactory(ListingFactory, store=factory.SelfAttribute("..store"))
    from_state = State.AUDITING
    to_state = State.ACTIVE
    from_status = "auditing"
    to_status = "onSelling"
    after_at = NOON
    by_at = factory.SelfAttribute("snapshot.as_of")
