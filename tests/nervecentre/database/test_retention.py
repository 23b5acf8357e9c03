"""What is pruned is told from by no answer, and can be seen before it goes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from aliexpress.models import AppKeyPause, ListingSnapshot, StoreNow, SyncRun, Transition
from cards.models import AskedQuestion
from nervecentre.database import retention
from tests.factories import SyncRunFactory, TransitionFactory

pytestmark = pytest.mark.django_db


def said(**options):
    out = StringIO()
    call_command("prune", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def old():
    """Of a year ago, one of each."""
    now = timezone.now()
    then = now - timedelta(days=365)
    Session.objects.create(session_key="k", session_data="d", expire_date=then)
    AppKeyPause.objects.create(app_key="512345", until=then)
    confirming = SyncRunFactory(complete=True, finished_at=then)
    SyncRunFactory(complete=True, finished_at=now, store=confirming.store)
    SyncRunFactory(failed=True, finished_at=then, store=confirming.store)
    TransitionFactory()


def kept():
    return [
        model.objects.count()
        for model in (Session, AppKeyPause, SyncRun, Transition, ListingSnapshot, AskedQuestion)
    ]


def test_a_dry_run_says_what_would_go_and_removes_nothing(old):
    before = kept()

    lines = said(dry_run=True)

    assert "1 sessions that have ended" in lines
    assert "1 refreshes that only confirmed, hours ago" in lines
    assert "1 pauses of app keys that are over" in lines
    assert kept() == before


def test_however_much_there_is_goes_some_at_a_time(monkeypatch):
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    then = timezone.now() - timedelta(days=365)
    for key in "abcde":
        Session.objects.create(session_key=key, session_data="d", expire_date=then)

    assert said().splitlines()[0].startswith("5 sessions")
    assert not Session.objects.exists()


def test_the_newest_refresh_stays_though_a_clock_that_was_ahead_dated_the_one_before_it():
    now = timezone.now()
    ahead = SyncRunFactory(complete=True, finished_at=now + timedelta(days=1))
    newest = SyncRunFactory(complete=True, finished_at=now - timedelta(days=1), store=ahead.store)
    StoreNow.objects.point(newest.store_id, last_run=newest)

    said()

    assert StoreNow.objects.get(store=newest.store).last_run == newest
    assert set(SyncRun.objects.all()) == {ahead, newest}


def test_what_readings_are_told_from_stays(old):
    said()

    # No session and no pause; of the runs the newest and the failed one.
    assert kept() == [0, 0, 2, 1, 1, 0]
    assert said(dry_run=True).splitlines()[0].startswith("0 ")
