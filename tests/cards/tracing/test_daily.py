"""Tracings of each morning, and those a worker makes."""

from datetime import timedelta

import pytest

from cards import tasks
from cards.models import DailyTracing, Tracing
from cards.tracing import archive, daily
from cards.tracing.method import STRICT_ALPHA
from tests.cards.tracing.reviewed_store import CLOSING, reviewed_store
from tests.factories import StoreFactory

FIVE = CLOSING.replace(hour=5) + timedelta(days=1)


@pytest.fixture
def chosen(store):
    reviewed_store(store, share=0.9, size=80)
    DailyTracing.objects.create(store=store)
    return store


def test_a_store_operations_chose_is_traced_each_morning_ten_times_as_strict(chosen, monkeypatch):
    [number] = daily.due(at=FIVE)
    archive.trace(number, at=FIVE)

    tracing = Tracing.objects.get()
    assert tracing.is_strict
    assert (tracing.answer or {})["alpha"] == STRICT_ALPHA
    assert daily.due(at=FIVE + timedelta(hours=3)) == []


def test_nothing_is_due_before_five(chosen):
    assert daily.due(at=FIVE - timedelta(minutes=1)) == []


def test_a_store_without_a_reading_or_switched_off_is_left_out(chosen):
    DailyTracing.objects.create(store=StoreFactory(slug="new"))
    chosen.is_active = False
    chosen.save(update_fields=["is_active"])

    assert daily.due(at=FIVE) == []


def test_a_worker_answers_once_and_takes_over_what_another_lost(chosen):
    [number] = daily.due(at=FIVE)
    Tracing.objects.update(status=Tracing.Status.RUNNING, begun_at=FIVE)

    assert not archive.trace(number, at=FIVE + timedelta(minutes=1))
    assert archive.trace(number, at=FIVE + archive.TAKEN_OVER_AFTER)
    assert not archive.trace(number, at=FIVE + archive.TAKEN_OVER_AFTER)


def test_the_task_makes_the_domain_call(chosen):
    [number] = daily.due(at=FIVE)

    tasks.trace(tracing_id=number)

    assert Tracing.objects.get().status == Tracing.Status.DONE
