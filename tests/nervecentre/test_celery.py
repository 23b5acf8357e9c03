"""Which messages wait behind which."""

import pytest

from aliexpress import tasks as of_stores
from cards import tasks as of_cards
from nervecentre.celery import ALERTS, DELIVERIES, LATE_SECONDS, QUEUES, SYNCS, TICKS, app


def queue_of(task):
    route = app.amqp.router.route({}, task.name)
    return route["queue"].name


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        (of_stores.carry_out, SYNCS),
        (of_stores.read_details, SYNCS),
        (of_stores.start_due_syncs, TICKS),
        (of_stores.start_due_details, TICKS),
        (of_stores.tidy_up, TICKS),
        (of_cards.look_at_readings, ALERTS),
        (of_cards.deliver_alerts, ALERTS),
        (of_cards.recount_reconciliations, ALERTS),
        (of_cards.deliver_alert, DELIVERIES),
        (of_cards.follow_work_items, ALERTS),
        (of_cards.deliver_work_mails, ALERTS),
        (of_cards.deliver_work_mail, DELIVERIES),
        (of_cards.mail_store_news, DELIVERIES),
        (of_cards.mail_owners_notes, DELIVERIES),
    ],
)
def test_each_task_rides_in_its_queue(task, queue):
    assert queue_of(task) == queue


def test_what_beat_sends_is_routed_as_what_anybody_else_sends():
    assert all("queue" not in entry["options"] for entry in app.conf.beat_schedule.values())


def test_no_backlog_of_syncs_or_deliveries_drops_what_looks_whether_to_alert():
    """It waits in a queue of its own, and for minutes rather than seconds."""
    for entry in app.conf.beat_schedule.values():
        if entry["task"].startswith("cards.tasks."):
            assert entry["options"]["expires"] == LATE_SECONDS >= 10 * 15


def test_a_worker_that_is_told_no_queues_takes_from_all_of_them():
    assert {queue.name for queue in app.conf.task_queues} == set(QUEUES)
