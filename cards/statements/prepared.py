"""Statements whose SQL is made once, for what is asked several times a second.

Measured: to build a queryset and write its SQL takes Django longer than PostgreSQL takes to answer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
        with self.asked(**values) as answer:
            return answer.all()

    @contextmanager
    def asked(self, **values: Value) -> Iterator["Answer"]:
        """What the database answered, to be read in here."""
        queryset, compiler, sql, parameters = self._made
        asked = {name: adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked.get(name, fixed) for name, fixed in parameters])
            yield Answer(queryset, compiler, cursor)

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


class Answer:
    """Read once; what was sent of the first row can be told before."""

    def __init__(self, queryset: QuerySet[Any, Any], compiler: Any, cursor: Any) -> None:
        self._queryset = queryset
        self._compiler = compiler
        self._cursor = cursor
        self._rows: Sequence[Any] | None = None

    def as_sent(self) -> tuple[Any, ...] | None:
        """The first row before it is read: what is read from two equal ones is equal."""
        result = getattr(self._cursor, "pgresult", None)
        if result is None:
            self._rows = self._cursor.fetchall()
            return tuple(self._rows[0]) if self._rows else None
        if result.ntuples == 0:
            return None
        return tuple([result.get_value(0, column) for column in range(result.nfields)])

    def all(self) -> list[Any]:
        rows = self._cursor.fetchall() if self._rows is None else self._rows
        compiler: Any = copy(self._compiler)
        compiler.execute_sql = lambda *_, **__: [rows]  # they are here
        query = SimpleNamespace(get_compiler=lambda *_, **__: compiler)
        made_of = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        make: Any = self._queryset._iterable_class
        return [*make(made_of)]


def adapted(value: Value) -> Any:
    """As the compiler gives it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
