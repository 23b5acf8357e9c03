"""The movements page: the table adds up, every number opens its list, net 0 hides nothing."""

import csv
import io
import re
from html import unescape

import pytest
import time_machine

from aliexpress.lifecycle import State
from cards.pages.flow_chart import HEIGHT, flow_picture
from tests.cards.store_past import HOUR, lived
from tests.moments import NOON

MINUS = "\u2212"
ADDRESS = "/stores/harbour-home/flow/"
LATER = NOON + 3 * HOUR


@pytest.fixture
def browser(owner, as_user):
    with time_machine.travel(LATER, tick=False):
        yield as_user(owner)


@pytest.fixture
def past(store):
    return lived(
        store,
        [
            {1: "auditing", 2: "auditing", 3: "active", 5: "rejected"},
            {1: "rejected", 2: "auditing", 3: "active", 4: "auditing", 5: "rejected"},
            {1: "auditing", 2: "active", 4: "expired", 5: "rejected"},
        ],
    )


def text_of(answer):
    return " ".join(re.sub("</?time[^>]*>", "", answer.content.decode()).split())


def since_noon(browser):
    return browser.get(ADDRESS, {"from": "2026-03-14T12:00:00Z"})


def test_every_number_opens_a_list_as_long_as_it_says(past, browser):
    page = since_noon(browser).content.decode()

    links = re.findall(
        rf'<a href="(/stores/[^"]*/listings/\?[^"]*)"[^>]*>([{MINUS}+\d,]+)</a>', page
    )
    assert len(links) > 20
    for address, number in links:
        listed = browser.get(unescape(address)).content.decode()
        rows = listed.count('class="subject"')
        assert rows == int(number.strip(f"{MINUS}+")), address


def test_the_list_of_what_came_back_says_so_in_words(past, browser):
    window = {"from": "2026-03-14T12:00:00Z", "to": "2026-03-14T14:00:00Z"}

    listed = text_of(browser.get("/stores/harbour-home/listings/", {"moved": "back", **window}))

    assert "Moved: away and back" in listed
    assert "Moved: back" not in listed


def test_every_movement_and_every_net_can_be_asked_why(past, browser):
    page = since_noon(browser).content.decode()

    kinds = "Appeared|Vanished|Moved in|Moved out|Net"
    cells = re.findall(rf'data-label="(?:{kinds})">(.*?)</td>', page, re.DOTALL)
    moved = [cell for cell in cells if re.search(r"[1-9]", re.sub("<[^>]*>", "", cell))]
    assert len(moved) == 6
    for cell in moved:
        address = re.search(r'href="(/stores/harbour-home/why/[^"]*)"', cell)
        assert address, cell
        assert browser.get(unescape(address[1])).status_code == 200


def test_who_moved_is_listed_with_between_which_readings_it_did(past, browser):
    between = "from=2026-03-14T12:00:00Z&to=2026-03-14T14:00:00Z"

    text = text_of(browser.get(f"/stores/harbour-home/listings/?moved=auditing-active&{between}"))

    told = '14 March 2026, 13:00:00 UTC<span class="words">and 14 March 2026, 14:00:00 UTC'
    assert "It moved between" in text
    assert "Leave out Moved: In auditing to Active" in text
    assert told in text


def test_a_net_of_nothing_says_how_many_moved(store, browser):
    lived(store, [{1: "active", 2: "auditing"}, {1: "auditing", 2: "active"}])

    text = text_of(since_noon(browser))

    assert "<b>Net 0</b>, and 2 listings moved" in text


def test_listings_that_came_back_are_told(past, browser):
    assert "1 more left its state and came back" in text_of(since_noon(browser))


def test_it_names_the_two_snapshots_and_their_verdicts(past, browser):
    text = text_of(since_noon(browser))

    assert "From the complete reading as of 14 March 2026, 12:00:00 UTC" in text
    assert "to the complete reading as of" in text


def test_moments_that_cannot_be_are_answered_with_a_sentence(past, browser):
    for query, words in (
        ({"from": "noonish"}, "ISO 8601"),
        ({"from": "2026-03-14T14:00", "to": "2026-03-14T13:00"}, "must lie before"),
        ({"from": "2026-03-01T14:00"}, "by the earlier moment"),
    ):
        answer = browser.get(ADDRESS, query)

        assert answer.status_code == 400
        assert words in answer.content.decode()


def test_the_file_says_which_snapshots_it_joins(past, browser):
    answer = browser.get("/stores/harbour-home/flow.csv", {"from": "2026-03-14T12:00:00Z"})

    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    rows = {row["state"]: row for row in csv.DictReader(io.StringIO(text))}
    active = rows["active"]
    assert (active["from_snapshot"], active["to_verdict"]) == (str(past[0].pk), "complete")
    assert (active["opening"], active["vanished"], active["closing"]) == ("1", "1", "1")


def test_ribbons_are_as_thick_as_their_share():
    picture = flow_picture({(State.AUDITING, State.ACTIVE): 3, (None, State.AUDITING): 1})

    assert picture is not None
    assert sum(node.height for node in picture.sources) == pytest.approx(HEIGHT)
    assert [node.count for node in picture.sources] == [1, 3]


def test_where_nothing_moved_there_is_no_picture():
    assert flow_picture({}) is None


def test_a_timeline_is_found_from_the_list(past, browser):
    listed = browser.get("/stores/harbour-home/listings/", {"state": "active"})
    [address] = re.findall(r'href="(/stores/harbour-home/listings/\d+/)"', text_of(listed))

    life = text_of(browser.get(address))

    assert "after 14 March 2026, 13:00:00 UTC" in life
    assert "before we first saw it" in life


def test_a_list_of_the_past_says_so(past, browser):
    text = text_of(browser.get("/stores/harbour-home/listings/", {"as_of": "2026-03-14T12:30:00Z"}))

    assert "As it was given at 14 March 2026, 12:30:00 UTC" in text
    assert '<a href="/stores/harbour-home/listings/">Back to now</a>' in text


def test_back_to_now_keeps_what_the_list_was_narrowed_to(past, browser):
    query = {"state": "active", "as_of": "2026-03-14T12:30:00Z"}

    text = text_of(browser.get("/stores/harbour-home/listings/", query))

    assert '<a href="/stores/harbour-home/listings/?state=active">Back to now</a>' in text


def test_a_change_in_the_gap_leads_to_what_stands_behind_it(store, owner, as_user):
    lived(store, [{1: "active", 2: "active"}, {1: "active", 2: "rejected"}])
    with time_machine.travel(NOON + 24 * HOUR + HOUR / 2, tick=False):
        browser = as_user(owner)
        page = browser.get("/stores/harbour-home/cards/aex_total_listings/").content.decode()
        [address] = re.findall(r'href="([^"]*/why/rejected/[^"]*)"', page)
        answer = browser.get(unescape(address))

    assert answer.status_code == 200
    assert "from=2026-03-14T12" in address


def test_the_movements_of_a_young_store_begin_with_its_first_reading(past, browser):
    page = browser.get(ADDRESS)

    assert page.status_code == 200
    assert "Net 0" in text_of(page)
    assert "listings moved" in text_of(page)


def test_a_store_without_a_reading_has_no_movements_yet_and_nobody_is_wrong(store, browser):
    page = browser.get(ADDRESS)

    assert (page.status_code, b'role="alert"' in page.content) == (200, False)
    assert b"No complete reading had been published" in page.content
