"""A kept answer stands on its readings, and each list behind it has its length."""

from datetime import timedelta

import pytest

from aliexpress.models import Transition
from cards.models import Tracing
from cards.tracing.archive import asked_from, traced_at_once
from cards.verification.tracings import problems
from tests.cards.tracing.reviewed_store import CLOSING, reviewed_store
from tests.factories import SnapshotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracing(store):
    reviewed_store(store, share=0.8, size=120)
    asked = asked_from({"subject": "rejected"}, at=CLOSING)
    return traced_at_once(store, asked, by=None, at=CLOSING)


def told(tracing, **changed):
    """What is said once these parts of its answer are other ones."""
    Tracing.objects.filter(pk=tracing.pk).update(answer={**tracing.answer, **changed})
    return list(problems(tracing.store))


def test_an_answer_that_stands_on_its_rows_holds(tracing):
    assert tracing.answer["counts"]["asked_about"] > 20
    assert tracing.answer["findings"]
    assert list(problems(tracing.store)) == []


def test_the_same_holds_however_the_store_went_on(tracing):
    snapshot = SnapshotFactory(
        store=tracing.store, as_of=CLOSING + timedelta(days=1), previous=tracing.closing
    )
    for listing in tracing.store.listings.filter(state="rejected"):
        Transition.objects.create(
            store=tracing.store, snapshot=snapshot, listing=listing, from_state="rejected",
            to_state="active", after_at=tracing.closing.as_of, by_at=snapshot.as_of,
        )  # fmt: skip
        listing.state = "active"
        listing.save()

    assert list(problems(tracing.store)) == []


def test_a_movement_that_is_lost_is_told_by_the_lists_behind(tracing):
    Transition.objects.filter(snapshot=tracing.closing, to_state="rejected")[0].delete()

    said = list(problems(tracing.store))
    assert said
    assert all(f"Tracing {tracing.pk} counts" in one for one in said)


def test_a_number_that_was_changed_is_told_by_its_list(tracing):
    counts = tracing.answer["counts"]
    said = told(tracing, counts=counts | {"asked_about": counts["asked_about"] + 1})

    (one,) = said
    assert f"counts {counts['asked_about'] + 1:,}, and the list behind it has" in one


def test_a_list_that_cannot_be_shown_any_more_is_named(tracing):
    (said,) = told(
        tracing, counts=tracing.answer["counts"] | {"listings": "/x/?as_of=never&state=rejected"}
    )

    assert said.startswith(f"Tracing {tracing.pk} leads to a list that cannot be shown: ")


def test_what_it_says_of_its_readings_is_held_against_them(tracing):
    end = tracing.answer["to"]

    assert told(tracing, to=end | {"verdict": "disputed"}) == [
        f"Tracing {tracing.pk} says of snapshot {tracing.closing_id} what is not so."
    ]
    premise = tracing.answer["premise"]
    assert told(tracing, premise=premise | {"now": 999}) == [
        f"Tracing {tracing.pk} says 999 of snapshot {tracing.closing_id}."
    ]


def test_readings_of_another_store_and_a_later_opening_are_named(tracing):
    Tracing.objects.update(opening=tracing.closing, closing=tracing.opening)
    assert f"Tracing {tracing.pk} opens with a snapshot that is later than it closes with." in list(
        problems(tracing.store)
    )
    Tracing.objects.update(opening=SnapshotFactory())
    assert list(problems(tracing.store)) == [
        f"Tracing {tracing.pk} stands on a snapshot that is none of the store's."
    ]
