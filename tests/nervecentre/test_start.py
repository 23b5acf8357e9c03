"""A process starts with nothing but the pins, in a new checkout, and as in production."""

import subprocess
import sys

import pytest

from tests.processes import PRODUCTION, ROOT, environment, manage


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ERROR_TRACKER_DSN", "nonsense"),
        ("DEBUG", "perhaps"),
        ("NERVECENTRE_DIRECTORY", "/dev/null/centre"),
    ],
)
def test_a_wrong_value_ends_the_process(tmp_path, variable, value):
    started = manage("check", env=environment(tmp_path, **{variable: value}))

    assert started.returncode == 2
    assert started.stderr.startswith(f"{variable} must ")
    assert started.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("checkout")


# As where only what `requirements.txt` pins is installed, without the extras and without the tests'
# own, and no driver of PostgreSQL either: what else there is, is not found.
WITH_NOTHING_BUT_THE_PINS = """
import importlib.metadata, re, sys
pinned = set(re.findall(r"^[a-z0-9-]+(?===)", open("requirements.txt").read(), re.MULTILINE))
installed = importlib.metadata.packages_distributions()
def is_pinned(name):
    return re.sub(r"[-_.]+", "-", name).lower() in pinned
class Refused:
    def find_spec(self, name, path=None, target=None):
        if (of := installed.get(name.partition(".")[0])) and not any(map(is_pinned, of)):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refused())
sys.modules.update(psycopg=None, psycopg2=None)
sys.argv[1:] = ["showmigrations", "--plan"]
from nervecentre.__main__ import main; main()
import nervecentre.celery, nervecentre.gunicorn, nervecentre.urls, nervecentre.wsgi
import nervecentre.demo.demo
"""


@pytest.fixture(scope="module")
def started(directory):
    """A process in a new checkout, on SQLite. It looks through everything, migrations included."""
    return subprocess.run(
        [sys.executable, "-c", WITH_NOTHING_BUT_THE_PINS],
        cwd=ROOT,
        env=environment(directory),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_it_starts_without_any_configuration_extra_or_driver_of_postgresql(started):
    assert started.returncode == 0, started.stderr[-2000:]


@pytest.mark.slow
def test_secrets_made_for_a_checkout_are_its_owners_alone(started, directory):
    assert (directory / "secrets.json").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_sound_production_passes_djangos_own_checks(tmp_path):
    checked = manage(
        "check", "--deploy", "--fail-level", "INFO", env=environment(tmp_path, **PRODUCTION)
    )

    assert checked.returncode == 0, checked.stderr
