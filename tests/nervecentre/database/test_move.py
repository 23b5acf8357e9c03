"""Where to a database is moved is told without showing the password to whoever lists processes."""

import pytest
from django.core.management import CommandError, call_command


def test_the_address_is_read_from_a_file(tmp_path):
    file = tmp_path / "url"
    file.write_text("mysql://user@host/name\n")

    with pytest.raises(CommandError, match="must be PostgreSQL"):
        call_command("move_database", url_file=str(file))


@pytest.mark.parametrize("given", [{}, {"url": "postgres://a@b/c", "url_file": "somewhere"}])
def test_it_is_named_once(given):
    with pytest.raises(CommandError) as refused:
        call_command("move_database", **given)

    assert refused.value.returncode == 2


def test_a_database_of_an_earlier_release_is_not_moved(monkeypatch, tmp_path):
    said = "2 migrations are not applied: run manage.py migrate."
    monkeypatch.setattr("nervecentre.database.move.problem_found", lambda: said)

    with pytest.raises(CommandError, match="migrations are not applied"):
        call_command("move_database", "postgres://nobody@nowhere.invalid/name")
