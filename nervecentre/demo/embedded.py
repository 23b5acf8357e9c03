"""Web server, Celery worker and beat as threads of one process, for the demo.

Each part runs after `start()` and is gone after `stop()`.
"""

import errno
import logging
import threading
import warnings

import celery.beat
import celery.worker.state
from celery.exceptions import SecurityWarning
from django.core.servers.basehttp import (
    ThreadedWSGIServer,
    WSGIRequestHandler,
    get_internal_wsgi_application,
)

from nervecentre.celery import app

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
PORTS_TRIED = 100
LAST_PORT = 65_535
POLL_SECONDS = 0.1
TASKS_AT_ONCE = 2


class NoFreePort(Exception):
    """Neither the port asked for nor one of those after it can be listened on."""


class _Server(ThreadedWSGIServer):
    def handle_error(self, request: object, client_address: object) -> None:
        logger.info("the connection from %s broke off", client_address, exc_info=True)


class WebServer:
    """Django on 127.0.0.1, on the port asked for or the next free one; 0 is any.

    Raises NoFreePort.
    """

    def __init__(self, port: int) -> None:
        self._server = listening_server(port)
        self._server.set_app(get_internal_wsgi_application())
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": POLL_SECONDS},
            name="web",
            daemon=True,
        )

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def listening_server(port: int) -> _Server:
    last = min(port + PORTS_TRIED, LAST_PORT) if port else 0
    for candidate in range(port, last + 1):
        try:
            return _Server((HOST, candidate), WSGIRequestHandler)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise NoFreePort(f"Port {candidate} cannot be used: {error.strerror}.") from error
    raise NoFreePort(f"No port from {port} to {last} is free.")


class Worker:
    """A Celery worker with a pool of threads."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # It runs as whoever started this process, and unpickles nothing.
            warnings.simplefilter("ignore", SecurityWarning)
            self._worker = app.Worker(
                pool="threads",
                concurrency=TASKS_AT_ONCE,
                quiet=True,
                # There is one worker, so nobody to gossip with.
                without_gossip=True,
                without_mingle=True,
                without_heartbeat=True,
            )
        self._thread = threading.Thread(target=self._worker.start, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no more tasks, and wait for those under way."""
        # What the worker's own signal handler does; a thread cannot be sent a signal.
        celery.worker.state.should_stop = 0  # type: ignore[assignment]  # the exit code
        self._thread.join()
        celery.worker.state.should_stop = None


class Beat:
    """Celery beat, its schedule in memory: intervals live in the stores' own rows."""

    def __init__(self) -> None:
        # A short interval at most, so that it can be stopped soon.
        self._service = celery.beat.Service(
            app, max_interval=1, scheduler_cls=celery.beat.Scheduler
        )
        self._thread = threading.Thread(target=self._service.start, name="beat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._service.stop()
        self._thread.join()
