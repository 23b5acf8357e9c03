"""What PostgreSQL knows of its tables, learnt at once where much was written.

By itself it looks within a minute. Until then a statement is planned for a table as it was: after a
first sync for an empty one, and may take minutes instead of milliseconds.
"""

import logging
from functools import partial
from typing import Final

from django.db import connection, transaction
from django.db.models import Model

logger = logging.getLogger(__name__)

# As much as its own look waits for: so many rows, and a tenth of the table.
FEWEST: Final = 50
SHARE: Final = 0.1
# Of the hundred that tell how often values are: a sample as small takes a third of the time, and
# is good for the minute until PostgreSQL's own look.
MOST_FREQUENT: Final = 30


def learn_after_commit(*models: type[Model], written: int) -> None:
    """Once what was written is there for all. `written`: how many rows of each. What fails here
    ends nothing: PostgreSQL comes to it by itself."""
    if connection.vendor == "postgresql" and written > FEWEST:
        transaction.on_commit(partial(learn, *models, written=written), robust=True)


def learn(*models: type[Model], written: int) -> None:
    """Of the tables to which that many rows are news. One that somebody else is looking at, or
    builds an index of, is left to them."""
    tables, quoted = {model._meta.db_table: model for model in models}, connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid)"
            " AND relname = ANY(%s) AND %s > %s + %s * greatest(reltuples, 0)",
            [sorted(tables), written, FEWEST, SHARE],
        )
        for (name,) in cursor.fetchall():
            columns = ", ".join(map(quoted, found_by(tables[name])))
            with transaction.atomic():
                cursor.execute(f"SET LOCAL default_statistics_target = {MOST_FREQUENT}")
                cursor.execute(f"ANALYZE (SKIP_LOCKED) {quoted(name)} ({columns})")


def found_by(model: type[Model]) -> list[str]:
    """The columns by which rows of a model are looked for: those of its keys and indexes. Others,
    long texts above all, take three times as long; PostgreSQL's own look comes to them."""
    meta = model._meta
    named = {
        name.lstrip("-")
        for one in (*meta.indexes, *meta.constraints)
        for name in getattr(one, "fields", ())
    }
    return [
        str(field.column)
        for field in meta.concrete_fields
        if field.unique or field.is_relation or field.name in named
    ]
