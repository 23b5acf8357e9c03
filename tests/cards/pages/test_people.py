"""Inviting a colleague, from the form to the board; and what everybody does for themselves."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cards.members.password_link import links, new_link
from cards.models import WorkItem
from tests.factories import MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON
from tests.page_text import text_of

NEW = "staple and a zebra"


@pytest.fixture
def ops(member):
    return member("operations", username="ops")


def set_password(path, password=NEW):
    """As somebody who was sent the link does, in a browser of their own."""
    browser = Client()
    form = browser.get(path, follow=True)
    if not form.redirect_chain:
        return form
    answer = {"new_password1": password, "new_password2": password}
    return browser.post(form.redirect_chain[-1][0], answer)


def invited(browser, **fields):
    typed = {"username": "ada", "roles": ["owner"], "stores": ["harbour-home"], **fields}
    return browser.post(reverse("invite"), typed)


def test_a_colleague_is_invited_sets_a_password_and_sees_the_board(ops, store, as_user):
    shown = text_of(invited(as_user(ops)))
    [path] = re.findall(r"http://testserver(/accounts/set-password/[^<]+)<", shown)

    answer = set_password(path)

    assert "Your password is set." in text_of(Client().get(answer.url))
    browser = Client()
    signed_in = browser.post(reverse("login"), {"username": "ada", "password": NEW}, follow=True)
    assert "Harbour Home" in signed_in.content.decode()


def test_a_link_is_good_once(ops, owner):
    path = new_link(owner, by=ops)
    assert set_password(path).status_code == 302

    assert "This link is over" in text_of(set_password(path, "another long word"))


def test_a_link_ends_when_rights_change(ops, owner):
    path = new_link(owner, by=ops)
    MembershipFactory(user=owner, store=StoreFactory())

    assert "This link is over" in text_of(set_password(path))


def test_a_link_ends_after_three_days(ops, owner, settings, monkeypatch):
    path = new_link(owner, by=ops)
    later = links._now()
    later = later.replace(year=later.year + 1)
    monkeypatch.setattr(links, "_now", lambda: later)

    assert "This link is over" in text_of(set_password(path))


@pytest.mark.parametrize("uid", ["x", "AA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "-"])
def test_an_odd_link_is_over_and_no_error(uid, db):
    answer = Client().get(f"/accounts/set-password/{uid}/cabc12-{'0' * 32}/")

    assert "This link is over" in text_of(answer)


def test_the_link_is_mailed_where_mail_goes_out(ops, store, as_user, settings):
    settings.PUBLIC_URL = "https://centre.example.com"

    shown = text_of(invited(as_user(ops), email="ada@example.com"))

    assert "It was mailed to ada@example.com." in shown
    [sent] = mail.outbox
    assert sent.to == ["ada@example.com"]
    assert "https://centre.example.com/accounts/set-password/" in sent.body


def test_a_wrong_name_leaves_everything_in_the_form(ops, store, as_user):
    answer = invited(as_user(ops), username="a b", email="ada@example.com")

    assert answer.status_code == 400
    assert 'value="a b"' in text_of(answer)
    assert 'value="harbour-home" checked' in text_of(answer)


def test_a_hidden_store_is_neither_shown_nor_given(ops, store, as_user):
    hidden = StoreFactory(name="Quay Lights", slug="quay-lights")
    assert "Quay Lights" not in text_of(as_user(ops).get(reverse("invite")))

    assert invited(as_user(ops), stores=["quay-lights"]).status_code == 400
    assert not hidden.members.exists()


PLACES = ["people", "invite"]
OF_ONE = ["person", "link", "switch_off", "switch_on", "unlock"]


@pytest.mark.parametrize("name", PLACES)
def test_there_are_no_people_for_owners(name, owner, as_user):
    assert as_user(owner).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", OF_ONE)
def test_nothing_is_done_to_people_by_owners_or_to_people_of_other_stores(
    name, ops, owner, as_user, db
):
    stranger = UserFactory()

    by_owner = as_user(owner).post(reverse(name, args=[ops.pk]))
    of_stranger = as_user(ops).post(reverse(name, args=[stranger.pk]))

    assert (by_owner.status_code, of_stranger.status_code) == (404, 404)


def test_the_page_of_a_person_changes_their_stores(ops, owner, as_user):
    second = MembershipFactory(user=ops, store=StoreFactory(slug="north-quay")).store

    as_user(ops).post(
        reverse("person", args=[owner.pk]), {"roles": ["owner"], "stores": ["north-quay"]}
    )

    assert list(owner.stores.all()) == [second]


@pytest.mark.parametrize("name", ["switch_off", "link"])
def test_whose_password_is_not_yours_to_hold_is_left_alone_with_a_sentence(
    name, ops, owner, as_user
):
    MembershipFactory(user=owner, store=StoreFactory())

    answer = as_user(ops).post(reverse(name, args=[owner.pk]))

    assert answer.status_code == 400
    assert "sees more than you do" in text_of(answer)
    owner.refresh_from_db()
    assert owner.is_active


def test_everybody_issues_and_ends_keys_of_their_own(owner, as_user, store):
    browser = as_user(owner)
    made = browser.post(reverse("issue_key"), {"name": "warehouse"})
    [plain] = re.findall(r"aex_[\w-]{40,}", made.content.decode())
    app = Client(headers={"authorization": f"Bearer {plain}"})
    assert made["Cache-Control"] == "no-store"
    assert app.get("/api/v1/stores/").status_code == 200

    browser.post(reverse("end_key"), {"key": owner.api_keys.get().pk})

    assert app.get("/api/v1/stores/").status_code == 401
    assert plain not in browser.get(reverse("account")).content.decode()


def test_nobody_ends_the_key_of_another(owner, ops, as_user):
    as_user(ops).post(reverse("issue_key"), {"name": "warehouse"})
    key = ops.api_keys.get()

    as_user(owner).post(reverse("end_key"), {"key": key.pk})

    key.refresh_from_db()
    assert key.revoked_at is None


@pytest.mark.parametrize(("email", "status"), [("a@example.com", 302), ("", 302), ("a@", 400)])
def test_everybody_says_where_their_mail_goes(owner, as_user, email, status):
    answer = as_user(owner).post(reverse("change_mail"), {"email": email})

    assert answer.status_code == status


@pytest.mark.parametrize("name", ["", "x" * 81, "a\nb", "a\x00"])
def test_a_key_without_a_sound_name_is_not_made(owner, as_user, name):
    answer = as_user(owner).post(reverse("issue_key"), {"name": name})

    assert answer.status_code == 400
    assert not owner.api_keys.exists()


def test_people_are_found_by_name_role_and_store_and_cut_into_pages(ops, member, store, as_user):
    for number in range(60):
        user = UserFactory(username=f"colleague-{number:02}", role="owner")
        MembershipFactory(user=user, store=store)
    MembershipFactory(
        user=member("owner", username="shared"), store=StoreFactory(name="Quay Lights")
    )
    browser = as_user(ops)

    def found(query):
        return browser.get(f"{reverse('people')}?{query}").context["page"]

    assert (found("").total, found("").pages, len(found("page=2").rows)) == (62, 2, 12)
    assert [one.user.username for one in found("q=COLLEAGUE-07").rows] == ["colleague-07"]
    assert found("q=operations").total == 1
    assert found("q=harbour").total == 62
    assert found("q=quay").total == 0  # a store one does not see
    assert "Nobody of your stores" in text_of(browser.get(f"{reverse('people')}?q=nobody"))


@pytest.mark.parametrize("query", ["q=%00", f"q={'x' * 500}", "page=0", "page=x"])
def test_an_odd_search_of_people_is_one_sentence(ops, as_user, query):
    answer = as_user(ops).get(f"{reverse('people')}?{query}")

    assert answer.status_code == 400
    assert 'class="wrong"' in answer.content.decode()


def test_the_work_somebody_has_in_hand_is_told_before_they_are_switched_off(ops, member, as_user):
    ada = member("owner", username="ada")
    [store] = ada.memberships.values_list("store", flat=True)
    WorkItem.objects.create(
        store_id=store, title="Lamps", kind="expired", assignee=ada, created_at=NOON
    )

    shown = text_of(as_user(ops).get(reverse("person", args=[ada.pk])))

    assert "1 work item is in their hands." in shown
