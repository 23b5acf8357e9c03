"""The tests that need nothing but Python: `python -m tests`.

Each runs on SQLite; what touches SQL runs on PostgreSQL as well (conftest.py says which), at the
same time, because tests also wait. `--fast`: unit tests alone. `--thorough`: what is left out
otherwise, the whole of the matrices and of the random lives. Other arguments go to pytest, on both.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Collection

# Nothing of the surroundings shall change what the tests see, or have each process compile anew.
OUTSIDE = {
    "CELERY_BROKER_URL",
    "DATABASE_URL",
    "DEBUG",
    "LOG_FILE",
    "PYTHONDONTWRITEBYTECODE",
}
# One process to a core, and no more than a machine's memory carries. On PostgreSQL, which has far
# fewer tests, half as many: each takes ten seconds to begin with.
CORES = min(os.cpu_count() or 1, 4)
NOTHING_BUT_PYTHON = "not browser and not servers"
WITHOUT_A_BROWSER = ("-p", "no:playwright")  # to load it takes each process half a second
USUAL = ("-m", f"not thorough and {NOTHING_BUT_PYTHON}")
# hypothesis marks what it draws examples for: the same tests, with many more of them.
THOROUGH = (
    *("-m", f"(thorough or hypothesis) and {NOTHING_BUT_PYTHON}"),
    "--hypothesis-profile=thorough",
)
CLOSING = """Passed. Left out: the longer part of matrices and random lives (`make thorough`), and
tests marked 'browser' (they need Chromium) and 'servers' (they need Redis, RabbitMQ and PostgreSQL
as servers). .ci/run installs all of them and runs those; `.ci/run thorough` runs everything."""


def main() -> int:
    arguments = sys.argv[1:]
    if "--fast" in arguments:
        return subprocess.call(pytest("pytest", *USUAL, *arguments), env=environment())
    if "--thorough" in arguments:
        arguments = [*THOROUGH, *(one for one in arguments if one != "--thorough")]
    else:
        arguments = [*USUAL, *arguments]
    with tempfile.TemporaryFile() as output:
        on_postgresql = subprocess.Popen(
            pytest("tests.embedded_postgres", "--only-sql", *arguments, at_once=max(CORES // 2, 1)),
            # What is measured is measured once.
            env=environment(without={"COVERAGE_PROCESS_START"}),
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


def pytest(runner: str, *arguments: str, at_once: int = CORES) -> list[str]:
    # Who is done takes of what another still has before it. One alone needs nobody to lead it.
    side_by_side = ("-n", str(at_once), "--dist", "worksteal") if at_once > 1 else ()
    return [sys.executable, "-m", runner, "-q", *WITHOUT_A_BROWSER, *side_by_side, *arguments]


def environment(*, without: Collection[str] = ()) -> dict[str, str]:
    left_out = {*OUTSIDE, *without}
    return {name: value for name, value in os.environ.items() if name not in left_out}


if __name__ == "__main__":
    sys.exit(main())
