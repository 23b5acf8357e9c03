"""Every test that needs nothing but Python: `python -m tests`; unit tests alone with `--fast`.

The whole runs on SQLite; what touches SQL runs on PostgreSQL as well, at the same time, because
tests mostly wait. Other arguments go to pytest, on both.
"""

import os
import subprocess
import sys
import tempfile

# Nothing of the surroundings shall change what the tests see.
OUTSIDE = {"DATABASE_URL", "CELERY_BROKER_URL", "DEBUG", "LOG_FILE"}
# One process to a core, and no more than a machine's memory carries.
SIDE_BY_SIDE = ("-n", "auto", "--maxprocesses", "4")
NOTHING_BUT_PYTHON = "not browser and not servers"
CLOSING = """Passed. Left out: tests marked 'browser' (they need Chromium) and 'servers' (they need
Redis and PostgreSQL as servers). .ci/run installs all three and runs everything."""


def main() -> int:
    arguments = sys.argv[1:]
    if "--fast" in arguments:
        return subprocess.call(pytest("pytest", *arguments), env=environment())
    with tempfile.TemporaryFile() as output:
        on_postgresql = subprocess.Popen(
            pytest("tests.embedded_postgres", "--only-sql", *arguments),
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        print("The tests, on SQLite:", flush=True)
        on_sqlite = subprocess.call(pytest("pytest", *arguments), env=environment())
        print("Those that touch SQL, on a PostgreSQL out of a wheel:", flush=True)
        code = on_postgresql.wait() or on_sqlite
        output.seek(0)
        sys.stdout.write(output.read().decode(errors="replace"))
    if not code:
        print(CLOSING)
    return code


def pytest(runner: str, *arguments: str) -> list[str]:
    return [
        *(sys.executable, "-m", runner, "-q", *SIDE_BY_SIDE),
        *("-m", NOTHING_BUT_PYTHON, *arguments),
    ]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OUTSIDE}


if __name__ == "__main__":
    sys.exit(main())
