"""How gunicorn serves us: `gunicorn -c python:nervecentre.gunicorn nervecentre.wsgi`.

What is not here is gunicorn's own: where it listens (--bind), for one.
"""

import os
from tempfile import mkdtemp
from typing import Any

# A process to each core, and as many requests at once in each as it has threads: a long export, a
# slow reader or a slow AliExpress occupies a thread and nobody else.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, 1 + (os.cpu_count() or 1)))
worker_class = "gthread"
threads = 8
# Of silence of a whole process, not of one request.
timeout = 60
graceful_timeout = 30
# One that is asked again by the proxy within this time keeps its connection.
keepalive = 15

# Where the processes keep what they count, so that /metrics tells of all of them. It has to be said
# before prometheus_client is imported anywhere.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", mkdtemp(prefix="nerve-centre-metrics-"))


def child_exit(_server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
