"""Marks on the history: by whoever sees the card of the store, for everybody who does."""

from datetime import timedelta

import pytest
import time_machine

from cards.models import Annotation
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.page_text import text_of

CARD = "/stores/harbour-home/cards/aex_total_listings/"
API = "/api/v1/stores/harbour-home/annotations/"
MARK = {"at": "2026-03-14T11:00", "text": "Bulk upload"}


@pytest.fixture(autouse=True)
def _a_little_after_noon():
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def operations(member):
    return member("operations")


def test_a_mark_is_shown_on_the_trend_with_its_moment(snapshot, owner, operations, as_user):
    as_user(operations).post(f"{CARD}marks/", MARK)

    text = text_of(as_user(owner).get(CARD))

    assert ">14 March 2026, 11:00:00 UTC</time></span> Bulk upload</li>" in text
    assert f'[{int((NOON - timedelta(hours=1)).timestamp())}, "Bulk upload"]' in text


def test_who_made_it_is_kept(snapshot, operations, as_user):
    as_user(operations).post(f"{CARD}marks/", MARK)

    mark = Annotation.objects.get()
    assert (mark.by, mark.at, mark.created_at) == (
        operations,
        NOON - timedelta(hours=1),
        NOON + timedelta(minutes=5),
    )


def test_an_owner_may_mark_and_a_stranger_finds_nothing(snapshot, owner, member, as_user):
    stranger = as_user(member("operations", of_store=False))

    assert stranger.post(f"{CARD}marks/", MARK).status_code == 404
    assert not Annotation.objects.exists()
    assert as_user(owner).post(f"{CARD}marks/", MARK).status_code == 302
    assert Annotation.objects.get().by == owner


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ({"at": "soon", "text": "x"}, "ISO 8601"),
        ({"at": "2126-01-01T00:00", "text": "x"}, "in the future"),
        ({"at": "2026-03-14T11:00", "text": "  "}, "must say what happened"),
        ({"at": "2026-03-14T11:00", "text": "x" * 201}, "at most 200"),
    ],
)
def test_a_mark_that_cannot_be_is_one_sentence_and_keeps_what_was_typed(
    snapshot, operations, as_user, mark, words
):
    answer = as_user(operations).post(f"{CARD}marks/", mark)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert f'value="{mark["at"]}"' in answer.content.decode()


def test_a_mark_of_another_store_is_not_shown(snapshot, owner, as_user):
    Annotation.objects.create(
        store=StoreFactory(), at=NOON - timedelta(hours=1), text="Theirs", created_at=NOON
    )

    assert "Theirs" not in text_of(as_user(owner).get(CARD))


def test_the_api_takes_and_gives_marks(snapshot, owner, operations, with_key):
    made = with_key(operations).post(API, MARK, content_type="application/json")

    assert made.status_code == 201
    reader = with_key(owner)
    assert reader.get(API).json() == [made.json()]
    history = reader.get("/api/v1/stores/harbour-home/cards/aex_total_listings/history/").json()
    assert history["annotations"] == [made.json()]


def test_the_api_takes_an_owner_s_mark(snapshot, owner, with_key):
    answer = with_key(owner).post(API, MARK, content_type="application/json")

    assert answer.status_code == 201


def test_operations_mend_marks_in_the_admin_within_their_stores(snapshot, operations, as_user):
    mine = Annotation.objects.create(
        store=snapshot.store, at=NOON, text="Bulk uplaod", created_at=NOON
    )
    theirs = Annotation.objects.create(
        store=StoreFactory(), at=NOON, text="Theirs", created_at=NOON
    )
    admin = as_user(operations)

    admin.post(
        f"/admin/cards/annotation/{mine.pk}/change/",
        {"at_0": "2026-03-14", "at_1": "12:00:00", "text": "Bulk upload"},
    )

    mine.refresh_from_db()
    assert mine.text == "Bulk upload"
    assert admin.get(f"/admin/cards/annotation/{theirs.pk}/change/").status_code == 404


def test_a_member_without_a_role_reads_no_marks(snapshot, operations, member, as_user):
    as_user(operations).post(f"{CARD}marks/", MARK)

    assert as_user(member(None)).get(API).status_code == 404


def test_staff_without_the_role_are_offered_no_way_into_the_admin(snapshot, member, as_user):
    owner = member("owner")
    owner.is_staff = True
    owner.save()

    page = text_of(as_user(owner).get(CARD))

    assert "/admin/" not in page
