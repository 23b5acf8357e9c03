"""The workbench in a browser: what to clear, who does it, and what came of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aliexpress.models import StoreNow
from cards.work.items import take_on
from tests.cards.pages.listing_rows import rejected, text_of
from tests.cards.pages.workbench import GROUP, WORK
from tests.factories import ListingDetailFactory, ListingFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

NEW = f"{WORK}new/"


def test_the_workbench_says_what_to_clear_and_what_it_is_worth(person, store):
    rejected(store, 45)

    text = text_of(person.get(WORK))

    assert "Rejected: in the wrong category" in text
    assert "Clear these 45: Active 4,355, gap 465, rejection rate 1.6 %." in text
    assert "Choose the category AliExpress suggests" in text


def test_a_long_word_of_aliexpress_breaks_after_its_underscores(person, store):
    rejected(store, 3, "merchant_qualification_documents_missing_fail")

    text = text_of(person.get(WORK))

    broken = "merchant_<wbr>qualification_<wbr>documents_<wbr>missing_<wbr>fail"
    assert f"Rejected: {broken}</a>" in text


@pytest.mark.parametrize("address", [GROUP, f"{NEW}?kind=rejected", f"{NEW}?kind=source_missing"])
def test_a_reason_longer_than_any_of_aliexpress_is_refused_with_a_sentence(person, address):
    # A part of it would name another group, or none.
    sign = "&" if "?" in address else "?"

    page = person.get(f"{address}{sign}reason={'r' * 201}")

    assert page.status_code == 400
    assert "s reason must be text of at most 200 ordinary characters." in page.content.decode()


def test_a_store_with_nothing_to_clear_says_so(person):
    text = text_of(person.get(WORK))

    assert "Nothing stands in the way of a sale" in text
    assert "Nobody has taken anything on" in text


def test_all_that_was_rejected_is_told_reason_by_reason_each_to_be_taken_on(person, store):
    rejected(store, 2)
    rejected(store, 3, reason="fake_audit_fail", state_since_at=NOON - timedelta(days=3))

    text = text_of(person.get(f"{WORK}groups/rejected/"))

    reasons = ("the description does not match", "in the wrong category")
    places = [text.index(f"Rejected: {reason}") for reason in reasons]
    assert places == sorted(places)  # the oldest first where no price is known
    assert "Take on these 3</a>" in text
    assert "Take on these 2</a>" in text


def test_all_work_leads_to_what_there_is_to_take_on_in_each_store(person, store):
    StoreFactory(slug="hidden", name="Not theirs")

    text = text_of(person.get("/work/"))

    assert '<a href="/stores/harbour-home/work/">Harbour Home</a>' in text
    assert "Not theirs" not in text


def test_who_sees_a_store_and_no_card_of_it_is_led_to_no_workbench(store, member, as_user):
    text = text_of(as_user(member(None)).get("/work/"))

    assert "No store is yours to see yet, or no card of it" in text
    assert "/stores/harbour-home/work/" not in text


def test_the_words_of_a_managed_shop_are_told_in_ours(person, store):
    rejected(store, 2, reason="audit_sub_status_supply_price")

    text = text_of(person.get(WORK))

    assert "Rejected: its supply price" in text
    assert "AliExpress does not buy at this price." in text


def test_the_search_box_of_a_group_is_empty(person, store):
    rejected(store, 2)

    assert "{&#x27;reason" not in text_of(person.get(GROUP))


def test_a_store_that_cannot_be_read_says_so_where_its_work_stands(person, store):
    rejected(store, 3)
    run = SyncRunFactory(store=store, failed=True)
    StoreNow.objects.filter(store=store).update(last_run=run)
    item = take_on(store, {"kind": "rejected"}, by=None, at=NOON)

    for page in (WORK, GROUP, f"{WORK}{item.pk}/"):
        text = text_of(person.get(page))
        assert "Harbour Home could not be read" in text
        assert run.error in text


def test_a_group_page_says_why_each_row_is_here_and_sorts(person, store):
    low, high = (rejected(store, 1, min_price=price, currency="USD")[0] for price in (5, 90))
    ListingDetailFactory(listing=low, missing=[10], category_id=5, required_filled=50)

    text = text_of(person.get(f"{GROUP}&sort=-price"))

    assert text.index(str(high.product_id)) < text.index(str(low.product_id))
    assert "In the wrong category" in text
    assert "Lacks 10" in text


@pytest.mark.parametrize("query", ["", "?min_days=2"])
def test_what_a_group_shares_is_asked_by_whoever_sees_its_card(
    person, store, member, as_user, query
):
    ListingFactory(store=store, offline_at=timezone.now() + timedelta(days=1))
    address = f"{WORK}groups/expiring/{query}"

    assert "What do these share?" in text_of(person.get(address))
    assert "What do these share?" not in text_of(as_user(member("finance")).get(address))


@pytest.mark.parametrize(("narrowed", "asked"), [(2, 7), (30, 30)])
def test_what_is_stuck_is_narrowed_by_age_and_asked_about_no_younger_than_it_is(
    person, store, narrowed, asked
):
    since = NOON - timedelta(days=40)
    ListingFactory(store=store, state="auditing", status="auditing", state_since_at=since)

    text = text_of(person.get(f"{WORK}groups/stuck/?min_days={narrowed}"))

    assert f"/why/list/?state=auditing&amp;min_days={asked}" in text


@pytest.mark.parametrize(
    "address",
    [
        f"{WORK}groups/nonsense/",
        f"{WORK}groups/chosen/",
        f"{WORK}999999/",
        f"{WORK}999999/change/",
        f"{WORK}999999.csv",
    ],
)
def test_what_is_not_there_is_404(person, address):
    ask = person.post if address.endswith("change/") else person.get
    assert ask(address).status_code == 404


def test_another_stores_item_is_404_to_read_change_and_export(person, owner):
    elsewhere = StoreFactory(slug="quay")
    ListingFactory(store=elsewhere, state="expired")
    item = take_on(elsewhere, {"kind": "expired"}, by=owner, at=NOON)

    for slug in ("quay", "harbour-home"):
        base = f"/stores/{slug}/work/{item.pk}"
        assert person.get(f"{base}/").status_code == 404
        assert person.get(f"{base}.csv").status_code == 404
        assert person.post(f"{base}/change/", {"comment": "x"}).status_code == 404
    assert item.events.count() == 1


def test_reading_writes_nothing(person, store, owner):
    rejected(store, 3)
    item = take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    for address in (WORK, GROUP, f"{WORK}{item.pk}/", f"{WORK}new/?kind=rejected"):
        with CaptureQueriesContext(connection) as asked:
            person.get(address)
        writes = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert writes == []


def statements(person, address):
    with CaptureQueriesContext(connection) as asked:
        text = text_of(person.get(address))
    assert len(text) < 150_000
    return len(asked)


def test_pages_cost_as_many_statements_for_400_listings_as_for_4(person, store, owner):
    rejected(store, 2)
    rejected(store, 2, "fake_audit_fail")
    item = take_on(store, {"kind": "rejected"}, by=owner, at=NOON)
    addresses = (WORK, GROUP, f"{WORK}{item.pk}/")
    few = [statements(person, address) for address in addresses]

    for _ in range(5):
        rejected(store, 40)
        rejected(store, 40, "fake_audit_fail")
        take_on(store, {"kind": "rejected"}, by=owner, at=NOON)

    many = [statements(person, address) for address in addresses]
    assert [now <= then for now, then in zip(many, few, strict=True)] == [True] * 3
    assert max(many) <= 24


def test_of_very_many_reasons_the_first_are_told_in_full_and_the_rest_in_a_list(person, store):
    for number in range(15):
        rejected(store, 1, reason=f"reason_{number}_audit_fail")

    for address in (WORK, f"{WORK}groups/rejected/"):
        text = text_of(person.get(address))
        assert text.count("Clear this one") == 12
        assert "3 more groups" in text
    assert "3 more</a>" in text_of(person.get("/stores/harbour-home/listings/?state=rejected"))


def test_what_to_clear_is_told_by_its_worth_or_by_its_age(person, store):
    rejected(store, 2, min_price=40, max_price=40, currency="USD")
    old = NOON - timedelta(days=3)
    rejected(
        store, 2, "fake_audit_fail", state_since_at=old, min_price=3, max_price=3, currency="USD"
    )
    worthy, oldest = "Rejected: in the wrong category", "Rejected: the description does not match"

    by_worth = text_of(person.get(WORK))
    by_age = text_of(person.get(f"{WORK}?order=age"))

    assert by_worth.index(worthy) < by_worth.index(oldest)
    assert by_age.index(oldest) < by_age.index(worthy)
    assert 'aria-current="true"> Most worth first</a>' in by_worth
    assert 'aria-current="true"> Oldest first</a>' in by_age
    # What is asked of the other panel keeps it.
    assert 'href="?list=closed&amp;order=age#in-hand"' in by_age
