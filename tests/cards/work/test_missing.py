"""What is at the source and in no listing: taken on as work, and told by the bridge ever since."""

import csv
import io
from datetime import timedelta

import pytest

from aliexpress.models import Listing, SourceItem
from aliexpress.source.item_row import ItemRow
from aliexpress.typed.bad_input import BadInput
from cards.models import WorkItem
from cards.verification.work_items import problems
from cards.work.automatic_closing import follow_work
from cards.work.items import change, take_on
from cards.work.missing import groups_to_clear
from cards.work.outcome_counts import outcomes_of
from tests.bridge_stores import counted, held_together, listed, snapshot_of, source_read
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MISSING = "/stores/harbour-home/bridge/missing/"
NEW = "/stores/harbour-home/work/new/"
API = "/api/v1/stores/harbour-home/"


@pytest.fixture
def user(member):
    return member("owner")


def row(key, **fields):
    return ItemRow(key, key[0], code=f"X-{key}", name=f"Thing {key}", stock=5, **fields)


@pytest.fixture
def store(store):
    """Four items, of which a listing has one; a tool failed at another."""
    items = [row("A1"), row("A2"), row("B1", in_tool="failed", tool_word="error"), row("C1")]
    held_together(store=store, items=items, listings=[["X-A1"]])
    counted(store)
    return store


def worked_on(store, state, code, *, at):
    listed(store, [code], state=state)
    snapshot_of(store, at=at)
    return counted(store, at=at)


def outcomes(item):
    return {one.value: number for one, number in outcomes_of([item.pk])[item.pk].items() if number}


def groups(store):
    store.refresh_from_db()
    found = groups_to_clear(store, at=NOON)
    return {group.kind.value: (group.count, group.taken_on) for group in found}


def test_what_is_missing_is_a_group_of_the_workbench_and_says_who_has_it_in_hand(store, user):
    assert groups(store)["source_missing"] == (3, 0)

    take_on(store, {"items": ["C1"]}, by=user, at=NOON)

    assert groups(store)["source_missing"] == (3, 1)


def test_while_codes_are_being_read_nobody_knows_what_is_missing(store):
    listed(store, ["NEW"]).detail.delete()
    snapshot_of(store)
    counted(store)

    assert "source_missing" not in groups(store)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"kind": "source_missing"}, {"X-A2", "X-B1", "X-C1"}),
        ({"kind": "source_missing", "reason": "failed"}, {"X-B1"}),
        ({"items": ["A2", "C1"]}, {"X-A2", "X-C1"}),
        ({"items": ["A1", "A2"]}, {"X-A2"}),
    ],
)
def test_all_are_taken_on_or_those_of_a_reason_or_a_choice(store, user, values, codes):
    item = take_on(store, values, by=user, at=NOON)

    assert set(item.rows.values_list("source_item__code", flat=True)) == codes
    assert (item.kind, item.title) == ("source_missing", "Missing on AliExpress")
    assert list(problems(store)) == []


def test_items_of_another_store_are_not_to_be_taken_on(store, user):
    held_together(store=StoreFactory(), items=[row("Z9")], listings=[])

    with pytest.raises(BadInput, match="items are none any more"):
        take_on(store, {"items": ["Z9"]}, by=user, at=NOON)


def test_what_came_of_each_is_told_by_the_bridge(store, user):
    item = take_on(store, {"kind": "source_missing"}, by=user, at=NOON)
    assert outcomes(item) == {"still_there": 3}

    worked_on(store, "auditing", "X-A2", at=NOON + MINUTE)
    worked_on(store, "active", "X-B1", at=NOON + 2 * MINUTE)
    source_read(store, [row("A1"), row("A2"), row("B1")], at=NOON + 3 * MINUTE)
    counted(store, at=NOON + 3 * MINUTE)
    assert outcomes(item) == {"sent_back": 1, "cleared": 1, "gone": 1}

    Listing.objects.filter(state="auditing").update(state="rejected")
    snapshot_of(store, at=NOON + 4 * MINUTE)
    counted(store, at=NOON + 4 * MINUTE)
    assert outcomes(item) == {"turned_down": 1, "cleared": 1, "gone": 1}


def test_work_of_which_nothing_is_missing_any_more_closes_by_itself(store, user):
    item = take_on(store, {"items": ["C1"]}, by=user, at=NOON)
    follow_work(at=NOON)
    worked_on(store, "active", "X-C1", at=NOON + MINUTE)

    follow_work(at=NOON + MINUTE)

    item.refresh_from_db()
    assert item.closed_at == NOON + MINUTE
    [*_, last] = item.events.order_by("pk")
    assert last.text == "Nothing is left of it: 1 cleared."


def test_the_list_says_what_to_do_and_takes_on_what_is_ticked(store, member, as_user):
    desk = as_user(member("owner"))
    page = desk.get(MISSING).content.decode()
    assert "Your tool tried and failed." in page
    assert 'href="?sibling=yes"' in page

    form = desk.get(NEW, {"take": "ticked", "kind": "source_missing",
                                                  "item": ["A2", "C1"]})  # fmt: skip
    assert "2 missing items" in form.content.decode()
    made = desk.post(NEW,
                     {"kind": "source_missing", "item": ["A2", "C1"]})  # fmt: skip

    item = WorkItem.objects.get()
    assert made.url == f"/stores/harbour-home/work/{item.pk}/"
    told = desk.get(made.url).content.decode()
    assert "Thing A2" in told
    assert "2 of 2 left." in " ".join(told.split())
    file = desk.get(f"{made.url.rstrip('/')}.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [one["source_code"] for one in rows] == ["X-A2", "X-C1"]


def test_the_list_of_variants_short_is_as_long_as_its_number(store, member, as_user):
    answer = as_user(member("owner")).get(f"{MISSING}?sibling=yes")

    assert "Items missing at AliExpress: 1" in answer.content.decode()


def test_the_api_takes_on_and_tells_of_missing_items(store, member, as_user):
    desk = as_user(member("operations"))

    made = desk.post(f"{API}work/", {"items": ["B1"]}, content_type="application/json").json()

    assert made["kind"] == "source_missing"
    assert made["listings"] == [
        {
            "outcome": "still_there", "was_turned_down": False, "days": None, "listing": None,
            "item": {"id": "B1", "code": "X-B1", "name": "Thing B1"},
        }
    ]  # fmt: skip
    [group] = [one for one in desk.get(f"{API}work/groups/").json() if "missing" in one["kind"]]
    assert group["sentence"] == "List these 3: in the source, and in no listing."


def test_work_of_listings_is_told_as_ever_beside_it(store, user):
    both = [
        take_on(store, {"items": ["C1"]}, by=user, at=NOON),
        take_on(store, {"listings": [Listing.objects.get().product_id]}, by=user, at=NOON),
    ]
    change(both[0], {"comment": "Asked the tool's people."}, by=user, at=NOON)

    assert [outcomes(item) for item in both] == [{"still_there": 1}, {"still_there": 1}]
    assert SourceItem.objects.get(code="X-C1").work_rows.count() == 1
