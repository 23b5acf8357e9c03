"""Cards in the admin: words and roles are operations' to edit, within the roles they hold."""

import html

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from cards.admin.card_form import form_for
from cards.catalogue.definitions import CARDS
from cards.models import Card
from cards.readings.reader import read
from tests.cards.admin.conftest import signed_in
from tests.factories import MembershipFactory, SnapshotFactory, UserFactory, ValidityTallyFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:cards_card_changelist")


def page(card: Card, view: str = "change") -> str:
    return reverse(f"admin:cards_card_{view}", args=[card.pk])


def definition(card: Card, **changed: object) -> dict[str, object]:
    """What the card's page posts."""
    form = form_for(card, nameable=frozenset(), needs_operations=False)(instance=card)
    posted = {
        name: value
        for name in form.fields
        if name not in ("alert_trigger", "siblings", "notes", "roles")
        and (value := form[name].value()) is not None
        and value is not False
    }
    for name in ("alert_trigger", "siblings", "notes"):
        posted |= rows(name, form[name].value() or [])
    return {**posted, "roles": [role.pk for role in card.roles.all()], **changed}


def rows(name: str, values: list[dict[str, str]]) -> dict[str, str]:
    """As the fields of a table of rows post it."""
    return {
        f"{name}-{place}-{column}": text
        for place, row in enumerate(values)
        for column, text in row.items()
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


@pytest.mark.parametrize(
    ("filled", "rule"),
    [
        (
            {
                "rule_kind": "higher_is_better",
                "rule_higher_is_better_positive_from": "5000",
                "rule_higher_is_better_attention_from": "4000.5",
                "rule_lower_is_better_positive_to": "of another kind",
            },
            None,
        ),
        (
            {
                "rule_kind": "higher_is_better",
                "rule_higher_is_better_positive_from": "5000",
                "rule_higher_is_better_attention_from": "4000.5",
            },
            {"rule": "higher_is_better", "positive_from": 5000, "attention_from": 4000.5},
        ),
        (
            {
                "rule_kind": "target_band",
                "rule_target_band_from": "40",
                "rule_target_band_to": "60",
                "rule_target_band_attention_within": "10",
            },
            {"rule": "target_band", "from": 40, "to": 60, "attention_within": 10},
        ),
        (
            {
                "rule_kind": "directional_change",
                "rule_good": "down",
                "rule_directional_change_window_days": "7",
                "rule_directional_change_flat_within": "1",
            },
            {"rule": "directional_change", "good": "down", "window_days": 7, "flat_within": 1},
        ),
        (
            {
                "rule_kind": "neutral",
                "rule_bloat": "on",
                "rule_against": "aex_active_listings",
                "rule_bloat_window_days": "7",
                "rule_bloat_rises_by": "2",
                "rule_bloat_flat_within": "0.5",
            },
            {
                "rule": "neutral",
                "bloat": {
                    "against": "aex_active_listings",
                    "window_days": 7,
                    "rises_by": 2,
                    "flat_within": 0.5,
                },
            },
        ),
    ],
)
def test_operations_say_in_words_when_a_number_is_good(ops, card, filled, rule):
    ops.post(page(card), definition(card, **filled))

    card.refresh_from_db()
    assert card.sentiment_rule == (rule or {"rule": "neutral"})


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        ({"rule_kind": "loud"}, "Select a valid choice"),
        ({"rule_kind": "lower_is_better"}, "Give a number."),
        (
            {
                "rule_kind": "higher_is_better",
                "rule_higher_is_better_positive_from": "1",
                "rule_higher_is_better_attention_from": "2",
            },
            "\u201cTo be watched from, and bad below\u201d must not lie above "
            "\u201cGood from\u201d.",
        ),
        ({"rule_bloat": "on"}, "Choose the card it is compared with."),
        (
            {
                "rule_kind": "directional_change",
                "rule_directional_change_window_days": "1.5",
                "rule_directional_change_flat_within": "1",
            },
            "must be a whole number from 1 to 365.",
        ),
        (
            {
                "rule_kind": "lower_is_better",
                "rule_lower_is_better_positive_to": "1e300",
                "rule_lower_is_better_attention_to": "nan",
            },
            "Enter a number.",
        ),
    ],
)
def test_a_rule_that_is_wrong_is_said_in_the_words_of_its_labels(ops, card, filled, says):
    answer = ops.post(page(card), definition(card, **filled))

    card.refresh_from_db()
    assert says in html.unescape(answer.content.decode())
    assert card.sentiment_rule == {"rule": "neutral"}


