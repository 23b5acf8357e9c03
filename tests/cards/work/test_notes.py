"""Notes on listings: written of one nobody took on, and told together with what was said of its
work."""

from datetime import timedelta

import pytest

from aliexpress.typed.bad_input import BadInput
from cards.models import ListingNote
from cards.work.items import change, take_on
from cards.work.notes import note_on, notes_of
from nervecentre.audit.models import Entry
from tests.cards.work.conftest import LATER
from tests.moments import NOON


def test_own_notes_and_comments_on_its_work_are_told_newest_first(store, rejected, owner):
    listing, other = rejected(2)
    note_on(listing, "The supplier has no licence.", by=owner, at=NOON)
    item = take_on(store, {"listings": [listing.product_id]}, by=owner, at=NOON)
    change(item, {"comment": "The photo is ordered."}, by=owner, at=LATER)
    note_on(other, "Of another.", by=owner, at=NOON)

    newest, oldest = notes_of(listing)

    assert (newest.text, newest.by, newest.work) == (
        "The photo is ordered.",
        owner.username,
        item.pk,
    )
    assert (oldest.text, oldest.by, oldest.work, oldest.at) == (
        "The supplier has no licence.",
        owner.username,
        None,
        NOON,
    )


def test_a_note_outlives_who_wrote_it(rejected, owner):
    [listing] = rejected(1)
    note_on(listing, "No licence.", by=owner, at=NOON)

    owner.delete()

    [note] = notes_of(listing)
    assert (note.text, note.by) == ("No licence.", "")


@pytest.mark.parametrize("text", [None, "", "  ", 7, ["x"], "x" * 2001, "a\x00b"])
def test_what_is_no_note_is_refused(rejected, owner, text):
    [listing] = rejected(1)

    with pytest.raises(BadInput, match="text must"):
        note_on(listing, text, by=owner, at=NOON + timedelta(days=1))

    assert not ListingNote.objects.exists()


def test_a_note_stands_in_the_record_of_who_did_what(rejected, owner):
    [listing] = rejected(1)

    note_on(listing, "No licence.", by=owner, at=NOON)

    entry = Entry.objects.latest("pk")
    assert entry.action == Entry.Action.NOTE
    assert entry.after == {"listing.product_id": listing.product_id, "text": "No licence."}
