"""A release that knows what a word means which the one before did not: its listings move, once."""

import pytest

from aliexpress import lifecycle
from aliexpress.lifecycle import OFFLINE, POP, Meaning, State
from aliexpress.models import SyncRun, Transition
from aliexpress.sync.staging.rows import state_text
from aliexpress.verification.verification import problems
from tests.aliexpress.sync.conftest import pass_time

MOON = (POP, OFFLINE, "moon_offline")


@pytest.fixture(autouse=True)
def _forgotten_afterwards():
    yield
    state_text.cache_clear()


@pytest.mark.parametrize("moves_besides", [False, True])
def test_what_was_unmapped_moves_to_the_state_a_release_knows(
    read, catalogue, sandbox, store, monkeypatch, moves_besides
):
    unknown, other, *_ = catalogue.truth()
    catalogue.take_down(unknown, "moon_offline")
    assert read().snapshot.unmapped_count == 1
    monkeypatch.setitem(lifecycle.MEANINGS, MOON, Meaning(State.TAKEN_DOWN, "gone to the moon"))
    state_text.cache_clear()  # as with the process of another release
    pass_time(sandbox, minutes=5)
    if moves_besides:
        catalogue.take_down(other, "user_offline")

    run = read()

    assert (run.error, run.kind) == ("", SyncRun.Kind.FULL)
    assert (run.snapshot.unmapped_count, run.snapshot.taken_down_count) == (0, 1 + moves_besides)
    moved = Transition.objects.get(listing__product_id=unknown)
    assert (moved.from_state, moved.to_state) == (State.UNMAPPED, State.TAKEN_DOWN)
    assert not list(problems(store))
    pass_time(sandbox, minutes=5)
    assert read().kind == SyncRun.Kind.CONFIRM
