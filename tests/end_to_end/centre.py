"""Real worker and beat processes on the test database, a real broker, and the means to kill them.

The database is the test's own, reached by other processes by its name: it must be PostgreSQL.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from nervecentre.celery import QUEUES
from tests.processes import ROOT, environment
from tests.waiting import waited_for


class Process:
    """A process in a group of its own, so that nothing of it outlives its end."""

    def __init__(self, *command: str, env: dict[str, str], log: Path, code: Path = ROOT) -> None:
        self._log = log
        with log.open("a") as said:
            self._popen = subprocess.Popen(
                command,
                cwd=code,
                env=env,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def is_alive(self) -> bool:
        return self._popen.poll() is None

    def stop(self) -> None:
        """SIGSTOP: it is there and says nothing, until it is told to `go_on`."""
        os.killpg(self._popen.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.killpg(self._popen.pid, signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL: it learns of nothing and tidies up nothing."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait(timeout=30)


class Redis(Process):
    def __init__(self, directory: Path, *, port: int) -> None:
        self._port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        super().__init__(
            shutil.which("redis-server") or "redis-server",
            *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(directory)),
            *("--save", "", "--appendonly", "no"),
            env=dict(os.environ),
            log=directory / "redis.log",
        )
        waited_for(lambda: listens(port))

    def holds_messages(self) -> bool:
        with redis.Redis(port=self._port) as client:
            return any(client.llen(queue) for queue in QUEUES)

    @property
    def listeners(self) -> int:
        """How many workers wait for a message."""
        with redis.Redis(port=self._port) as client:
            return int(client.info("clients")["blocked_clients"])


class RabbitMQ(Process):
    """A node of its own, which finds its queues again when it is started in the same directory."""

    def __init__(self, directory: Path, *, port: int) -> None:
        self.url = f"amqp://guest:guest@127.0.0.1:{port}//"
        home = directory / "rabbitmq"
        home.mkdir(exist_ok=True)
        # Others of this machine are not spoken with, nor those that watch over them.
        ports = {"RABBITMQ_DIST_PORT": str(free_port()), "ERL_EPMD_PORT": str(free_port())}
        self._env = {
            **os.environ,
            **ports,
            "HOME": str(home),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "centre@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_MNESIA_BASE": str(home / "queues"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "none"),
            "RABBITMQ_CONFIG_FILE": str(home / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "none"),
        }
        # Debian's wrapper in the path is for the service alone.
        program = next(Path("/usr/lib/rabbitmq/lib").glob("*/sbin/rabbitmq-server"))
        super().__init__(str(program), env=self._env, log=directory / "rabbitmq.log")
        waited_for(lambda: listens(port))

    def kill(self) -> None:
        super().kill()
        waited_for(self._has_no_name_server)

    def _has_no_name_server(self) -> bool:
        """Erlang started one beside it, which ends once it has noticed that the node is gone."""
        ended = subprocess.run(["epmd", "-kill"], env=self._env, capture_output=True, check=False)
        return b"living nodes" not in ended.stdout + ended.stderr


class Centre:
    """Starts workers and beats; everything it started is gone after `stop()`."""

    def __init__(
        self, directory: Path, *, database_url: str, broker: type[Redis | RabbitMQ] = Redis
    ) -> None:
        self._directory = directory
        self._port = free_port()
        self._started: list[Process] = []
        self._kind_of_broker = broker
        self.broker: Any = broker(directory, port=self._port)
        self.env = environment(
            directory,
            DATABASE_URL=database_url,
            CELERY_BROKER_URL=self.broker.url,
            SECRET_KEY=settings.SECRET_KEY,
            CREDENTIAL_KEYS=",".join(settings.CREDENTIAL_KEYS),
            CELERY_SKIP_CHECKS="1",  # of each start the fourth part; the recipe's test has them
        )

    def worker(self, *queues: str, code: Path = ROOT) -> Process:
        """It takes from all queues where none is named. `code`: of another release."""
        number = len(self._started)
        only = [f"--queues={','.join(queues)}"] if queues else []
        name = f"--hostname=worker-{number}@%h"
        return self._celery("worker", "--concurrency=2", "--without-mingle", name, *only, code=code)

    def beat(self, *, code: Path = ROOT) -> Process:
        schedule = self._directory / f"schedule-{len(self._started)}"
        return self._celery("beat", f"--schedule={schedule}", "--pidfile=", code=code)

    def web(self, port: int, *, code: Path = ROOT) -> Process:
        gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:nervecentre.gunicorn")
        bind = ("--bind", f"127.0.0.1:{port}", "nervecentre.wsgi")
        return self._start(*gunicorn, *bind, code=code)

    def restart_broker(self) -> None:
        self.broker.kill()
        self.start_broker()

    def start_broker(self) -> None:
        self.broker = self._kind_of_broker(self._directory, port=self._port)

    def stop(self) -> None:
        for process in [*self._started, self.broker]:
            process.kill()

    def _celery(self, *arguments: str, code: Path) -> Process:
        celery = (sys.executable, "-m", "celery", "-A", "nervecentre")
        return self._start(*celery, *arguments, code=code)

    def _start(self, *command: str, code: Path) -> Process:
        log = self._directory / f"process-{len(self._started)}.log"
        process = Process(*command, env=self.env, log=log, code=code)
        self._started.append(process)
        return process


@contextlib.contextmanager
def running_centre(
    directory: Path, *, database_url: str = "", broker: type[Redis | RabbitMQ] = Redis
) -> Iterator[Centre]:
    """On the test's own database, or on the one given."""
    database_url = database_url or address_of_the_test_database()
    centre = Centre(directory, database_url=database_url, broker=broker)
    try:
        yield centre
    finally:
        centre.stop()


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def address_of_the_test_database() -> str:
    to = connection.settings_dict
    assert connection.vendor == "postgresql", "these tests need PostgreSQL"
    password = f":{to['PASSWORD']}" if to["PASSWORD"] else ""
    where = f"{to['USER']}{password}@{to['HOST']}:{to['PORT'] or 5432}/{to['NAME']}"
    return f"postgres://{where}"


def backend_of(some_connection: BaseDatabaseWrapper) -> int:
    """The server's process behind a connection."""
    with some_connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(pid)


def drop_every_connection_but(spared: int) -> None:
    """From the server's end: whoever else was connected finds the connection gone."""
    own = connections.create_connection("default")
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [spared],
        )
    own.close()
