"""Statements whose SQL is made once, for what is asked several times a second.

Measured: to build a queryset and write its SQL takes Django longer than PostgreSQL takes to answer.
"""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Value = str | int | datetime


class Prepared:
    """A queryset that is asked with other values each time.

    `build` gets the stand-ins by name and puts each into a filter; none may equal another value of
    the statement. What the queryset says stays in one place: the SQL is Django's own, and so is
    what is made of a row.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: Value) -> None:
        self._build = build
        self._stand_ins = stand_ins

    def all(self, **values: Value) -> list[Any]:
        """What the queryset would give."""
        return self.made_of(self.rows(**values))

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        """As the driver gives them: what is made of two equal rows is equal."""
        _, _, sql, parameters = self._made
        asked = {name: adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked.get(name, fixed) for name, fixed in parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def made_of(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        """What the queryset makes of rows of this statement."""
        queryset, compiler, _, _ = self._made
        compiler = copy(compiler)
        compiler.execute_sql = lambda *_, **__: [rows]  # they are here
        query = SimpleNamespace(get_compiler=lambda *_, **__: compiler)
        source = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        make: Any = queryset._iterable_class
        return [*make(source)]

    def column(self, name: str) -> int:
        """Where in a row an annotation stands."""
        _, compiler, _, _ = self._made
        place: int = compiler.annotation_col_map[name]
        return place

    @cached_property
    def _made(self) -> tuple[QuerySet[Any, Any], Any, str, list[tuple[str, Any]]]:
        """With the SQL the name of each parameter, or "" and its value."""
        names: dict[Any, str] = {adapted(value): name for name, value in self._stand_ins.items()}
        queryset = self._build(**self._stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        missing = set(names) - set(parameters)
        if missing:
            raise ValueError(f"The statement does not ask for {missing}.")
        return queryset, compiler, sql, [(names.get(value, ""), value) for value in parameters]


def adapted(value: Value) -> Any:
    """As the compiler gives it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
