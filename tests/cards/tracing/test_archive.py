"""A question asked of a store: answered with receipts, kept, and given ever after."""

import json

import pytest

from aliexpress.models import Listing, ListingDetail, Store
from cards.models import Tracing
from cards.tracing.answer_lines import lines_of, newness
from cards.tracing.listed_numbers import receipts_of
from cards.tracing.wording import CAUSAL_WORDS, LAST_LINE
from tests.cards.tracing.answers import address_of, hold, traced
from tests.cards.tracing.reviewed_store import ASSISTANT, DAY, reviewed_store
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.thorough import first_always


@pytest.fixture(scope="module")
def of_all(module_db):
    store = StoreFactory(slug="reviewed")
    reviewed_store(store, share=0.8, size=240)
    return store


@pytest.fixture
def reviewed(db, of_all):
    """Its assistant's listings were turned down twelve times as often as usual."""
    return Store.objects.get(pk=of_all.pk)


def test_an_account_that_handed_all_in_at_once_is_named_with_its_batch_and_receipts(reviewed):
    """Which of the two it goes with cannot be told, and the answer says so."""
    answer = traced(reviewed).answer

    (finding,) = answer["findings"]
    assert answer["status"] == "found_but_unclear"
    assert finding["where"]["owner"] == ASSISTANT
    assert set(finding["where"]) == {"owner", "batch"}
    assert finding["like_it"][0]["inseparable"] is True
    assert finding["new"] is True
    assert answer["parts"]["kind"] in ("segment", "segment and general")
    assert answer["said_by_aliexpress"][0]["word"] == "category_audit_fail"
    hold(reviewed, answer)


def test_nothing_is_named_where_nothing_is(store):
    reviewed_store(store, share=0.06, size=240)

    answer = traced(store).answer

    assert answer["findings"] == []
    assert answer["status"] == "within_the_usual"
    assert "comes and goes by itself" in answer["parts"]["sentence"]


def test_what_the_rejected_share_is_told_of_the_state_as_it_is(reviewed):
    answer = traced(reviewed, kind="alike").answer

    assert [one["where"] for one in answer["findings"]] == [{"owner": ASSISTANT}]
    assert not {"batch", "created", "submitted"} & {one["dimension"] for one in answer["looked_at"]}
    hold(reviewed, answer)


def test_a_list_can_be_asked_what_it_shares(reviewed):
    answer = traced(reviewed, subject="state=rejected&source=isv").answer

    assert answer["status"] in ("found", "found_but_unclear")
    assert answer["findings"][0]["where"] == {"owner": ASSISTANT}


def test_an_answer_says_the_same_ever_after(reviewed):
    first = traced(reviewed)

    Listing.objects.update(owner_member_id="somebody else")
    again = traced(reviewed)

    assert again.pk == first.pk
    assert json.dumps(again.answer) == json.dumps(first.answer)


def test_details_known_for_half_are_left_out_by_name(reviewed):
    Listing.objects.filter(pk__in=Listing.objects.order_by("pk")[:300].values("pk")).update(
        gmt_modified="2026-03-15 10:00:00"
    )

    answer = traced(reviewed, kind="alike").answer

    left_out = {one["dimension"]: one["because"] for one in answer["not_looked_at"]}
    assert "known for" in left_out["images"]
    assert left_out["descriptions"] == "not read"
    assert "images" not in {one["dimension"] for one in answer["looked_at"]}


def test_a_false_premise_is_said_with_both_readings(reviewed):
    answer = traced(reviewed, said="down").answer

    assert answer["status"] == "premise_false"
    assert "did not fall" in answer["premise"]["sentence"]
    assert answer["findings"] == []
    assert answer["offered"] | {"kind": "why", "said": "up"} == answer["offered"]
    assert traced(reviewed, **answer["offered"]).answer["status"] == "found_but_unclear"


def test_what_stood_so_before_as_well_does_not_explain_the_change():
    told = {"here": [21, 40], "before": [20, 41], "new": False}

    assert newness(told) == (
        "Was so before as well: 20 of 41 in the window before, 1 more now. It does not explain the "
        "change."
    )
    assert newness(told | {"new": True, "before": [3, 30]}) == (
        "New: 3 of 30 in the window before, 18 more now."
    )


def test_what_was_not_there_before_is_new_with_all_it_brought():
    assert newness({"here": [21, 40], "before": [0, 0], "new": True}) == (
        "New: none of them in the window before, 21 more now."
    )


