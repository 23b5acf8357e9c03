"""Operations say in words when a number of a card is good, and change what it goes by."""

import html

import pytest
from django.utils import timezone

from cards.models import Card
from cards.readings.reader import read
from tests.cards.admin.card_form import definition, page
from tests.factories import MembershipFactory, SnapshotFactory, ValidityTallyFactory

pytestmark = pytest.mark.django_db


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
