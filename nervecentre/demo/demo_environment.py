"""The environment a demo runs in."""

import os
import sys
from pathlib import Path

from nervecentre import environment

# A log that has grown larger is begun again, and the one before is kept.
LARGE_LOG_BYTES = 5_000_000


def become_a_demo() -> None:
    """Start this very command again as it would run in production, but over plain http and
    with its broker in memory: what users see of a failure is then a page, not a traceback.

    Called before Django is there, which would only be thrown away.
    """
    wanted = {
        **environment.local_secrets(),
        **os.environ,
        "DEBUG": "0",
        "PLAIN_HTTP": "1",
        "CELERY_BROKER_URL": "memory://",
        "ALIEXPRESS_GATEWAY_ALLOW_PRIVATE": "1",  # its AliExpress runs on this machine
        "LOG_FILE": str(environment.local_path("demo.log")),
    }
    if wanted != dict(os.environ):
        log = Path(wanted["LOG_FILE"])
        if log.exists() and log.stat().st_size > LARGE_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        # With the arguments this very process was started with.
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], wanted)  # noqa: S606
