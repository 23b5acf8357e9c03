"""`manage.py sync_store`: what its progress says, line by line."""

from io import StringIO

import pytest

from aliexpress.management.commands.sync_store import Command
from aliexpress.sync.status_tally import StatusTally


@pytest.fixture
def command():
    return Command(stdout=StringIO(), stderr=StringIO())


def tally(status: str, *, declared: int | None) -> StatusTally:
    made = StatusTally(status)
    made.declared = declared
    return made


def test_progress_is_said_once_while_nothing_changes(command):
    for _ in range(3):
        command._show_progress([tally("auditing", declared=41)])

    assert command.stderr.getvalue() == "auditing 0 of 41\n"


def test_nothing_is_said_before_anything_is_known(command):
    command._show_progress([tally("auditing", declared=None)])

    assert command.stderr.getvalue() == ""
