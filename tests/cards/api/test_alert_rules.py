"""What somebody asked to be told of, for other apps."""

import pytest

from cards.models import AlertRule
from tests.factories import StoreFactory

RULES = "/api/v1/alerts/rules/"
JSON = "application/json"
TOTAL = "aex_total_listings"


def asked(app, **body):
    given = {"card": TOTAL, "store": "harbour-home", "trigger": "above 150", **body}
    return app.post(RULES, given, content_type=JSON)


def test_a_rule_is_made_listed_changed_and_ended(snapshot, owner, member, with_key):
    member("operations", username="wei")
    app = with_key(owner)

    made = asked(app, tells="chosen", people=["wei"])
    again = asked(app, tells="everybody")

    assert made.status_code == 201
    assert {name: made.json()[name] for name in ("store", "trigger", "tells", "people")} == {
        "store": "harbour-home",
        "trigger": "above 150",
        "tells": "chosen",
        "people": ["wei"],
    }
    [told] = app.get(RULES).json()
    assert (told["id"], told["tells"], told["people"]) == (again.json()["id"], "everybody", [])
    assert app.delete(f"{RULES}{told['id']}/").status_code == 204
    assert app.get(RULES).json() == []


def test_a_rule_without_a_store_is_of_all_of_them(snapshot, owner, with_key):
    assert asked(with_key(owner), store="").json()["store"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"trigger": "above many"},
        {"trigger": "-"},
        {"trigger": "above 1 or stale"},
        {"trigger": "above 90%"},
        {"trigger": 5},
        {"tells": "the world"},
        {"tells": "chosen"},
        {"tells": "chosen", "people": "wei"},
        {"people": [1]},
    ],
)
def test_what_is_wrong_is_one_sentence(body, snapshot, owner, with_key):
    answer = asked(with_key(owner), **body)

    assert answer.status_code == 400
    assert not AlertRule.objects.exists()


def test_nobody_reads_makes_or_ends_what_is_not_theirs(snapshot, owner, member, with_key):
    rule = asked(with_key(owner)).json()["id"]
    StoreFactory(slug="hidden")

    for stranger in (member("owner", of_store=False), member(None), member("operations")):
        app = with_key(stranger)
        assert app.get(RULES).json() == []
        assert app.delete(f"{RULES}{rule}/").status_code == 404
    assert asked(with_key(owner), store="hidden").status_code == 404
    assert asked(with_key(member("owner", of_store=False))).status_code == 404
    assert asked(with_key(member(None))).status_code == 404
    assert AlertRule.objects.count() == 1
