"""What is read right after much was written is planned for what is there."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import Listing
from aliexpress.table_statistics import found_by, learn, learn_after_commit
from tests.factories import ListingFactory, StoreFactory


def rows_known():
    """How many listings PostgreSQL plans for; less than none where it never looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = %s", [Listing._meta.db_table]
        )
        return cursor.fetchone()[0]


def test_a_table_that_much_was_written_to_is_looked_at_once_that_is_there(
    db, django_capture_on_commit_callbacks
):
    listings = ListingFactory.build_batch(60, store=StoreFactory())
    with django_capture_on_commit_callbacks(execute=True) as looks:
        Listing.objects.bulk_create(listings)
        learn_after_commit(Listing, written=10_000_000)

    if connection.vendor == "postgresql":
        assert rows_known() >= 60
    assert len(looks) == (connection.vendor == "postgresql")


def test_little_is_left_to_its_own_look(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as looks:
        learn_after_commit(Listing, written=10)

    assert looks == []


def test_a_tenth_of_a_table_is_much(db, django_assert_num_queries):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 10000 WHERE relname = 'aliexpress_listing'")
    with django_assert_num_queries(1):
        learn(Listing, written=1_000)
    with CaptureQueriesContext(connection) as asked:
        learn(Listing, written=1_100)
    assert sum("ANALYZE" in query["sql"] for query in asked) == 1


def test_only_columns_rows_are_looked_for_by_are_looked_at_at_once():
    found = found_by(Listing)

    assert {"id", "store_id", "product_id", "state", "state_since_at"} <= {*found}
    assert not {"subject", "search_text", "image_url", "gmt_modified"} & {*found}
