"""Where only more listings were reviewed, the answer says which movement brought them."""

from cards.tracing.archive import asked_from, traced_at_once
from tests.cards.store_past import lived


def test_the_movement_that_brought_more_into_review_is_named(store):
    """A quarter is turned down in both windows: of 20 reviews in the first, of 100 in the next."""
    few, many = range(1, 21), range(21, 121)
    edited = dict.fromkeys(many, "active")
    once, twice = (
        {number: "rejected" if number % 4 == 0 else "active" for number in some}
        for some in (few, many)
    )
    lived(
        store,
        [
            edited,
            edited | dict.fromkeys(few, "auditing"),
            edited | once,
            dict.fromkeys(many, "auditing") | once,
            once | twice,
        ],
    )
    ends = [one.published_at for one in store.snapshots.order_by("pk")]
    asked = asked_from(
        {"subject": "rejected", "from": ends[2].isoformat(), "to": ends[4].isoformat()}, at=ends[4]
    )

    answer = traced_at_once(store, asked, by=None, at=ends[4]).answer or {}

    assert answer["parts"]["kind"] == "volume"
    assert answer["parts"]["sentence"].endswith(
        "Mostly, more listings that were edited on sale: 0 then, 100 now."
    )
