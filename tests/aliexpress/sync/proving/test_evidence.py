"""The proof of a status, as a snapshot keeps it: every figure is that of the walk."""

from datetime import timedelta

import pytest

from aliexpress.sync.proving.evidence import evidence_of
from aliexpress.sync.reading import pages
from aliexpress.sync.status_tally import StatusTally
from tests.moments import NOON


def test_every_figure_of_the_proof_is_that_of_the_walk():
    tally = StatusTally(
        "onSelling", declared=41, listed=40, pages=5, duplicates=3, moved=2, read="full", at=NOON
    )

    assert evidence_of(tally) == {
        "status": "onSelling",
        "declared": 41,
        "listed": 40,
        "pages": 5,
        "duplicates": 3,
        "moved": 2,
        "read": "full",
        "at": NOON.isoformat(),
    }


def test_listings_that_are_counted_elsewhere_are_named():
    tally = StatusTally("auditing", declared=2, listed=2, elsewhere={1002, 1001})

    assert evidence_of(tally)["elsewhere"] == [1001, 1002]


@pytest.mark.django_db
def test_a_listing_that_slides_onto_the_next_page_is_a_duplicate_in_the_proof(
    sandbox, catalogue, read, settings, monkeypatch
):
    """A new one on top of the first page pushes the last of it down while the list is read."""
    settings.ALIEXPRESS_CONNECTIONS = 1
    monkeypatch.setattr(pages, "PAGE_SIZE", 3)
    made: list[int] = []

    def create_once(seen):
        if not made and (seen.status, seen.page, seen.page_size) == ("onSelling", 2, 3):
            sandbox.clock.set(sandbox.clock.now() + timedelta(seconds=1))
            made.append(catalogue.create("onSelling"))

    sandbox.on_request = create_once
    run = read()

    [proof] = [row for row in run.snapshot.evidence if row["status"] == "onSelling"]
    assert made
    assert (proof["declared"], proof["listed"], proof["duplicates"]) == (7, 7, 1)
    assert run.snapshot.total_count == 13
