"""A refusal names the right reason; a false one is worse than none."""

import pytest

from cards.ask.interpretation import understand
from tests.cards.ask.notation import notation_of
from tests.cards.ask.test_open_questions import AT, words
from tests.cards.ask.world import refused
from tests.factories import StoreFactory

REFUSED = [
    ("will we get to 6,000 listings by summer", "forecast"),
    ("when will AliExpress approve the listings in auditing", "forecast"),
    ("what will active be tomorrow", "forecast"),
    ("will rejections go up next week", "forecast"),
    ("how many will be rejected by Christmas", "forecast"),
    ("how many rejected listings were there in 2017", "before_known"),
    ("how did active look back in 2016", "before_known"),
    ("what did 1005003033814656 cost in January", "not_kept"),
    ("who owned 1005003033814656 last month", "not_kept"),
    ("rejected listings by group last month", "not_kept"),
    ("how many were rejected for a bad translation", "no_reason"),
    ("rejected because of customer complaints", "no_reason"),
    ("how many listings were rejected due to missing certificates", "no_reason"),
    ("taken down because of wrong weight", "no_reason"),
    ("how many penalty points do we have", "no_data"),
    ("what is the delivery time", "no_data"),
    ("rejected on 30 February", "no_such_date"),
    ("how many expired in 2031", "beyond_dates"),
    ("rejected listings in group cushions", "unknown_value"),
    ("listings in the lamps category", "unknown_value"),
    ("average price of active listings", "not_understood"),  # of now, and not of once
    ("is 120 rejected a lot", "opinion"),
    ("should I relist the expired ones", "opinion"),
    # No reason is known where a word only sounds like one.
    ("rejected for ages", "not_understood"),
    ("show me the bad glorp", "not_understood"),
]


@pytest.mark.parametrize(("question", "kind"), REFUSED, ids=lambda text: text[:50])
def test_a_question_is_refused_for_its_own_reason(question, kind):
    understood = notation_of(understand(question, words(), at=AT).understood)

    assert understood.removesuffix(")").partition(":")[0] == f"cannot({kind}", understood


@pytest.mark.django_db
def test_a_shop_that_could_be_a_source_is_another_place_until_it_is_one():
    store = StoreFactory(slug="harbour-home")

    told = refused(store, AT, "how many orders has bigcommerce")

    assert told["kind"] == "other_place"
    assert "bigcommerce" in told["because"]
