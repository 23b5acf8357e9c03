"""Operations set the rules a source is held against listings by, and see what they would change."""

from decimal import Decimal

import pytest
from django.urls import reverse

from aliexpress.models import BridgeTally, ListingSku, SkuAlias, SourceCatalogue
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import counted, held_together
from tests.factories import MembershipFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(ops, django_user_model):
    """A store whose listing asks twice what its source does, and puts AE- before codes."""
    store = StoreFactory(slug="held", name="Held Home")
    user = django_user_model.objects.get(pk=ops.session["_auth_user_id"])
    MembershipFactory(store=store, user=user)
    rows = [
        ItemRow("1", "A", code="A-1", name="Linen curtain, 140 by 250 cm", price=Decimal(10),
                currency="EUR", stock=5),
        ItemRow("2", "B", code="B-1", name="Linen curtain, 140 by 250 cm", stock=5),
    ]  # fmt: skip
    held_together(store=store, items=rows, listings=[["A-1"], ["AE-B-1"]])
    ListingSku.objects.update(price=Decimal(20), currency="USD")
    counted(store)
    return store


def address(shop):
    return reverse("admin:aliexpress_sourcecatalogue_change", args=[shop.sources.get().pk])


RULES = {"name": "The shop", "prefix": "", "suffix": "", "code_is": "sku", "price_basis": "price",
         "price_factor": "", "price_fee": "0", "price_currency": "", "price_rate_on": "",
         "price_tolerance": "5", "title_tolerance": "70", "stock_buffer": "0"}  # fmt: skip


def test_of_a_shop_what_is_read_is_said_in_words_and_read_anew(ops, shop):
    SourceCatalogue.objects.update(kind="bigcommerce", meant_rule={"categories": [18, 20]})
    page = ops.get(address(shop)).content.decode()
    given = RULES | {"only_categories": "20, 7 20", "only_visible": "on", "only_locations": "3"}

    assert 'value="18, 20"' in page
    assert ops.post(address(shop), given).status_code == 302

    kept = SourceCatalogue.objects.get()
    assert (kept.meant_rule, kept.locations) == ({"categories": [7, 20], "visible": True}, [3])
    assert kept.due_at is not None


def test_rules_of_what_is_read_that_are_as_they_were_leave_the_turn_of_the_source(ops, shop):
    SourceCatalogue.objects.update(kind="bigcommerce", meant_rule={"categories": [18]})

    ops.post(address(shop), RULES | {"only_categories": "18", "only_locations": "", "prefix": "x"})

    kept = SourceCatalogue.objects.get()
    assert (kept.prefix, kept.meant_rule, kept.due_at) == ("x", {"categories": [18]}, None)


@pytest.mark.parametrize("text", ["shoes", "-1", "1;2", "99999999999", "9" * 4_500, "\u0661"])
def test_categories_that_are_no_numbers_are_refused_in_words(ops, shop, text):
    SourceCatalogue.objects.update(kind="bigcommerce")

    answer = ops.post(address(shop), RULES | {"only_categories": text})

    assert "It has to be numbers, such as 18, 20." in answer.content.decode()


def test_a_number_that_no_column_of_postgresql_holds_is_refused_in_words(ops, shop):
    answer = ops.post(address(shop), RULES | {"stock_buffer": str(2**31)})

    assert "less than or equal to 2147483647" in answer.content.decode()
    assert SourceCatalogue.objects.get().stock_buffer == 0


def test_a_file_is_asked_for_nothing_that_only_a_shop_has(ops, shop):
    assert "locations" not in ops.get(address(shop)).content.decode()


def test_the_page_of_a_tally_speaks_as_the_page_of_the_bridge_does(ops, shop):
    tally = BridgeTally.objects.get()
    url = reverse("admin:aliexpress_bridgetally_change", args=[tally.pk])

    page = ops.get(url).content.decode()

    for words in ("At the source", "Missing: whole products", "Further copy", "Sum", "Drifting"):
        assert words in page
    for raw in ("Oos", "count:", "listed_active", "{}"):
        assert raw not in page
    assert f"/stores/{shop.slug}/bridge/?as_of=" in page


def test_rules_are_labelled_tried_and_then_kept(ops, shop):
    page = ops.get(address(shop)).content.decode()
    rules = RULES | {"prefix": "AE-", "price_factor": "3", "price_currency": "USD"}

    tried = ops.post(address(shop), rules | {"_preview": "1"})
    said = {one.words: (one.now, one.after) for one in tried.context["said"]}
    kept = SourceCatalogue.objects.get()

    assert "Put before a code on AliExpress" in page
    assert "{}" not in page
    assert "With what is filled in below" in tried.content.decode()
    assert said["items missing"] == (1, 0)
    assert said["of them in price"] == (0, 1)
    assert (kept.prefix, kept.price_factor) == ("", None)
    assert ops.post(address(shop), rules).status_code == 302
    assert SourceCatalogue.objects.get().prefix == "AE-"
    assert counted(shop).missing_count == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"price_factor": "0"}, "more than 0"),
        ({"price_currency": "USD"}, "1 keeps the price"),
        ({"title_tolerance": "101"}, "100 at most"),
    ],
)
def test_rules_that_make_no_sense_are_refused_in_words(ops, shop, wrong, sentence):
    for way in ({}, {"_preview": "1"}):
        assert sentence in ops.post(address(shop), RULES | wrong | way).content.decode()
    assert SourceCatalogue.objects.get().price_tolerance == 5


def test_decisions_and_tallies_are_read_and_never_changed(ops, shop):
    alias = SkuAlias.objects.create(
        store=shop, kind="not_ours", code="X", key="x", why="A gift", made_at=NOON
    )
    pages = [
        reverse("admin:aliexpress_skualias_change", args=[alias.pk]),
        reverse("admin:aliexpress_bridgetally_change", args=[BridgeTally.objects.get().pk]),
        reverse("admin:aliexpress_skualias_changelist"),
        reverse("admin:aliexpress_bridgetally_changelist"),
        reverse("admin:aliexpress_sourcecatalogue_changelist"),
    ]

    assert [ops.get(page).status_code for page in pages] == [200] * 5
    assert 'name="_save"' not in ops.get(pages[0]).content.decode()
    assert ops.post(pages[0], {"why": "other"}).status_code == 403


def test_the_rules_of_a_hidden_store_are_not_found(ops, hidden):
    held_together(store=hidden, items=["A"], listings=[["A"]])
    counted(hidden)
    page = reverse("admin:aliexpress_sourcecatalogue_change", args=[hidden.sources.get().pk])
    tally = reverse("admin:aliexpress_bridgetally_change", args=[BridgeTally.objects.get().pk])

    assert ops.get(page).status_code == 404
    assert ops.post(page, RULES | {"_preview": "1"}).status_code == 404
    assert ops.get(tally).status_code == 404
