"""What the database says about how stores are doing, as gauges.

Asked for at each scrape, so that it does not matter which of several processes is asked, nor on
which machine workers run. A handful of statements, however many stores there are.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from aliexpress.models import AppKeyPause, Store, StoreNow, SyncRun
from cards.models import AlertDelivery
from cards.verification.verify import last_of_all

AN_HOUR = timedelta(hours=1)
Gauges = Iterator[GaugeMetricFamily]


class Facts(Collector):
    def describe(self) -> Gauges:
        """Nothing beforehand: registering it asks no database."""
        return iter(())

    def collect(self) -> Gauges:
        at = timezone.now()
        yield from stores(at=at)
        yield from runs(at=at)
        yield from queue(at=at)
        yield from alerts(at=at)
        yield from verified(at=at)


def stores(*, at: datetime) -> Gauges:
    """Of each active store what its newest reading is like."""
    age = gauge("reading_age_seconds", "Since the store's number was last found true.", "store")
    whole = gauge("reading_complete", "1: its verdict is complete; 0: disputed.", "store")
    listings = gauge("listings", "Listings by state.", "store", "state")
    details = gauge("details_known_ratio", "Listings whose own facts were read, of all.", "store")
    failures = gauge("refreshes_failed_in_a_row", "Refreshes that failed since one did.", "store")
    rows = StoreNow.objects.filter(store__is_active=True)
    for now in rows.select_related("store", "snapshot", "details").order_by("store__slug"):
        slug, snapshot, tally = now.store.slug, now.snapshot, now.details
        failures.add_metric([slug], now.store.failure_count)
        if snapshot is None:
            continue
        age.add_metric([slug], (at - snapshot.confirmed_at).total_seconds())
        whole.add_metric([slug], snapshot.verdict == snapshot.Verdict.COMPLETE)
        for state, number in snapshot.counts.items():
            listings.add_metric([slug, state.value], number)
        if tally is not None and tally.total_count:
            details.add_metric([slug], tally.stock_known_count / tally.total_count)
    yield from (age, whole, listings, details, failures)


def runs(*, at: datetime) -> Gauges:
    """Of the hour before."""
    ended = gauge("refreshes", "Refreshes that ended in the last hour.", "outcome", "kind")
    lately = SyncRun.objects.filter(finished_at__gt=at - AN_HOUR, finished_at__lte=at)
    groups = lately.values("status", "kind", "error_kind").order_by().annotate(number=Count("pk"))
    by_labels: dict[tuple[str, str], int] = {}
    for group in groups:
        labels = (group["status"], group["error_kind"] or group["kind"])
        by_labels[labels] = by_labels.get(labels, 0) + group["number"]
    for labels, number in sorted(by_labels.items()):
        ended.add_metric(labels, number)
    yield ended
    yield single(
        "requests",
        "Requests to AliExpress by refreshes that ended in the last hour.",
        lately.aggregate(number=Sum("request_count"))["number"] or 0,
    )


def queue(*, at: datetime) -> Gauges:
    """What waits, and for how long the oldest of it has."""
    waiting = SyncRun.objects.filter(status=SyncRun.Status.QUEUED).aggregate(
        number=Count("pk"), since=Min("requested_at")
    )
    yield single("queue", "Refreshes that wait for a worker.", waiting["number"])
    yield single(
        "queue_age_seconds", "Since the oldest of them waits.", seconds_since(waiting["since"], at)
    )
    due = Store.objects.due(at=at).order_by().aggregate(since=Min("next_due_at"))
    yield single("overdue_seconds", "By as much a store is late.", seconds_since(due["since"], at))
    banned = AppKeyPause.objects.filter(until__gt=at).aggregate(
        number=Count("pk"), until=Max("until")
    )
    yield single("bans", "Pauses of app keys that AliExpress asked for.", banned["number"])
    yield single(
        "ban_seconds",
        "Until the longest of them ends.",
        (banned["until"] - at).total_seconds() if banned["until"] else 0,
    )


def alerts(*, at: datetime) -> Gauges:
    """Of the hour before, and what waits."""
    over = Q(next_attempt_at=None)
    counts = AlertDelivery.objects.aggregate(
        delivered=Count("pk", filter=Q(delivered_at__gt=at - AN_HOUR)),
        failed=Count("pk", filter=over & Q(delivered_at=None, event__at__gt=at - 24 * AN_HOUR)),
        waiting=Count("pk", filter=~over),
    )
    yield single("alerts_delivered", "Messages in the last hour.", counts["delivered"])
    yield single("alerts_failed", "Messages of a day that were given up.", counts["failed"])
    yield single("alerts_waiting", "Messages on their way.", counts["waiting"])


def verified(*, at: datetime) -> Gauges:
    """Of the newest `manage.py verify` of every store; nothing before the first."""
    if (last := last_of_all()) is not None:
        yield single("verified", "1: what was published follows from the rows.", last.holds)
        yield single("verified_age_seconds", "Since then.", seconds_since(last.ended_at, at))


def gauge(name: str, words: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"nerve_centre_{name}", words, labels=labels)


def single(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"nerve_centre_{name}", words, value=value)


def seconds_since(moment: datetime | None, at: datetime) -> float:
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0
