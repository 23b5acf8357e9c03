"""The page of what stands behind a number: its links are as long as their numbers, it is asked
once, and what is found becomes work."""

import re
from html import unescape

import pytest
import time_machine
from django.template.loader import render_to_string

from aliexpress.models import ListingSnapshot, Store
from cards.formats import moment_text
from cards.models import Alert, Card, Tracing, WorkItem
from cards.tracing import archive
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store
from tests.factories import StoreFactory
from tests.moments import NOON

WHY = "/stores/harbour-home/why"
LISTINGS = "/stores/harbour-home/listings/"
JUST_AFTER = CLOSING


@pytest.fixture
def browser(owner, as_user):
    with time_machine.travel(JUST_AFTER, tick=False):
        yield as_user(owner)


@pytest.fixture(scope="module")
def reviewed(module_db):
    store = StoreFactory(slug="harbour-home", name="Harbour Home")
    return reviewed_store(store, share=0.9, size=160)


@pytest.fixture
def store(db, reviewed):
    return Store.objects.get(pk=reviewed[0].store_id)


def page(browser, key, **query):
    response = browser.get(f"{WHY}/{key}/", query)
    return " ".join(response.content.decode().split())


def test_every_number_of_a_finding_opens_a_list_as_long_as_it_says(reviewed, browser):
    shown = page(browser, "aex_rejected_listings")

    told = r"(?:(?:The|These|All) )?([\d,]+)(?: before)?"
    links = re.findall(rf'<a href="(/stores/[^"]*/listings/\?[^"]*)">{told}</a>', shown)
    assert ASSISTANT in shown
    assert len(links) >= 11
    for address, number in {*links}:
        listed = browser.get(unescape(address)).content.decode()
        assert f"{number} rejected" in listed or re.search(rf"<h2>\s*{number}\s", listed), address


def test_a_question_asked_twice_is_one_answer(reviewed, browser):
    first, again = page(browser, "rejected"), page(browser, "aex_rejected_listings")

    assert Tracing.objects.count() == 1
    assert re.sub(r'name="csrf[^>]*>', "", first) == re.sub(r'name="csrf[^>]*>', "", again)


def test_an_answer_has_an_address_of_its_own(reviewed, browser):
    page(browser, "rejected")
    kept = Tracing.objects.get()

    assert "What review turned down" in page(browser, "rejected", tracing=kept.pk)
    assert browser.get(f"{WHY}/rejected/", {"tracing": kept.pk + 1}).status_code == 404
    assert browser.get(f"{WHY}/rejected/", {"tracing": "x"}).status_code == 404


def test_a_finding_becomes_a_work_item_in_one_click(reviewed, browser):
    page(browser, "rejected", kind="alike")
    kept = Tracing.objects.get()

    response = browser.post(f"/stores/harbour-home/tracings/{kept.pk}/work/", {"finding": "0"})

    item = WorkItem.objects.get()
    [finding, *_] = (kept.answer or {})["findings"]
    assert response["Location"] == f"/stores/harbour-home/work/{item.pk}/"
    assert item.rows.count() == finding["here"][0]
    assert item.note == finding["sentence"]
    address = f"/stores/harbour-home/tracings/{kept.pk}/work/"
    assert browser.post(address, {"finding": "7"}).status_code == 404


def test_more_than_a_work_item_takes_are_offered_as_a_list(reviewed, browser, monkeypatch):
    monkeypatch.setattr("cards.pages.why_views.MOST_LISTINGS", 3)

    shown = page(browser, "rejected", kind="alike")

    assert "Make a work item" not in shown
    assert re.search(r'takes 3 listings: narrow <a href="/stores/[^"]*/listings/', shown)


def test_rows_that_were_ticked_are_asked_what_they_share(reviewed, browser):
    ids = [
        *reviewed[0].store.listings.filter(state="rejected").values_list("product_id", flat=True)
    ]

    shown = page(browser, "list", listing=ids[:12], take="ticked")

    assert ">12</a> are in the list" in shown


def test_a_list_is_asked_what_it_shares(reviewed, browser):
    shown = page(browser, "list", state="rejected", reason="category_audit_fail")

    assert ASSISTANT in shown
    assert "on sale and not in it" in shown


@pytest.mark.parametrize(
    ("key", "query", "sentence"),
    [
        ("the-moon", {}, "subject must be a card"),
        ("list", {}, "subject must say"),
        ("list", {"card": "no-card"}, "no card that counts"),
        ("list", {"ids": "1,two"}, "at most 50 product ids"),
        ("rejected", {"from": "soon"}, "From"),
    ],
)
def test_what_cannot_be_traced_is_said_in_one_sentence(reviewed, browser, key, query, sentence):
    response = browser.get(f"{WHY}/{key}/", query)

    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_a_large_store_is_traced_by_a_worker_and_the_page_waits(reviewed, browser, monkeypatch):
    monkeypatch.setattr(archive, "AT_ONCE", 10)
    sent = []
    monkeypatch.setattr("cards.tasks.trace.apply_async", lambda **given: sent.append(given))

    assert "Waiting for a free worker" in page(browser, "rejected")
    kept = Tracing.objects.get()
    assert sent == [{"kwargs": {"tracing_id": kept.pk}, "expires": 3600}]
    archive.trace(kept.pk, at=JUST_AFTER)

    assert kept.read_count == 0
    assert ASSISTANT in page(browser, "rejected")
    assert Tracing.objects.get().read_count > 100


