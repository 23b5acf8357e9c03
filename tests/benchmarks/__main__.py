"""`python -m tests.benchmarks [NAME …] [--small] [--json FILE]`: all of them, or those named.

Each runs in a process and on a database of its own. Exit code 1 where one could not run; a goal
that was not met is said, and is no failure: other machines, other figures.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests import embedded_postgres
from tests.benchmarks.catalogue import BENCHMARKS

PEERS = ("orjson",)
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = _arguments()
    missing = [name for name in PEERS if find_spec(name) is None]
    if missing:
        print(
            f"Not installed: {', '.join(missing)}. Install what the benchmarks are held against: "
            "python -m pip install -r tests/benchmarks/requirements.txt",
            file=sys.stderr,
        )
        return 2
    found, failed = [], []
    for name in arguments.names or list(BENCHMARKS):
        with tempfile.TemporaryDirectory(prefix="nervecentre-bench-") as directory:
            result = Path(directory) / "result.json"
            code = _run(name, Path(directory), result=result, small=arguments.small)
            if code == 0:
                found.append(json.loads(result.read_text()))
            else:
                failed.append(name)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n")
    if failed:
        print(f"Could not be run: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", type=str.lower, choices=[[], *BENCHMARKS], metavar="NAME"
    )
    parser.add_argument("--small", action="store_true", help="a tenth of the size: a first look")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser.parse_args()


@contextmanager
def _postgres() -> Iterator[str]:
    """The tests' own server, but reached over TCP: dlt knows no other way."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    embedded_postgres.SETTINGS |= {"listen_addresses": "127.0.0.1", "port": str(port)}
    with embedded_postgres.running_postgres():
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"


def _run(name: str, directory: Path, *, result: Path, small: bool) -> int:
    with ExitStack() as parts:
        if BENCHMARKS[name].database == "sqlite":
            database = f"sqlite:///{directory / 'bench.sqlite3'}"
        else:
            database = parts.enter_context(_postgres())
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            # AliExpress is played by a process of this machine.
            "ALIEXPRESS_GATEWAY_ALLOW_PRIVATE": "true",
            "NERVECENTRE_DIRECTORY": str(directory),
            "DEBUG": "0",
            "PLAIN_HTTP": "1",
            "SECRET_KEY": "a-key-for-benchmarks-only-0123456789-abcdefghijklmnopqrstuvwx",
            "CREDENTIAL_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            "LOG_FILE": str(directory / "bench.log"),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "CELERY_BROKER_URL": "memory://",
        }
        command = [sys.executable, "-m", "tests.benchmarks.benchmark_process", name, str(result)]
        return subprocess.run(
            [*command, *(["--small"] if small else [])], env=environment, cwd=ROOT, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
