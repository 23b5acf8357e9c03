"""What a monitor reads at /metrics, and who may."""

import re
from datetime import timedelta

import pytest
import yaml
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from aliexpress.models import AppKeyPause, StoreNow
from cards.verification.verify import verify_all
from nervecentre.environment import ROOT
from tests.factories import (
    DetailTallyFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
)

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-a-monitor"
PREFIX = "nerve_centre_"
README = (ROOT / "README.md").read_text()
WATCHED = README[README.index("### Watch it") : README.index("## The screens")]
RULES = ROOT / "nervecentre" / "metrics" / "alert_rules.yml"


@pytest.fixture
def scrape(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def values():
        answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        }

    return values


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer wrong"}, {"authorization": f"Basic {TOKEN}"}],
)
def test_without_the_token_there_is_no_such_page(client, settings, headers):
    settings.METRICS_TOKEN = TOKEN

    assert client.get("/metrics", headers=headers).status_code == 404


def test_where_no_token_is_set_there_is_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_the_worked_example_is_told_by_state(scrape):
    now = timezone.now()
    snapshot = SnapshotFactory(store__slug="home", as_of=now - timedelta(minutes=3))
    DetailTallyFactory(snapshot=snapshot)

    found = scrape()

    assert {
        state: found["nerve_centre_listings", *sorted(["home", state])]
        for state in ("active", "auditing", "rejected", "expired")
    } == {"active": 4310, "auditing": 340, "rejected": 120, "expired": 50}
    assert found["nerve_centre_reading_complete", "home"] == 1
    assert 180 <= found["nerve_centre_reading_age_seconds", "home"] < 240
    assert found["nerve_centre_details_known_ratio", "home"] == 4655 / 4820


def test_stores_nobody_reads_any_more_are_not_told(scrape):
    SnapshotFactory(store__slug="closed", store__is_active=False)

    assert not [key for key in scrape() if "closed" in key]


def test_runs_are_told_by_outcome_and_kind_of_failure(scrape):
    now = timezone.now()
    SyncRunFactory(complete=True, finished_at=now, request_count=38)
    SyncRunFactory(failed=True, finished_at=now, request_count=4)
    SyncRunFactory(failed=True, finished_at=now - timedelta(hours=2))

    found = scrape()

    assert found["nerve_centre_refreshes", "complete", "confirm"] == 1
    assert found["nerve_centre_refreshes", "failed", "unavailable"] == 1
    assert found["nerve_centre_requests",] == 42


def test_what_waits_is_told_with_its_age(scrape):
    now = timezone.now()
    SyncRunFactory(requested_at=now - timedelta(seconds=90))
    StoreFactory(next_due_at=now - timedelta(seconds=50))
    AppKeyPause.objects.create(app_key="512345", until=now + timedelta(seconds=70))

    found = scrape()

    assert found["nerve_centre_queue",] == 1
    assert 90 <= found["nerve_centre_queue_age_seconds",] < 120
    assert 50 <= found["nerve_centre_overdue_seconds",] < 80
    assert found["nerve_centre_bans",] == 1
    assert 40 < found["nerve_centre_ban_seconds",] <= 70


def test_what_does_not_follow_from_the_rows_is_told(scrape):
    StoreNow.objects.filter(store=StoreFactory()).delete()
    verify_all(clock=timezone.now)

    assert scrape()["nerve_centre_verified",] == 0


def test_answers_are_told_by_the_pattern_of_their_address(scrape, client):
    store = StoreFactory()
    client.get(f"/stores/{store.slug}/")
    client.get("/whatever/a/stranger/types/")

    places = {key for key in scrape() if key[0] == "nerve_centre_answer_seconds_count"}

    assert any("none of ours" in key for key in places)
    assert not any(store.slug in part or "stranger" in part for key in places for part in key)


def test_a_scrape_asks_the_same_however_many_stores_there_are(
    scrape, django_assert_max_num_queries
):
    for number in range(5):
        SnapshotFactory(store__slug=f"store-{number}")

    with django_assert_max_num_queries(9):
        scrape()


@pytest.fixture
def all_told(client, scrape):
    """Families by name, with something in each."""
    now = timezone.now()
    DetailTallyFactory(snapshot=SnapshotFactory(as_of=now))
    SyncRunFactory(complete=True, finished_at=now)
    verify_all(clock=timezone.now)
    scrape()  # so that an answer was counted
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    families = text_string_to_metric_families(answer.text)
    ours = (one for one in families if one.name.startswith(PREFIX))
    return {one.name: one for one in ours if not one.name.endswith("_created")}


def test_the_table_of_the_readme_names_all_that_is_told_and_its_labels(all_told):
    labels = {
        name.removeprefix(PREFIX): sorted({*family.samples[0].labels} - {"le"})
        for name, family in all_told.items()
    }

    rows = re.findall(r"^\| (`[a-z_`, ]+) \| ([a-z, ]*)\|", WATCHED, re.MULTILINE)
    written = {
        name: sorted(labels.replace(",", " ").split())
        for names, labels in rows
        for name in re.findall(r"`([a-z_]+)`", names)
    }
    assert written == labels


def test_each_alert_rule_names_what_is_told_and_says_what_to_do(all_told):
    [group] = yaml.safe_load(RULES.read_text())["groups"]

    for rule in group["rules"]:
        words = rule["expr"].replace("(", " ").replace("{", " ").split()
        named = {word for word in words if word.startswith(PREFIX)}
        told = {sample.name for family in all_told.values() for sample in family.samples}
        assert {name.partition("[")[0] for name in named} <= told, rule["alert"]
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["what_to_do"]
