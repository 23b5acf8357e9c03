"""Who may see one more store hears of it: by mail, and on the board until they open it."""

import pytest
from django.core import mail
from django.urls import reverse

from cards.members.store_news import mail_store_news
from cards.models import StoreNotice
from tests.factories import MembershipFactory, StoreFactory, UserFactory


@pytest.fixture
def quay(db):
    return StoreFactory(name="North Quay", slug="north-quay")


@pytest.fixture
def reader(snapshot, member, as_user, quay):
    """Signed in before the store was given."""
    user = member("owner", email="ada@example.com")
    browser = as_user(user)
    MembershipFactory(user=user, store=quay)
    return browser


def test_the_board_says_so_until_the_store_was_opened(reader):
    assert "North Quay is new" in reader.get("/").content.decode()

    answer = reader.post(reverse("open_new_store", args=[StoreNotice.objects.get().pk]))

    assert answer.url.startswith("/stores/north-quay/cards/")
    assert "North Quay is new" not in reader.get("/").content.decode()


def test_many_new_stores_are_told_in_four_lines_and_seen_at_once(reader, quay):
    user = quay.members.get()
    for number in range(9):
        MembershipFactory(user=user, store=StoreFactory(name=f"Store {number}"))
    text = reader.get("/").content.decode()
    assert text.count(" is new: you may see it now.") == 3
    assert "More stores are new to you" in text

    reader.post(reverse("see_new_stores"))

    assert "new to you" not in reader.get("/").content.decode()
    assert not StoreNotice.objects.filter(is_seen=False).exists()


def test_it_is_mailed_once(reader):
    mail_store_news()
    mail_store_news()

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.com"], "You may see North Quay now")


def test_a_store_taken_away_again_is_told_of_no_more(reader, quay):
    quay.memberships.all().delete()

    mail_store_news()

    assert mail.outbox == []
    assert "North Quay" not in reader.get("/").content.decode()


def test_a_mail_server_that_is_away_is_tried_a_few_times(reader, monkeypatch):
    def away(*_, **__):
        raise OSError

    monkeypatch.setattr("cards.members.store_news.send_mail", away)
    for _ in range(9):
        mail_store_news()

    notice = StoreNotice.objects.get()
    assert (notice.mail_attempts, notice.is_mailed) == (5, False)


def test_to_somebody_who_never_signed_in_all_is_new(quay):
    MembershipFactory(user=UserFactory(), store=quay)

    assert not StoreNotice.objects.exists()


def test_nobody_opens_the_notice_of_another(reader, member, as_user):
    stranger = as_user(member("owner"))

    answer = stranger.post(reverse("open_new_store", args=[StoreNotice.objects.get().pk]))

    assert answer.status_code == 404
    assert not StoreNotice.objects.get().is_seen
