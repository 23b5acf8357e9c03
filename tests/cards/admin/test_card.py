"""Cards in the admin: words and roles are operations' to edit, within the roles they hold."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cards.admin.card_form import form_for
from cards.catalogue.definitions import CARDS
from cards.models import Card
from tests.cards.admin.card_form import definition, page, rows
from tests.cards.admin.conftest import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:cards_card_changelist")


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
    siblings = [
        {"card": "aex_oos_listings", "why": "Because."},
        {"card": "aex_active_listings", "why": "Also."},
    ]

    ops.post(page(card), definition(card, **rows("siblings", siblings)))

    card.refresh_from_db()
    assert card.siblings == siblings


def test_where_to_look_and_why_numbers_differ_are_kept(ops, card):
    notes = [
        {"reason": "A filter.", "direction": "Less", "what_to_do": "Clear it.", "kind": "drafts"},
        {"reason": "A lag.", "direction": "Marginal", "what_to_do": "Wait."},
    ]

    ops.post(page(card), definition(card, where="Look there.", **rows("notes", notes)))

    card.refresh_from_db()
    assert card.reconciling == {"where": "Look there.", "notes": notes}


@pytest.mark.parametrize("key", CARDS)
def test_saving_a_delivered_card_untouched_changes_nothing(ops, key):
    before = Card.objects.get(key=key)

    answer = ops.post(page(before), definition(before))

    after = Card.objects.get(key=key)
    assert answer.status_code == 302
    assert vars(after) | {"_state": None} == vars(before) | {"_state": None}


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        (rows("siblings", [{"card": "aex_active_listings", "why": ""}]), "Row 1 lacks: Why to"),
        (rows("siblings", [{"card": "", "why": "Because."}]), "Row 1 lacks: Card."),
        (rows("siblings", [{"card": "aex_nothing", "why": "x"}]), "There is no card"),
        (
            rows("siblings", [{"card": "aex_active_listings", "why": word} for word in "xy"]),
            "named twice",
        ),
        (rows("notes", [{"reason": "A lag."}]), "Row 1 lacks: Which way"),
        (
            rows("notes", [{"reason": "a", "direction": "b", "what_to_do": "c"}]),
            "Say where to look",
        ),
        (rows("notes", [{"reason": "a\x00", "direction": "b", "what_to_do": "c"}]), "be kept"),
        ({"aliases": "a/b"}, "is no key"),
        ({"aliases": "[1]"}, "is no key"),
        (
            {"aliases": "aex_active_listings"},
            "Active Listings answers to aex_active_listings",
        ),
    ],
)
def test_a_field_that_is_wrong_is_said_in_a_sentence_and_nothing_is_kept(ops, card, posted, says):
    before = (card.siblings, card.reconciling, card.aliases)

    answer = ops.post(page(card), definition(card, **posted))

    card.refresh_from_db()
    assert says in answer.content.decode()
    assert (card.siblings, card.reconciling, card.aliases) == before


@pytest.mark.parametrize("name", ["siblings", "notes"])
def test_rows_that_are_cleared_are_gone(ops, name):
    card = Card.objects.get(key="aex_total_listings")
    cleared = {} if name == "siblings" else {"where": ""}
    posted = definition(card, **cleared)

    ops.post(page(card), {key: "" if key.startswith(f"{name}-") else posted[key] for key in posted})

    card.refresh_from_db()
    assert {"siblings": card.siblings, "notes": card.reconciling.get("notes", [])}[name] == []


def test_what_was_typed_wrongly_is_still_there(ops, card):
    answer = ops.post(
        page(card), definition(card, **rows("siblings", [{"card": "", "why": "oops, typed"}]))
    )

    assert "oops, typed" in answer.content.decode()


def test_no_field_of_a_card_is_json(ops):
    for card in Card.objects.filter(roles__name="operations"):
        text = ops.get(page(card)).content.decode()
        assert "{&quot;" not in text
        assert "[&quot;" not in text


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


def test_a_form_offers_an_editor_only_the_cards_they_see(card, owners_card):
    everything = form_for(card, nameable=frozenset({owners_card.pk}), needs_operations=False)
    nothing = form_for(card, nameable=frozenset(), needs_operations=True)

    assert "aex_owners_card" in str(everything(instance=card)["siblings"])
    assert "aex_owners_card" not in str(nothing(instance=card)["siblings"])
