"""The sandbox in a process of its own, as the demo has it."""

from datetime import timedelta

import pytest
import requests

from aliexpress.sandbox.process import SandboxGone, SandboxProcess
from tests.moments import NOON
from tests.waiting import PATIENCE_SECONDS


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "sandbox.json"


@pytest.fixture
def process(memory):
    process = SandboxProcess(state_file=memory)
    yield process
    process.stop()


def counts(process):
    answer = requests.get(f"{process.introduction.url}/sandbox/counts", timeout=PATIENCE_SECONDS)
    [found] = answer.json().values()
    return found


def test_it_introduces_itself_with_an_empty_catalogue(process):
    assert process.introduction.url.startswith("http://127.0.0.1:")
    assert process.introduction.products == 0
    assert process.introduction.problem == ""


def test_it_lives_the_month_moment_by_moment_to_the_worked_example(process):
    process.begin_month(end=NOON)

    moments = []
    while moment := process.next_moment():
        moments.append(moment)

    assert moments == [NOON - timedelta(hours=12) * step for step in range(60, -1, -1)]
    assert counts(process) == {
        "onSelling": 4310,
        "auditing": 340,
        "editingRequired": 120,
        "offline": 50,
        "deleted": 186,
    }


def test_stopped_it_keeps_what_it_remembers_for_the_next(process, memory):
    process.begin_month(end=NOON)
    while process.next_moment():
        pass
    process.stop()

    again = SandboxProcess(state_file=memory)
    try:
        assert again.introduction.products == 5006
    finally:
        again.stop()


def test_a_memory_that_cannot_be_read_is_said_in_a_sentence(memory):
    memory.write_text("nothing of sense")

    process = SandboxProcess(state_file=memory)
    try:
        assert str(memory) in process.introduction.problem
        assert process.introduction.products == 0
    finally:
        process.stop()


def test_what_cannot_be_done_is_said_and_the_next_is_done(process):
    process.begin_month(end=NOON.replace(year=1, month=1, day=2))

    with pytest.raises(SandboxGone, match="did not do its work: OverflowError"):
        process.next_moment()

    assert process.next_moment() is None


def test_once_it_has_stopped_it_is_gone(process):
    process.stop()

    with pytest.raises(SandboxGone):
        process.next_moment()
