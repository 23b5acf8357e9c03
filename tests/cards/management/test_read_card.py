"""`read_card`: for people in words, for apps as the API's JSON, for mistakes one sentence."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cards.models import Card
from tests.factories import SyncRunFactory
from tests.moments import NOON

READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"


@pytest.fixture
def a_minute_past_noon():
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def printed(capsys, a_minute_past_noon):
    """What the command prints, and what it says aside."""

    def run(*words: str) -> tuple[str, str]:
        call_command("read_card", *words)
        captured = capsys.readouterr()
        return captured.out, captured.err

    return run


def test_people_get_the_number_its_parts_and_its_age(snapshot, printed):
    out, _ = printed("aex_total_listings", "--store", "harbour-home")

    assert out.splitlines() == [
        "Total Listings, Harbour Home: 4,820 (count)",
        "4,820 listings = 4,310 active + 340 in auditing + 120 rejected + 50 expired "
        "+ 0 taken down + 0 unmapped",
        "Complete, as of 2026-03-14 12:00:00 UTC, confirmed 2026-03-14 12:00:00 UTC. "
        f"Snapshot {snapshot.pk}.",
        "Neutral: How many there are is by itself neither good nor bad. Nothing is known of 7 "
        "days ago, so whether it grows without selling more cannot be told.",
    ]


def test_apps_get_the_api_s_own_bytes(snapshot, printed, owner, with_key):
    SyncRunFactory(store=snapshot.store, failed=True)

    out, _ = printed("aex_total_listings", "--store", "harbour-home", "--json")

    assert out.strip().encode() == with_key(owner).get(READING).content


def test_a_past_moment_is_answered_as_the_api_does(snapshot, printed, owner, with_key):
    words = ("aex_total_listings", "--store", "harbour-home", "--json")

    out, _ = printed(*words, "--as-of", "2026-03-14T12:00:30Z")

    response = with_key(owner).get(f"{READING}?as_of=2026-03-14T12:00:30Z")
    assert out.strip().encode() == response.content


def test_a_moment_without_a_zone_is_taken_as_utc_and_said(snapshot, printed):
    out, err = printed(
        "aex_total_listings", "--store", "harbour-home", "--json", "--as-of", "2026-03-14T12:00:30"
    )

    assert json.loads(out)["value"] == 4820
    assert "taken as 2026-03-14 12:00:30 UTC" in err


def test_not_known_yet_is_said_in_words_beside_the_failed_attempt(store, printed):
    SyncRunFactory(store=store, failed=True)

    out, _ = printed("aex_total_listings", "--store", "harbour-home")

    assert out.splitlines() == [
        "Total Listings, Harbour Home: no complete reading yet.",
        "The last attempt failed: AliExpress did not answer within 30 seconds.",
    ]


def test_a_card_answers_to_its_alias(snapshot, printed):
    Card.objects.filter(key="aex_total_listings").update(aliases=["aex_all_listings"])

    out, _ = printed("aex_all_listings", "--store", "harbour-home")

    assert out.startswith("Total Listings")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["aex_nothing", "--store", "harbour-home"], "There are: aex_total_listings"),
        (["aex_total_listings", "--store", "nowhere"], "There is: harbour-home."),
        (
            ["aex_total_listings", "--store", "harbour-home", "--as-of", "yesterday"],
            "must be an ISO 8601 moment",
        ),
        (["aex_total_listings", "--store", "harbour-home", "--as-of", ""], "it is ''"),
        (
            ["aex_total_listings", "--store", "harbour-home", "--as-of", "2026-03-14T12:02:00Z"],
            "lies in the future",
        ),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(snapshot, printed, words, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        printed(*words)

    assert refused.value.returncode == 2


def test_without_any_store_the_sentence_says_how_to_connect_one(db, printed):
    with pytest.raises(CommandError, match="connect_store"):
        printed("aex_total_listings", "--store", "harbour-home")