def test_a_rule_somebody_wrote_past_the_check_is_shown_and_kept_until_it_is_touched(ops, card):
    Card.objects.filter(pk=card.pk).update(sentiment_rule={"rule": "higher_is_better", "odd": 1})
    card.refresh_from_db()

    ops.post(page(card), definition(card, title="Other words"))

    card.refresh_from_db()
    assert (card.title, card.sentiment_rule["odd"]) == ("Other words", 1)


@pytest.mark.parametrize("typed", ["", "0", "x", "366", "3.5", "9" * 500])
def test_a_setting_that_is_no_number_of_days_is_refused(ops, typed):
    card = Card.objects.get(key="aex_listings_expiring_soon")

    answer = ops.post(page(card), definition(card, setting_days=typed))

    card.refresh_from_db()
    assert "errorlist" in answer.content.decode()
    assert card.settings == {"days": 3}


def test_a_setting_of_the_card_is_changed(ops):
    card = Card.objects.get(key="aex_listings_expiring_soon")

    ops.post(page(card), definition(card, setting_days="5"))

    card.refresh_from_db()
    assert card.settings == {"days": 5}


def test_what_it_would_say_today_is_shown_and_nothing_is_kept(ops, operations):
    card = Card.objects.get(key="aex_listings_expiring_soon")
    snapshot = SnapshotFactory()
    ValidityTallyFactory(snapshot=snapshot)
    hidden = SnapshotFactory(store__name="Quay Lights")
    ValidityTallyFactory(snapshot=hidden)
    MembershipFactory(store=snapshot.store, user=operations)

    now = ops.get(page(card)).context["said"]
    answer = ops.post(page(card), definition(card, setting_days="7", _preview="1"))
    wrong = ops.post(page(card), definition(card, setting_days="0", _preview="1"))

    card.refresh_from_db()
    assert [(one.store, one.now.value, one.after) for one in now] == [(snapshot.store, 61, None)]
    assert [(one.now.value, one.after.value) for one in answer.context["said"]] == [(61, 212)]
    assert "212" in answer.content.decode()
    assert "errorlist" in wrong.content.decode()
    assert card.settings == {"days": 3}
    assert "Quay Lights" not in answer.content.decode()


def test_a_reading_of_the_past_stands_on_the_settings_of_then(ops):
    card = Card.objects.get(key="aex_listings_expiring_soon")
    snapshot = SnapshotFactory()
    ValidityTallyFactory(snapshot=snapshot)
    before = timezone.now()

    ops.post(page(card), definition(card, setting_days="7"))

    card.refresh_from_db()
    now = timezone.now()
    assert read(card, snapshot.store, at=now).value == 212
    assert read(card, snapshot.store, at=now, as_of=before).value == 61
    assert read(card, snapshot.store, at=now, as_of=now).value == 212


def test_a_form_offers_an_editor_only_the_cards_they_see(card, owners_card):
    everything = form_for(card, nameable=frozenset({owners_card.pk}), needs_operations=False)
    nothing = form_for(card, nameable=frozenset(), needs_operations=True)

    assert "aex_owners_card" in str(everything(instance=card)["siblings"])
    assert "aex_owners_card" not in str(nothing(instance=card)["siblings"])
