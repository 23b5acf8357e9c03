"""What there is to choose from is chosen, not typed from memory."""

import pytest
from django.urls import reverse

from cards.models import DailyTracing, Synonym
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(operations):
    return MembershipFactory(user=operations).store


@pytest.mark.parametrize("subject", ["total", "rejected", "out_of_stock", "auditing-rejected"])
def test_what_is_traced_each_morning_is_chosen_in_words(ops, store, subject):
    add = reverse("admin:cards_dailytracing_add")
    assert f'<option value="{subject}">' in ops.get(add).content.decode()

    ops.post(add, {"store": store.pk, "subject": subject})

    assert DailyTracing.objects.get().subject == subject


def test_what_is_traced_is_listed_in_the_words_it_is_chosen_by(ops, store):
    DailyTracing.objects.create(store=store, subject="out_of_stock")

    page = ops.get(reverse("admin:cards_dailytracing_changelist")).content.decode()

    assert 'field-about">Out of stock</td>' in page


def test_what_was_traced_until_now_stays_a_choice(ops, store):
    kept = DailyTracing.objects.create(store=store, subject="aex_rejection_rate")
    page = reverse("admin:cards_dailytracing_change", args=[kept.pk])
    chosen = '<option value="aex_rejection_rate" selected>aex_rejection_rate</option>'

    assert chosen in ops.get(page).content.decode()


def test_a_subject_nobody_offers_is_refused(ops, store):
    ops.post(
        reverse("admin:cards_dailytracing_add"), {"store": store.pk, "subject": "no such thing"}
    )

    assert not DailyTracing.objects.exists()


def test_the_phrases_a_word_may_stand_for_are_offered(ops):
    add = reverse("admin:cards_synonym_add")
    assert '<option value="rejected"></option>' in ops.get(add).content.decode()

    ops.post(add, {"phrase": "thrown back", "means": "rejected"})

    assert Synonym.objects.filter(phrase="thrown back").exists()