def test_before_the_second_reading_there_is_nothing_to_trace(reviewed, owner, as_user):
    with time_machine.travel(NOON, tick=False):
        response = as_user(owner).get(f"{WHY}/rejected/")

    assert response.status_code == 200
    assert "Choose a later one" in response.content.decode()
    assert Tracing.objects.count() == 0


def test_what_they_share_is_of_one_moment_and_stays_what_was_asked(reviewed, browser):
    why, alike = (page(browser, "rejected", kind=kind) for kind in ("why", "alike"))

    assert 'name="from"' in why
    assert 'name="from"' not in alike
    assert "the last 7 days" not in alike
    assert '<input type="hidden" name="kind" value="alike">' in alike
    assert 'name="to"' not in page(browser, "aex_listing_quality_score")


def test_the_page_is_small_and_asks_little(reviewed, browser, django_assert_max_num_queries):
    page(browser, "rejected")
    with django_assert_max_num_queries(12):
        response = browser.get(f"{WHY}/rejected/")

    assert len(response.content) < 60_000


def test_what_asks_why_leads_to_a_page_that_answers(reviewed, browser):
    """On a card, beside a movement, on a list and on a group of work."""
    window = "from=2026-03-21T12:00:00Z&to=2026-03-28T12:00:00Z"
    for place in (
        "cards/aex_rejected_listings/",
        "cards/aex_total_listings/",
        f"flow/?{window}",
        "listings/?state=rejected",
        "work/groups/rejected/",
    ):
        shown = browser.get(f"/stores/harbour-home/{place}").content.decode()
        links = re.findall(r'href="(/stores/[^"]*/why/[^"]*)"', shown)
        assert links, place
        for address in {*links}:
            assert browser.get(unescape(address)).status_code == 200, address


def test_an_alert_leads_to_the_week_before_it(reviewed, browser, owner):
    card = Card.objects.get(key="aex_rejected_listings")
    Alert.objects.create(
        card=card, store=reviewed[0].store, trigger="above 3", opened_at=CLOSING, updated_at=CLOSING
    )

    shown = browser.get("/alerts/").content.decode()

    assert f"{WHY}/aex_rejected_listings/?to=2026-03-28T12%3A00%3A00Z" in shown


def test_every_part_of_an_answer_says_that_its_reading_is_disputed(reviewed, browser):
    assert "disputed reading" not in page(browser, "rejected", kind="alike")
    ListingSnapshot.objects.filter(store=reviewed[-1].store).update(verdict="disputed")

    shown = page(browser, "rejected")

    assert shown.count("(a disputed reading)") >= 3
    assert "Every number stands on a disputed reading." in shown


def test_nothing_ticked_is_said_and_no_other_question_is_answered(reviewed, browser):
    response = browser.get(f"{WHY}/list/", {"take": "ticked", "reason": "category_audit_fail"})

    assert response.status_code == 400
    assert "Tick the listings to ask about first." in response.content.decode()
    assert not Tracing.objects.exists()


def test_a_list_offers_what_it_shares_only_where_that_can_be_answered(reviewed, browser):
    window = f"from={moment_text(reviewed[0].as_of)}&to={moment_text(reviewed[-1].as_of)}"
    offered = {}
    for what in (
        "moved=back",
        "reviewed=any",
        "reviewed=rejected",
        "stayed=active",
        "moved=auditing-rejected",
        "moved=nowhere-auditing",
        "moved=active-nowhere",
        "moved=any-rejected",
        "moved=elsewhere-active",
    ):
        listed = browser.get(f"{LISTINGS}?{what}&{window}").content.decode()
        offered[what] = re.search(r'href="([^"]*)">What do these share\?', listed)

    asked = {what: link for what, link in offered.items() if link}
    assert asked.keys().isdisjoint({"moved=back", "reviewed=any"})
    assert {"reviewed=rejected", "moved=auditing-rejected"} <= asked.keys()
    for what, link in asked.items():
        assert browser.get(unescape(link[1])).status_code == 200, what


@pytest.mark.parametrize(("of", "links"), [(40, ["All 40"]), (52, ["These 40", "All 52"])])
def test_what_is_the_same_listings_is_linked_once(of, links):
    alike = {"sentence": "", "both": 40, "of": of, "listings_of_both": "/b", "listings": "/a"}
    one = {"here": [40, 52], "others": [1, 9], "expected": 6, "new": None, "like_it": [alike]}

    text = render_to_string("cards/_why_finding.html", {"one": one, "most": 0})

    assert re.findall(r'<a href="/[ab]">([^<]+)</a>', text) == links
