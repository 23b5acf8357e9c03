"""How gunicorn serves us: `gunicorn -c python:nervecentre.gunicorn nervecentre.wsgi`.

What is not here is gunicorn's own: where it listens (--bind), for one.
"""

import os

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
