"""A page of a past moment: the answer given then, said to be of the past, with a way back."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from aliexpress.typed.moments import read_moment
from tests.cards.store_past import HOUR, lived
from tests.factories import DetailTallyFactory, SnapshotFactory, SyncRunFactory
from tests.moments import NOON

CARD = "/stores/harbour-home/cards/aex_total_listings/"
THEN = "2026-03-14T13:30:00Z"
LATER = NOON + 5 * HOUR


@pytest.fixture
def reader(owner, as_user):
    with time_machine.travel(LATER, tick=False):
        yield as_user(owner)


@pytest.fixture
def past(store):
    return lived(
        store,
        [
            {1: "active", 2: "active", 3: "auditing"},
            {1: "active", 2: "rejected", 3: "auditing", 4: "unmapped"},
            {1: "active", 3: "active"},
        ],
    )


def text_of(answer):
    return " ".join(re.sub("</?time[^>]*>", "", answer.content.decode()).split())


def test_it_gives_the_number_of_then_and_says_it_is_the_past(past, reader):
    text = text_of(reader.get(CARD, {"as_of": THEN}))

    assert ">4</a> <small>listings</small>" in text
    assert "this page is as it was given at 14 March 2026, 13:30:00 UTC" in text
    assert f'<a href="{CARD}">Back to now</a>' in text


def test_it_can_not_be_refreshed_and_watches_nothing(past, reader):
    text = text_of(reader.get(CARD, {"as_of": THEN}))

    assert 'id="refresh"' not in text
    # The box of questions, which asks for its completions, is no part of the reading.
    assert re.findall(r'hx-get="([^"]*)"', text) == ["/ask/completions/"]


def test_it_is_the_reading_the_api_gives_for_that_moment(past, reader):
    SyncRunFactory(store=past[0].store, failed=True)

    page = reader.get(CARD, {"as_of": THEN}).context["page"]
    answer = reader.get(f"/api/v1{CARD}", {"as_of": THEN}).json()

    assert page.reading.as_json() == answer


def test_every_number_of_it_opens_the_list_of_then(past, reader):
    page = reader.get(CARD, {"as_of": THEN}).content.decode()

    links = re.findall(r'<td class="n"[^>]*> *<a href="([^"]*/listings/\?[^"]*)">(\d+)</a>', page)
    assert {number for _, number in links} == {"0", "1"}
    for address, number in links:
        listed = reader.get(unescape(address)).content.decode()
        assert listed.count('class="subject"') == int(number), address


def test_the_numbers_beside_the_total_open_the_lists_of_then_too(past, reader):
    page = reader.get(CARD, {"as_of": THEN}).content.decode()

    links = re.findall(r'href="(/stores/harbour-home/listings/[^"]*)"', page)
    assert len(links) > 10
    assert [link for link in links if "as_of=2026-03-14T13%3A30" not in link] == []


def test_its_trend_ends_at_that_moment(past, reader):
    history = reader.get(CARD, {"as_of": THEN, "period": "24h"}).context["page"].history.history

    assert history.end == read_moment(THEN)
    assert [point.snapshot for point in history.points] == [past[0].pk, past[1].pk]


def test_one_leads_from_a_past_card_to_its_siblings_then(past, reader):
    text = text_of(reader.get(CARD, {"as_of": THEN}))

    assert f"aex_active_listings/?as_of={THEN.replace(':', '%3A')}" in text


def test_the_change_of_a_past_day_is_against_the_day_before_it(store, reader):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=2), rejected_count=100)
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=1), rejected_count=120)
    SnapshotFactory(store=store, as_of=NOON, rejected_count=500)

    page = reader.get(CARD, {"as_of": "2026-03-13T12:00:00Z"}).context["page"]

    assert page.ledger.change == 20


def test_before_the_first_reading_nothing_was_known_and_no_zero_is_shown(past, reader):
    text = text_of(reader.get(CARD, {"as_of": "2026-03-14T11:59:59Z"}))

    assert "No complete reading had been published by then." in text
    assert "yet" not in text.partition('<div id="numbers">')[2].partition('id="siblings"')[0]
    assert ">0</a> <small>listings" not in text


@pytest.mark.parametrize("key", ["aex_oos_listings", "aex_listing_quality_score"])
def test_a_card_whose_details_were_not_read_yet_has_a_past_page_too(past, reader, key):
    answer = reader.get(f"/stores/harbour-home/cards/{key}/", {"as_of": THEN})

    assert answer.status_code == 200
    assert "have not been read one by one yet" in text_of(answer)


def test_a_number_known_in_part_then_is_announced_as_such(past, reader):
    DetailTallyFactory(snapshot=past[1], stock_known_count=3000)

    address = "/stores/harbour-home/cards/aex_oos_listings/"
    standing = reader.get(address, {"as_of": THEN}).context["standing"]

    assert "at least 95" in standing.announcement


def test_a_reading_that_was_out_of_date_then_is_told_so(past, reader):
    text = text_of(reader.get(CARD, {"as_of": "2026-03-14T16:00:00Z"}))

    assert "That was older than it should have been" in text


@pytest.mark.parametrize(
    ("given", "words"),
    [("yesterday", "ISO 8601 moment"), ("2026-03-15T12:00:00Z", "lies in the future")],
)
def test_a_moment_that_cannot_be_is_answered_with_a_sentence_beside_the_number_of_now(
    past, reader, given, words
):
    answer = reader.get(CARD, {"as_of": given})

    assert answer.status_code == 400
    assert words in text_of(answer)
    assert ">2</a> <small>listings</small>" in text_of(answer)


@pytest.mark.parametrize("given", ["2026-03-14T13:30", "2026-03-14T13:30:00+00:00", THEN])
def test_a_moment_is_taken_as_a_form_or_a_link_gives_it(past, reader, given):
    page = reader.get(f"{CARD}?as_of={given}").context["page"]

    assert page.as_of == read_moment(THEN)


@pytest.mark.parametrize("name", ["as_of", "from", "to"])
def test_a_list_of_the_future_is_refused(past, reader, name):
    answer = reader.get("/stores/harbour-home/listings/", {name: "2026-03-15T12:00:00Z"})

    assert answer.status_code == 400
    assert f"{name} lies in the future" in text_of(answer)


@pytest.mark.parametrize(
    "query", [{"as_of": "2026-03-14T11:59:59Z"}, {"card": "aex_oos_listings", "to": "2027-01-01"}]
)
def test_a_list_of_now_shown_instead_is_not_called_anything_else(past, reader, query):
    text = text_of(reader.get("/stores/harbour-home/listings/", query))

    assert "As it was given at" not in text
    assert "counted by" not in text


def test_a_past_page_costs_no_more_than_one_of_now(past, reader, django_assert_max_num_queries):
    """Session, user; cards with roles, stores, what was known of the store, rejections, history;
    and when it was last confirmed by then."""
    with django_assert_max_num_queries(8):
        reader.get(CARD, {"as_of": THEN})
