"""Days and weeks begin where the reader is; in UTC while that is not known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cards.ask.question import Question, ask
from cards.ask.times.instants import moment_of, window_of
from cards.models import ReaderZone
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory

AT = datetime(2026, 3, 14, 9, 5, tzinfo=UTC)
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("notation", "start", "end"),
    [
        ("today", "2026-03-13T16:00", "2026-03-14T09:05"),
        ("yesterday", "2026-03-12T16:00", "2026-03-13T16:00"),
        ("this_week", "2026-03-08T16:00", "2026-03-14T09:05"),
        ("last_week", "2026-03-01T16:00", "2026-03-08T16:00"),
        ("last_month", "2026-01-31T16:00", "2026-02-28T16:00"),
        ("2026-02", "2026-01-31T16:00", "2026-02-28T16:00"),
        ("2026", "2025-12-31T16:00", "2026-03-14T09:05"),
        ("24h", "2026-03-13T09:05", "2026-03-14T09:05"),
    ],
)
def test_a_window_is_one_of_the_readers_calendar(notation, start, end):
    found = window_of(notation, at=AT.astimezone(SHANGHAI))

    assert [f"{one.astimezone(UTC):%Y-%m-%dT%H:%M}" for one in found] == [start, end]


def test_hours_are_hours_and_days_are_days_where_clocks_are_put_forward():
    at = datetime(2026, 3, 29, 12, tzinfo=BERLIN)

    assert at.astimezone(UTC) - moment_of("24h_ago", at=at).astimezone(UTC) == timedelta(hours=24)
    assert moment_of("1d_ago", at=at) == datetime(2026, 3, 28, 12, tzinfo=BERLIN)


@pytest.mark.django_db
def test_an_answer_is_told_in_the_zone_of_who_asks():
    store = StoreFactory(time_zone="America/Los_Angeles")
    SnapshotFactory(store=store, as_of=AT)
    here, there = UserFactory(role="operations"), UserFactory(role="operations")
    for user in (here, there):
        MembershipFactory(user=user, store=store)
    ReaderZone.objects.create(user=there, name="America/New_York")

    told = [
        ask(Question("how many listings are rejected", store, user, AT)).told.sentences[0].text
        for user in (here, there)
    ]

    assert told[0].endswith("as of 14 March 2026, 09:05 UTC.")
    assert told[1].endswith("as of 14 March 2026, 05:05 EDT.")
