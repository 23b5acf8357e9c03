"""Conditional answers: whoever holds the newest reading gets no body again."""

import pytest

READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"


@pytest.fixture
def api(snapshot, owner, with_key):
    return with_key(owner)


@pytest.mark.parametrize("held", ["{etag}", '"other", {etag}', "W/{etag}", "*", '"a",{etag} , "b"'])
def test_every_way_to_hold_it_is_understood(api, held):
    etag = api.get(READING)["ETag"]

    response = api.get(READING, headers={"if-none-match": held.format(etag=etag)})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("held", ['"other"', "", "nonsense", '"', "W/", ","])
def test_who_holds_something_else_gets_the_reading(api, held):
    response = api.get(READING, headers={"if-none-match": held})

    assert response.json()["value"] == 4820


def test_the_etag_is_strong_and_stays_while_nothing_changes(api):
    etag = api.get(READING)["ETag"]

    assert etag.startswith('"')
    assert api.get(READING)["ETag"] == etag


def test_another_card_has_another_etag(api):
    other = api.get(READING.replace("total", "active"))

    assert other["ETag"] != api.get(READING)["ETag"]


def test_nobody_between_keeps_a_reading_for_another_reader(api):
    response = api.get(READING)

    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(response["Vary"].split(", "))


def test_head_answers_with_the_same_headers_and_no_body(api):
    response = api.head(READING)

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == api.get(READING)["ETag"]


def test_a_reader_without_the_right_learns_nothing_from_an_etag(api, member, with_key):
    etag = api.get(READING)["ETag"]
    stranger = with_key(member("owner", of_store=False))

    assert stranger.get(READING, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize(
    "held",
    [
        '{tag}-gzip"',
        'W/{tag}-gzip"',
        '"other-gzip", {tag}-gzip"',
        '{tag}-br"',
        'W/{tag}-zstd"',
        '{tag};gzip"',
        '{tag}--gzip"',
    ],
)
def test_an_etag_that_a_server_before_ours_marked_when_it_compressed_is_ours(api, held):
    etag = api.get(READING)["ETag"]

    response = api.get(READING, headers={"if-none-match": held.format(tag=etag[:-1])})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert {"Authorization", "Cookie"} <= set(response["Vary"].split(", "))
