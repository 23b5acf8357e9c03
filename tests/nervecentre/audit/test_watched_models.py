"""Whatever people write is watched: every table of ours, every field, through every door."""

from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.utils import timezone

from aliexpress.models import SyncRun
from aliexpress.sync.lease import request_run
from cards.models import WorkItem
from nervecentre.audit.models import Entry
from nervecentre.audit.watched_models import watched_models
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    SourceCatalogueFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

OURS = ("aliexpress", "cards")
# Tables nobody writes who is a person: why.
WRITTEN_BY_NOBODY = {
    "facts of AliExpress and what is counted over them": (
        "ListingSnapshot Confirmation ValidityTally ReviewTally DetailTally WordTally Listing"
        " Transition CategoryAttributes ListingDetail ListingProblem DetailReading FactName"
        " ListingSku Renewal StatusRead SigningKey SnapshotSeal StagedDifference"
        " StagedListing StoreNow Submission AppKeyPause"
    ),
    "facts of the source": (
        "SourceSnapshot BridgeTally SourceItem BridgeEntry Finding SkuProposal"
    ),
    "what the bridge has yet to look at": "BridgeChange",
    "a file that is looked at; what is published of it is a read": "SourceUpload",
    "what the application sends, keeps of itself, or answers": (
        "AlertEvent AlertDelivery StoreNotice WorkMail Verification Tracing AskedQuestion"
        " WorkListing"
    ),
    "what the browser says of its clock": "ReaderZone",
}
# Fields of watched tables that are not told: why.
NOT_TOLD = {
    "told beside what changed, or who and when": (
        "store user owner by made_by created_by requested_by connected_by ended_by channel"
        " requested_at connected_at created_at made_at opened_at date_joined item kind at"
    ),
    "the application writes it": (
        "status sent_at started_at heartbeat_at lease finished_at published request_count "
        "error error_kind retry_at snapshot next_due_at failure_count due_at stock_due_at "
        "last_full_walk_at watermark watermark_product_id watermark_crowds product_limit "
        "product_limit_at list_method token_parameter access_expires_at refresh_expires_at "
        "account_warning shops_warning shops_asked_at shops_told_at channel_seller_id "
        "business_type name currency trouble on_sale_count seen_at declared_count "
        "listed_count trigger sentence value updated_at closed_at looked_snapshot "
        "looked_details looked_bridge last_login settings_before shipped key computed difference "
        "explanations unexplained counted_at is_settled reopened_at next_at told_until "
        "sent_at access_token refresh_token ended_at"
    ),
    "told with what it belongs to": "catalogue upload accepts_refused members card digest",
}


def of(words):
    return {name for one in words.values() for name in one.split()}


def test_every_table_is_watched_or_written_by_nobody():
    tables = {model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()}
    watched = {model.__name__ for model in watched_models()}

    assert tables - watched == of(WRITTEN_BY_NOBODY)


def test_every_field_of_a_watched_table_is_told_or_said_why_not():
    for model, watched in watched_models().items():
        if model._meta.app_label not in OURS:
            continue
        told = {
            name.partition(".")[0] for name in (*watched.fields, *watched.secrets, *watched.lists)
        }
        fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
        rest = {field.name for field in fields if not field.primary_key} - told
        assert rest <= of(NOT_TOLD), model


pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    store = StoreFactory(slug="harbour-home")
    SnapshotFactory(store=store, as_of=timezone.now())
    olga = UserFactory(username="olga", role="operations")
    MembershipFactory(user=olga, store=store)
    client.force_login(olga)
    start = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def told():
        entries = Entry.objects.filter(pk__gt=start).order_by("pk")
        return [(one.action, one.via, one.actor, one.before, one.after) for one in entries]

    return SimpleNamespace(store=store, olga=olga, told=told)


def by_page(client, path, **values):
    answer = client.post(f"/stores/harbour-home/{path}", values)
    assert answer.status_code in (200, 302, 303), answer.text


def by_api(client, path, method="post", **values):
    send = getattr(client, method)
    answer = send(f"/api/v1/stores/harbour-home/{path}", values, content_type="application/json")
    assert answer.status_code in (200, 201, 202, 204), answer.text


