"""What the sandbox remembers over a restart."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aliexpress.sandbox import Life, Sandbox, SandboxClock, thirty_days
from aliexpress.sandbox.aliexpress_words import FIND_LIST, TOKEN_REFRESH
from tests.aliexpress.sandbox.caller import LIST, Caller

NINE = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def lived(path: Path) -> Sandbox:
    """A shop that lived for a day, refreshed its token, and was stopped."""
    sandbox = Sandbox(clock=SandboxClock(NINE), state_file=path)
    sandbox.start()
    sandbox.fill(sandbox.seller, {"onSelling": 300, "auditing": 30, "offline": 5})
    Life(sandbox, pace=10).advance(NINE + timedelta(days=1))
    sandbox.catalogue().create("onSelling", fields={"subject": "A title of its own"})
    sandbox.catalogue().move(sandbox.catalogue().create(), "never_heard_of", "word")
    Caller(sandbox).rest(TOKEN_REFRESH, refresh_token="sandbox-refresh-token")
    sandbox.stop()
    return sandbox


def test_a_restart_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    before = lived(path)

    after = Sandbox(state_file=path)

    assert after.state_problem == ""
    assert after.catalogue().truth(removed=True) == before.catalogue().truth(removed=True)
    assert after.catalogue().truth_at(NINE) == before.catalogue().truth_at(NINE)
    assert after.clock.now() == NINE + timedelta(days=1)
    assert after.seller == before.seller
    assert after.accounts.access == before.accounts.access
    assert after.accounts.refresh == before.accounts.refresh


def test_lists_read_the_same_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    answers = []
    lived(path)

    for _ in range(2):
        sandbox = Sandbox(state_file=path)
        sandbox.start()
        query = {"page_size": 99, "gmt_modified_start": "2026-03-14 02:00:00"}
        answers.append(Caller(sandbox).listed("onSelling", method=FIND_LIST, **query))
        sandbox.stop()

    assert answers[0] == answers[1]
    assert answers[0][LIST]
    assert "A title of its own" in {item["subject"] for item in answers[0][LIST]}


def test_new_listings_get_ids_of_their_own_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    before = lived(path)

    product_id = Sandbox(state_file=path).catalogue().create()

    assert product_id not in before.catalogue().truth(removed=True)
    assert product_id > max(before.catalogue().truth(removed=True))


def test_a_replay_cut_short_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    sandbox = Sandbox(state_file=path)
    sandbox.start()
    replay = thirty_days(sandbox, end=NINE)
    for _ in range(5):
        next(replay)

    sandbox.stop()

    assert not path.exists()


def test_a_replay_that_ended_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    sandbox = Sandbox(state_file=path)
    sandbox.start()
    for _ in thirty_days(sandbox, end=NINE):
        pass

    sandbox.stop()

    assert len(Sandbox(state_file=path).catalogue().truth()) == 4820


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 99}', "\x00\x01", None])
def test_a_damaged_file_is_named_and_all_starts_anew(tmp_path: Path, damage: str | None) -> None:
    path = tmp_path / "state.json"
    lived(path)
    text = path.read_text()
    path.write_text(text[: len(text) // 2] if damage is None else damage)

    sandbox = Sandbox(state_file=path)

    assert str(path) in sandbox.state_problem
    assert len(sandbox.catalogue()) == 0


def test_columns_that_do_not_fit_are_a_damage(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    lived(path)
    state = json.loads(path.read_text())
    for catalogue in state["catalogues"].values():
        catalogue["flags"] = catalogue["words"] and "eJwDAAAAAAE="  # an empty column
    path.write_text(json.dumps(state))

    sandbox = Sandbox(state_file=path)

    assert "equally long" in sandbox.state_problem


def test_nothing_but_the_file_is_left_behind(tmp_path: Path) -> None:
    lived(tmp_path / "state.json")

    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    sandbox = Sandbox(state_file=tmp_path / "absent" / "state.json")
    sandbox.start()

    sandbox.stop()

    assert "could not be saved" in sandbox.state_problem
