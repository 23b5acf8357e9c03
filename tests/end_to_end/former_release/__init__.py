"""The release before this one: its database as it left it, what it answered, and its code.

`release` is the commit the files are of; `make.py` makes them.
"""

import gzip
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from tests.processes import ROOT

HERE = Path(__file__).resolve().parent
CODE = ("manage.py", "pyproject.toml", "CHANGELOG.md", "nervecentre", "cards", "aliexpress")
RELEASE = (HERE / "release").read_text().strip()


def file(name: str) -> bytes:
    """One of `answers`, `sqlite3` and `postgresql`: a line of JSON, a file, and SQL."""
    return gzip.decompress((HERE / f"{name}.gz").read_bytes())


def is_at_hand() -> bool:
    """Whether its code is: a copy without history does not have it."""
    look = ["git", "cat-file", "-e", f"{RELEASE}^{{commit}}"]
    return subprocess.run(look, cwd=ROOT, capture_output=True, check=False).returncode == 0


def code_into(directory: Path) -> Path:
    """Its code, as the repository keeps it."""
    packed = subprocess.run(
        ["git", "archive", RELEASE, "--", *CODE],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(directory, filter="data")
    return directory
