"""What `requirements.txt` pins is enough to run: without the extras, and without the tests' own."""

import subprocess
import sys

import pytest

from tests.processes import ROOT, environment

pytestmark = pytest.mark.slow

# Packages of the tests and of the extras are not found, as where only the pins are installed.
WITHOUT = """
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
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
import nervecentre.celery, nervecentre.gunicorn, nervecentre.wsgi
import nervecentre.demo.demo
"""


def test_all_of_it_starts_with_nothing_but_what_is_pinned(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=ROOT,
        env=environment(tmp_path) | {"DJANGO_SETTINGS_MODULE": "nervecentre.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr[-2000:]