def test_listings_of_an_age_are_the_same_listings_in_the_window_before(store):
    """The finding's moments are those of its list, in whichever window it is counted."""
    reviewed_store(store, share=0.8, size=240)
    old, young = NOON - 400 * DAY, NOON - 20 * DAY
    Listing.objects.update(created_at=young)
    Listing.objects.filter(owner_member_id=ASSISTANT).update(created_at=old)
    Listing.objects.update(owner_member_id="cn1")

    (finding,) = traced(store).answer["findings"]

    assert "created" in finding["where"]
    assert finding["new"] is True
    assert finding["before"][1] > 40


def test_a_list_is_told_of_the_reading_it_is_of(store):
    first, second, third = reviewed_store(store, share=0.8, size=240)
    ends = {"to": second.published_at.isoformat()}
    of_then = traced(store, subject=f"state=active&as_of={address_of(second)}")
    between = f"moved=auditing-rejected&from={address_of(first)}&to={address_of(second)}"

    assert of_then.closing == second
    assert traced(store, subject=between).closing == second
    assert traced(store, subject="state=rejected", **ends).closing == second
    # Of now alone, whatever moment is asked for.
    assert traced(store, subject="state=rejected&min_days=0", **ends).closing == third


@pytest.mark.parametrize(
    "subject",
    first_always(
        [
            "rejected",
            "active",
            "total",
            "auditing",
            "auditing-active",
            "nowhere-auditing",
            "active-elsewhere",
            "elsewhere-rejected",
            "aex_oos_listings",
            "aex_listing_quality_score",
            "unmapped",
            "aex_attribute_completeness",
            "state=active",
            "rejected-nowhere",
        ],
        always=3,
    ),
)
def test_no_sentence_speaks_of_causes(store, subject):
    reviewed_store(store, share=0.8, size=120)

    tracing = traced(store, subject=subject)

    assert tracing.status == Tracing.Status.DONE
    said = "\n".join(lines_of(tracing.answer)).lower()
    assert not [word for word in CAUSAL_WORDS if f" {word}" in said]
    assert lines_of(tracing.answer)[-1] == LAST_LINE
    if tracing.answer["counts"]:
        hold(store, tracing.answer)


def test_what_is_held_back_names_the_upload_with_a_list_as_long_as_its_number(store, monkeypatch):
    _, second, third = reviewed_store(store, share=0.06, size=240)
    Listing.objects.filter(state="rejected").update(freight_template_id=-9)
    monkeypatch.setattr("cards.tracing.selection.holds_beyond_batches", lambda *_, **__: False)
    window = f"from={address_of(second)}&to={address_of(third)}"

    answer = traced(store, subject=f"reviewed=rejected&{window}").answer

    (finding,) = answer["findings"]
    held = finding["held_back"]
    assert finding["where"] == {"freight": "-9"}
    assert {*held["where"]} == {"owner", "batch"}
    assert 0 < held["both"] < held["of"] == finding["here"][0]
    assert held["sentence"] in "\n".join(lines_of(answer))
    assert (held["both"], held["listings"]) in [*receipts_of(answer)]
    hold(store, answer)


def test_what_is_on_sale_and_lacks_attributes_is_held_against_what_is_on_sale(store):
    reviewed_store(store, share=0.3, size=120)
    lacking = ListingDetail.objects.filter(store=store, listing__group_id__lte=3)
    lacking.update(required_filled=60)

    answer = traced(store, subject="aex_complete_active_listings").answer

    on_sale = Listing.objects.of(store).filter(state="active").count()
    counts = answer["counts"]
    assert counts["asked_about"] == lacking.filter(listing__state="active").count()
    assert counts["asked_about"] + counts["compared_with"] == on_sale
    assert {*answer["findings"][0]["where"]} == {"group"}
    hold(store, answer)


def test_a_word_of_titles_is_named_with_a_list_as_long_as_its_number(store):
    reviewed_store(store, share=0.06, size=240)
    turned_down = Listing.objects.filter(state="rejected")
    for number, one in enumerate([*turned_down, *Listing.objects.filter(state="active")]):
        word = "Ceramic" if number < turned_down.count() or number % 9 == 0 else "Linen"
        one.subject = f"{word} Bowl No. {number}"
        one.search_text = one.subject.lower()
        one.save(update_fields=["subject", "search_text"])

    answer = traced(store, kind="alike").answer

    assert [one["where"] for one in answer["findings"]] == [{"search": "ceramic"}]
    assert "with “ceramic” in the title" in answer["findings"][0]["sentence"]
    assert "title words" in {one["words"] for one in answer["looked_at"]}
    hold(store, answer)