def test_a_comment_on_work_is_told_by_page_and_api(world, client):
    item = WorkItem.objects.create(store=world.store, title="Seven", kind="chosen", created_at=NOON)

    by_page(client, f"work/{item.pk}/change/", comment="Half of it is done.")
    by_api(client, f"work/{item.pk}/", "patch", comment="All of it is done.")

    assert world.told()[-2:] == [
        ("work", "page", "olga", None, {"text": "Half of it is done."}),
        ("work", "page", "olga", None, {"text": "All of it is done."}),
    ]
    assert Entry.objects.latest("pk").what == "work event Seven"


def test_closing_work_tells_who_did_once(world, client):
    item = WorkItem.objects.create(store=world.store, title="Seven", kind="chosen", created_at=NOON)

    by_api(client, f"work/{item.pk}/", "patch", closed=True)

    made, closed = world.told()
    assert made[-1]["closed_by"] is None
    assert closed[-1]["closed_by"] == "olga"


def test_a_view_that_is_kept_changed_and_removed_is_told(world, client):
    view = {"name": "Mine", "query": {"state": "rejected"}}
    by_api(client, "views/", **view)
    by_api(client, "views/", **{**view, "is_shared": True})
    by_api(client, f"views/{world.store.saved_views.get().pk}/", "delete")

    made, shared, removed = world.told()
    assert made[-1]["query"] == {"state": "rejected"}
    assert shared[-2:] == ({"is_shared": False}, {"is_shared": True})
    assert removed[-1] is None


def test_a_mark_and_a_reconciliation_and_its_note_are_told(world, client):
    now = timezone.now().isoformat()
    by_api(client, "annotations/", at=now, text="Bulk upload")
    by_api(client, "reconciliations/", entered=4819, observed_at=now)
    record = world.store.reconciliations.get()
    by_page(client, f"reconciliations/{record.pk}/note/", note="They had a filter on.")

    mark, entered, noted = world.told()
    assert mark[-1]["text"] == "Bulk upload"
    assert (entered[0], entered[-1]["entered"]) == ("reconcile", 4819)
    assert noted[-2:] == ({"note": ""}, {"note": "They had a filter on."})


def test_asking_for_a_whole_reading_while_one_waits_is_told(world, client):
    request_run(world.store, at=NOON, trigger="schedule")

    answer = client.post(
        "/api/v1/stores/harbour-home/syncs/?full=1", {"full": True}, content_type="application/json"
    )

    assert answer.status_code in (200, 201, 202), answer.text
    assert SyncRun.objects.get().full_wanted
    assert world.told() == [
        ("refresh", "page", "olga", {"full_wanted": False}, {"full_wanted": True})
    ]


def test_the_rules_of_a_source_are_told_and_its_token_is_not(world):
    catalogue = SourceCatalogueFactory(store=world.store)
    catalogue.price_tolerance, catalogue.token = 7, "a-token-of-theirs"
    catalogue.save()

    assert world.told()[-1][-1] == {"price_tolerance": 7, "token": "(hidden)"}


def test_letting_somebody_in_again_is_told(world, client):
    ada = UserFactory(username="ada", role="owner")
    MembershipFactory(user=ada, store=world.store)
    kept_out = {"username": "ada", "ip_address": "192.0.2.7", "failures_since_start": 10}
    AccessAttempt.objects.create(**kept_out)
    AccessAttempt.objects.create(**{**kept_out, "username": "olga", "failures_since_start": 2})
    before = len(world.told())

    assert client.post(f"/people/{ada.pk}/unlock/").status_code in (200, 302)
    AccessAttempt.objects.all().delete()  # wrong passwords that kept nobody out

    [(action, _, actor, was, now)] = world.told()[before:]
    assert (action, actor, now) == ("role", "olga", None)
    assert was == {"username": "ada", "ip_address": "192.0.2.7"}
    assert Entry.objects.latest("pk").person == "ada"


def test_what_the_application_makes_of_itself_is_not_told(world):
    ListingFactory(store=world.store)
    request_run(world.store, at=NOON, trigger="schedule")

    assert world.told() == []
