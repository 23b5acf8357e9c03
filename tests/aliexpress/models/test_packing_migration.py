"""Histories that were kept before moments were packed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.moments import NOON

BEFORE = [("aliexpress", "0008_name_the_tallies_of_a_store")]
PACKED = [("aliexpress", "0010_keep_the_longest_lapse")]


class SingleSteps(MigrationLoader):
    """As in a database of an early release: nothing squashed."""

    def load_disk(self):
        super().load_disk()
        steps = {key: step for key, step in self.disk_migrations.items() if not step.replaces}
        self.disk_migrations = steps


def single_steps():
    executor = MigrationExecutor(connection)
    executor.loader = SingleSteps(connection)
    return executor


def migrate(to):
    executor = single_steps()
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.fixture
def before(transactional_db):
    yield migrate(BEFORE)
    executor = single_steps()
    executor.migrate(executor.loader.graph.leaf_nodes())


def kept(apps):
    rows = apps.get_model("aliexpress", "Confirmation").objects.order_by("snapshot_id", "day")
    return [(row.snapshot_id, row.day, row.seconds) for row in rows]


def live(apps, *, days):
    """Snapshots at noon: looked at over days, over a lapse, never again."""
    store = apps.get_model("aliexpress", "Store").objects.create(name="Harbour", slug="harbour")
    snapshots = apps.get_model("aliexpress", "ListingSnapshot").objects
    rows = apps.get_model("aliexpress", "Confirmation").objects
    for looks in days:
        last = max(
            (NOON.replace(hour=0) + timedelta(days=day, seconds=looks[day][-1]) for day in looks),
            default=NOON,
        )
        snapshot = snapshots.create(
            store=store,
            as_of=NOON,
            published_at=NOON,
            confirmed_at=last,
            verdict="complete",
            kind="full",
            total_count=0,
        )
        for day, seconds in looks.items():
            rows.create(snapshot=snapshot, day=(NOON + timedelta(days=day)).date(), seconds=seconds)


@pytest.mark.thorough
def test_moments_are_the_same_packed_and_unpacked_again(before):
    steady = {0: [*range(43_500, 86_400, 300)], 1: [*range(0, 86_400, 300)]}
    live(before, days=[steady, {0: [43_500, 86_399], 2: [0]}, {}])
    then = kept(before)

    packed = migrate(PACKED)

    assert kept(packed) == then
    lapses = packed.get_model("aliexpress", "ListingSnapshot").objects.order_by("pk")
    assert [each.longest_lapse for each in lapses] == [300, 86_401, 0]
    assert kept(migrate(BEFORE)) == then
