"""Logs: one line an event, JSON for machines or plain text for people, and never a secret.

A request's id is bound where the request comes in and travels with the tasks it starts, so
one search finds the click, the run and the failure.
"""

import json
import logging
import re
import sys
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from aliexpress.redaction import HIDDEN, without_secrets

SECRET_NAMES = re.compile(r"token|secret|password|authorization|cookie|credential|api_?key|digest")
# What follows ? in an address may hold a one-time code or what somebody searched for.
QUERY_STRING = re.compile(r"\?\S*")


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide values under names of secrets, and the query string of a request's address."""
    for name in event:
        if SECRET_NAMES.search(name.lower()):
            event[name] = HIDDEN
    if "request" in event:
        event["request"] = QUERY_STRING.sub("", str(event["request"]))
    return event


# What our own lines and those of the libraries go through alike.
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    hide_secrets,
]


def configure() -> None:
    """Send structlog's lines through the standard library, where everybody else's go."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        # What is dropped anyhow is dropped before it is put together.
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


class Lines(structlog.stdlib.ProcessorFormatter):
    """Each line as it is written, tracebacks included, without the secrets we hold."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def config(*, readable: bool, file: Path | None, level: str = "INFO") -> dict[str, Any]:
    """For Django's LOGGING: to standard error, or into a file. Readable is for a developer's
    terminal, without a line a request. `level`: at DEBUG each call to AliExpress is a line."""
    ours = "WARNING" if readable and level == "INFO" else level
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": Lines,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(processors_for_people() if readable else processors_for_machines()),
                ],
            }
        },
        "handlers": {"lines": {**destination(file), "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            **{
                name: {"level": ours}
                for name in ("aliexpress", "cards", "nervecentre", "django_structlog")
            },
            # Repeats in plain text what django_structlog says of every request.
            "django.request": {"level": "ERROR"},
            "django.server": {
                "level": "INFO" if readable else "ERROR",
                "handlers": ["lines"],
                "propagate": False,
            },
        },
    }


def destination(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {"class": "logging.StreamHandler", "stream": sys.stderr}
    # Appended to, by however many processes; one that was moved away is begun again.
    return {"class": "logging.handlers.WatchedFileHandler", "filename": file}


def processors_for_machines() -> list[Processor]:
    return [structlog.processors.format_exc_info, as_json]


# Made once: to make one takes as long as to write a line.
_ENCODER = json.JSONEncoder(default=repr)


def as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return _ENCODER.encode(event)


def processors_for_people() -> list[Processor]:
    # Plain tracebacks: the fancy ones print local variables, and with them tokens.
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]
