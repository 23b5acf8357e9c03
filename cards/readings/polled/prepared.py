"""Statements that are made once: for what other apps ask several times a second.

Measured: to build a queryset and write its SQL takes Django longer than PostgreSQL takes to answer.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

Made = TypeVar("Made", bound=Model)
Value = str | int | datetime


class Prepared:
    """A `values_list` queryset, asked with other values each time.

    `build` gets the stand-ins by name and puts each into a filter; none may equal another value of
    the statement. What the queryset says stays in one place: the SQL is Django's own.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **stand_ins: Value) -> None:
        self._build = build
        self._stand_ins = stand_ins

    def first(self, **values: Value) -> list[Any] | None:
        """The first row, each value as the model's field reads it."""
        with self.asked(**values) as answer:
            return answer.first()

    def all(self, **values: Value) -> Iterator[list[Any]]:
        """Every row, likewise."""
        with self.asked(**values) as answer:
            return answer.all()

    @contextmanager
    def asked(self, **values: Value) -> Iterator["Answer"]:
        """What the database answered, to be read in here."""
        sql, parameters, compiler, converters = self._made
        asked = {name: _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked.get(name, fixed) for name, fixed in parameters])
            yield Answer(cursor, lambda rows: compiler.apply_converters(rows, converters))

    @cached_property
    def _made(self) -> tuple[str, list[tuple[str, Any]], Any, Any]:
        """The SQL; the name of each parameter, or "" and its value; what converts a row."""
        names: dict[Any, str] = {_adapted(value): name for name, value in self._stand_ins.items()}
        compiler = self._build(**self._stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        missing = set(names) - set(parameters)
        if missing:
            raise ValueError(f"The statement does not ask for {missing}.")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return sql, [(names.get(value, ""), value) for value in parameters], compiler, converters


class Answer:
    """Read once, as a whole or its first row; what was sent of that row can be told before."""

    def __init__(
        self, cursor: Any, convert: Callable[[Sequence[Any]], Iterator[list[Any]]]
    ) -> None:
        self._cursor = cursor
        self._convert = convert
        self._first: Sequence[Any] | None = None

    def as_sent(self) -> tuple[Any, ...] | None:
        """The first row before it is read: where two are equal, so is all that is read from them.

        Measured: to read the eighty columns of a reading takes as long as to ask for them.
        """
        result = getattr(self._cursor, "pgresult", None)
        if result is None:
            self._first = self._cursor.fetchmany(1)
            return tuple(self._first[0]) if self._first else None
        if result.ntuples == 0:
            return None
        return tuple([result.get_value(0, column) for column in range(result.nfields)])

    def first(self) -> list[Any] | None:
        rows = self._cursor.fetchmany(1) if self._first is None else self._first
        return next(self._convert(rows), None)

    def all(self) -> Iterator[list[Any]]:
        return self._convert(self._cursor.fetchall())


def columns(model: type[Model], *, only: Collection[str] | None = None) -> list[str]:
    """What `values_list` has to name for `made` to make instances. `only`: of all there are."""
    return [name for name in _names(model) if only is None or name in only]


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def made(model: type[Made], values: list[Any], *, names: Sequence[str] | None = None) -> Made:
    """An instance from the values of its columns, as if it had been read alone; of those named
    only, in the model's order, and then the others are read when they are asked for."""
    return model.from_db(DEFAULT_DB_ALIAS, names or _names(model), values)


def _adapted(value: Value) -> Any:
    """As the compiler gives it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
