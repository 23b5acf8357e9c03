"""A copy of SQLite is made while others write; its owner alone reads it."""

import contextlib
import sqlite3
import threading

import pytest
from django.db import connection

from aliexpress.typed.bad_input import BadInput
from nervecentre.database import backup
from nervecentre.database.backup import back_up

ROW = "x" * 2_000  # two to a page
ROWS = 20_000


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database that takes ten thousand parts to copy."""
    file = tmp_path / "centre.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE one (number INTEGER PRIMARY KEY, text TEXT)")
        database.executemany("INSERT INTO one (text) VALUES (?)", [(ROW,)] * ROWS)
        database.commit()
    monkeypatch.setattr(backup, "PAGES_AT_ONCE", 1)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    return file


@pytest.fixture
def busy(file):
    """Somebody writes to it all the while."""
    enough = threading.Event()

    def write():
        with contextlib.closing(sqlite3.connect(file, timeout=20)) as database:
            database.execute("PRAGMA synchronous=OFF")
            while not enough.wait(0.0005):
                database.execute("INSERT INTO one (text) VALUES ('y')")
                database.commit()

    writer = threading.Thread(target=write)
    writer.start()
    yield
    enough.set()
    writer.join()


def test_it_comes_to_an_end_however_much_is_written_meanwhile(busy, tmp_path):
    copying = threading.Thread(target=back_up, args=[tmp_path / "copy"], daemon=True)
    copying.start()

    copying.join(20)

    assert not copying.is_alive()
    with contextlib.closing(sqlite3.connect(tmp_path / "copy")) as copy:
        [(count, last)] = copy.execute("SELECT COUNT(*), MAX(number) FROM one")
    assert count == last >= ROWS  # as of one moment


def test_only_its_owner_reads_it(file, tmp_path):
    back_up(tmp_path / "copy")

    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


def test_what_cannot_be_finished_leaves_nothing(file, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    file.write_bytes(b"\xff" * 8_192)

    with pytest.raises(BadInput, match="could not be written"):
        back_up(folder / "copy")

    assert list(folder.iterdir()) == []
