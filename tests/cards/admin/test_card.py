"""Cards in the admin: words and roles are operations' to edit, within the roles they hold."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from cards.models import Card
from cards.readings.reader import read
from tests.cards.admin.conftest import signed_in
from tests.factories import SnapshotFactory, UserFactory, ValidityTallyFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:cards_card_changelist")


def page(card: Card, view: str = "change") -> str:
    return reverse(f"admin:cards_card_{view}", args=[card.pk])


def definition(card: Card, **changed: object) -> dict[str, object]:
    """What the card's page posts."""
    return {
        "title": card.title,
        "at_a_glance": card.at_a_glance,
        "is_enabled": "on",
        "position": card.position,
        "time_window": card.time_window,
        "alert_trigger": card.alert_trigger,
        "aliases": "[]",
        "siblings": "[]",
        "reconciling": "{}",
        "roles": [role.pk for role in card.roles.all()],
        **changed,
    }


@pytest.mark.parametrize(
    ("role", "staff", "status"),
    [("operations", True, 200), ("owner", True, 403), ("owner", False, 302), ("", True, 403)],
)
def test_the_list_opens_for_operations(role, staff, status):
    client = signed_in(UserFactory(role=role or None, is_staff=staff))

    assert client.get(LIST).status_code == status


def test_a_card_of_other_roles_is_hidden(ops, card, owners_card):
    listed = [row.pk for row in ops.get(LIST).context["cl"].result_list]

    assert card.pk in listed
    assert owners_card.pk not in listed
    assert ops.get(page(owners_card)).status_code == 404


def test_a_superuser_sees_every_card(owners_card):
    client = signed_in(UserFactory(is_staff=True, is_superuser=True))

    assert client.get(page(owners_card)).status_code == 200


def test_the_words_of_a_card_are_edited(ops, card):
    ops.post(page(card), definition(card, why_it_matters="It is a denominator."))

    card.refresh_from_db()
    assert card.why_it_matters == "It is a denominator."


def test_the_key_and_what_was_shipped_are_not_edited(ops, card):
    Card.objects.filter(pk=card.pk).update(shipped={"title": "Shipped"})

    ops.post(page(card), definition(card, key="aex_other", shipped="{}"))

    card.refresh_from_db()
    assert (card.key, card.shipped) == ("aex_test_card", {"title": "Shipped"})


def test_a_card_that_is_off_can_be_switched_on_again(ops, card):
    Card.objects.filter(pk=card.pk).update(is_enabled=False)

    ops.post(page(card), definition(card))

    card.refresh_from_db()
    assert card.is_enabled


def test_the_roles_of_a_card_are_edited(ops, card):
    operations = Group.objects.get(name="operations")

    ops.post(page(card), definition(card, roles=[operations.pk]))

    assert list(card.roles.all()) == [operations]


def test_operations_cannot_lock_themselves_out(ops, card):
    owner = Group.objects.get(name="owner")

    answer = ops.post(page(card), definition(card, roles=[owner.pk]))

    assert "Keep the role operations" in answer.content.decode()
    assert card.roles.count() == 2


def test_the_unit_is_the_measures_and_nobodys_to_edit(ops, card):
    assert ops.post(page(card), definition(card, unit="percent")).status_code == 302

    card.refresh_from_db()
    assert card.unit == "count"


def test_siblings_are_kept_in_their_order(ops, card):
    siblings = [{"card": "aex_b", "why": "Because."}, {"card": "aex_a", "why": "Also."}]

    ops.post(page(card), definition(card, siblings=json.dumps(siblings)))

    card.refresh_from_db()
    assert card.siblings == siblings


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("siblings", "[", "This is not JSON"),
        ("siblings", "{}", "Siblings are a list"),
        ("siblings", '[{"card": "aex_a"}]', "Siblings are a list"),
        ("siblings", '[{"card": "aex_a", "why": ""}]', "Siblings are a list"),
        ("siblings", '[{"card": "a", "why": "x"}, {"card": "a", "why": "y"}]', "named twice"),
        ("reconciling", "[]", "Reconciling says where to look"),
        ("reconciling", '{"where": "There"}', "Reconciling says where to look"),
        ("reconciling", '{"where": "There", "notes": [{}]}', "Reconciling says where to look"),
        ("aliases", '"aex_other"', "Aliases are a list"),
        ("aliases", "[1]", "Aliases are a list"),
        ("aliases", '["a/b"]', "Aliases are a list"),
        ("aliases", '["aex_active_listings"]', "Active Listings answers to aex_active_listings"),
    ],
)
def test_json_of_the_wrong_shape_is_said_in_a_sentence(ops, card, field, typed, says):
    before = getattr(card, field)

    answer = ops.post(page(card), definition(card, **{field: typed}))

    card.refresh_from_db()
    assert says in answer.content.decode()
    assert getattr(card, field) == before


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("9" * 5000, id="many digits"),
        pytest.param("[" * 20_000, id="never closed"),
        pytest.param("[" * 20_000 + "]" * 20_000, id="deep"),
        pytest.param(r'[{"card": "aex_a", "why": "\ud800"}]', id="half a letter"),
    ],
)
@pytest.mark.parametrize("field", ["aliases", "siblings", "reconciling", "settings"])
def test_json_nobody_could_keep_is_said_in_a_sentence(ops, card, field, typed):
    before = getattr(card, field)

    answer = ops.post(page(card), definition(card, **{field: typed}))

    card.refresh_from_db()
    assert "This is not JSON" in answer.content.decode()
    assert getattr(card, field) == before


