"""RabbitMQ as the broker: stores are read, and nothing is lost while it is away."""

import shutil

import pytest
from django.db import connection

from nervecentre.celery import ALERTS, DELIVERIES, SYNCS, TICKS
from tests.end_to_end.centre import (
    RabbitMQ,
    backend_of,
    drop_every_connection_but,
    running_centre,
)
from tests.end_to_end.test_broker import read_once_more
from tests.processes import manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

PRESS = """
from django.utils import timezone
from aliexpress.models import Store
from aliexpress.refresh import request_refresh
run = request_refresh(Store.objects.get(), at=timezone.now())
run.refresh_from_db()
print(run.status)
"""


@pytest.fixture
def centre(transactional_db, tmp_path):
    if connection.vendor != "postgresql" or not shutil.which("rabbitmq-server"):
        pytest.skip("PostgreSQL and RabbitMQ are needed as servers")
    with running_centre(tmp_path, broker=RabbitMQ) as centre:
        yield centre
    drop_every_connection_but(backend_of(connection))


def test_stores_are_read_by_rabbitmq_and_a_press_while_it_is_away_is_kept(centre, living_store):
    started = [centre.worker(SYNCS, TICKS), centre.worker(ALERTS, DELIVERIES), centre.beat()]
    assert read_once_more(living_store)

    centre.broker.kill()
    pressed = manage("shell", "-v0", "-c", PRESS, env=centre.env)
    assert pressed.stdout == "queued\n", pressed.stderr
    run = living_store.runs.latest("pk")
    centre.start_broker()

    assert waited_for(lambda: living_store.runs.get(pk=run.pk).status == "complete")
    assert read_once_more(living_store)
    assert [process.is_alive for process in started] == [True] * 3
