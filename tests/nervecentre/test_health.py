"""Whoever keeps the processes running asks whether this one can serve."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_it_is_well_when_the_database_answers(client):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_unavailable_while_a_migration_is_missing(client):
    MigrationRecorder(connection).migration_qs.filter(app="cards").delete()

    answer = client.get("/health/")

    assert answer.status_code == 503
    assert "manage.py migrate" in answer.json()["message"]


def test_it_is_unavailable_when_the_database_does_not_answer(client):
    with connection.execute_wrapper(_database_gone):
        answer = client.get("/health/")

    assert answer.status_code == 503
    assert "DATABASE_URL" in answer.json()["message"]


def test_it_is_asked_over_plain_http_from_inside(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/health/").status_code == 200


def _database_gone(*_):
    raise OperationalError("the server closed the connection")