@pytest.mark.parametrize(("field", "empty"), [("siblings", []), ("reconciling", {})])
def test_a_field_that_is_cleared_is_empty(ops, card, field, empty):
    ops.post(page(card), definition(card, **{field: ""}))

    card.refresh_from_db()
    assert getattr(card, field) == empty


def test_what_was_typed_wrongly_is_still_there(ops, card):
    answer = ops.post(page(card), definition(card, siblings="[oops-typed"))

    assert "[oops-typed" in answer.content.decode()


def test_json_of_the_wrong_shape_is_still_there_as_it_was_typed(ops, card):
    answer = ops.post(page(card), definition(card, siblings='["oops",   "typed"]'))

    assert "[&quot;oops&quot;,   &quot;typed&quot;]" in answer.content.decode()


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_adds_or_deletes_a_card(card, superuser):
    client = signed_in(UserFactory(role="operations", is_superuser=superuser))

    assert client.post(reverse("admin:cards_card_add"), {}).status_code == 403
    assert client.post(page(card, "delete"), {"post": "yes"}).status_code == 403
    assert Card.objects.filter(pk=card.pk).exists()


def test_the_page_holds_nothing_inline(ops, card):
    page_bytes = ops.get(page(card)).content

    assert b"<style" not in page_bytes
    assert b' style="' not in page_bytes


def test_operations_edit_a_sentiment_rule(ops, card):
    rule = '{"rule": "higher_is_better", "positive_from": 5000, "attention_from": 4000}'

    ops.post(page(card), definition(card, sentiment_rule=rule))

    card.refresh_from_db()
    assert card.sentiment_rule["positive_from"] == 5000


def test_a_sentiment_rule_of_no_shape_is_refused_with_a_sentence(ops, card):
    answer = ops.post(page(card), definition(card, sentiment_rule='{"rule": "loud"}'))

    card.refresh_from_db()
    assert "A sentiment rule names its shape" in answer.content.decode()
    assert card.sentiment_rule["rule"] == "neutral"


@pytest.mark.parametrize(
    "typed", ["{}", '{"days": 0}', '{"days": "3"}', '{"days": 3, "nights": 1}']
)
def test_a_setting_the_card_does_not_have_is_refused(ops, typed):
    card = Card.objects.get(key="aex_listings_expiring_soon")

    answer = ops.post(page(card), definition(card, settings=typed))

    card.refresh_from_db()
    assert "This card can be set with days" in answer.content.decode()
    assert card.settings == {"days": 3}


def test_a_setting_of_the_card_is_changed(ops):
    card = Card.objects.get(key="aex_listings_expiring_soon")

    ops.post(page(card), definition(card, settings='{"days": 5}'))

    card.refresh_from_db()
    assert card.settings == {"days": 5}


def test_a_reading_of_the_past_stands_on_the_settings_of_then(ops):
    card = Card.objects.get(key="aex_listings_expiring_soon")
    snapshot = SnapshotFactory()
    ValidityTallyFactory(snapshot=snapshot)
    before = timezone.now()

    ops.post(page(card), definition(card, settings='{"days": 7}'))

    card.refresh_from_db()
    now = timezone.now()
    assert read(card, snapshot.store, at=now).value == 212
    assert read(card, snapshot.store, at=now, as_of=before).value == 61
    assert read(card, snapshot.store, at=now, as_of=now).value == 212
