"""Whatever file starts the processes starts what the README's recipe starts, and nothing else.

The recipe itself is run line by line in tests/end_to_end/test_production.py.
"""

import configparser
import re

import pytest
import yaml

from nervecentre.environment import ROOT
from tests.end_to_end.test_production import recipe, stays

DEPLOYMENT = ROOT / "nervecentre" / "deployment"
PLACED = re.compile(r" --(bind|schedule)[= ]\S+")  # where it runs, not what


def started():
    return {command for command in recipe() if stays(command)}


def prepared():
    return " && ".join(command for command in recipe() if command.startswith("python manage.py "))


def test_the_procfile_starts_what_the_recipe_starts():
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    release = lines.pop("release")

    assert set(lines.values()) == started()
    assert prepared().startswith(release)


def test_the_units_start_what_the_recipe_starts():
    commands = set()
    for unit in DEPLOYMENT.glob("*.service"):
        parser = configparser.RawConfigParser(strict=False)
        parser.read(unit)
        command = parser["Service"]["ExecStart"].removeprefix("/opt/nerve-centre/.venv/bin/")
        commands.add(PLACED.sub("", command).replace("%%", "%"))
        assert parser["Service"]["Restart"] == "always"

    assert commands == started()


def test_the_composition_starts_what_the_recipe_starts():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    ours = {name: one for name, one in services.items() if "build" in one}
    release = ours.pop("release")["command"]

    assert {PLACED.sub("", one["command"]) for one in ours.values()} == started()
    assert prepared().startswith(release.removeprefix('sh -c "').removesuffix('"'))


def test_the_image_installs_the_pins_and_serves():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    [served] = [line for line in lines if line.startswith("CMD")]
    command = PLACED.sub("", " ".join(re.findall(r'"([^"]+)"', served)))

    assert "RUN pip install --no-cache-dir --require-hashes -r requirements.txt" in lines
    assert command in started()


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_say_who_comes_and_how(name):
    text = (DEPLOYMENT / name).read_text()

    assert "X-Forwarded-For" in text
    assert "X-Forwarded-Proto" in text


@pytest.mark.parametrize("path", ["compose.yaml", "Dockerfile", "nervecentre/deployment"])
def test_no_secret_is_written_where_it_can_be_read(path):
    place = ROOT / path
    files = place.glob("*") if place.is_dir() else [place]

    for file in files:
        assert not re.search(r"(SECRET_KEY|CREDENTIAL_KEYS|DATABASE_URL)[=:] ", file.read_text())


def test_the_extras_are_pinned_and_so_is_all_else_as_it_is_without_them():
    def pins(name):
        return set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    extras = pins("requirements-extras.txt")

    assert pins("requirements.txt") <= extras <= pins("requirements-dev.txt")
    for name in ("mcp==", "mozilla-django-oidc==", "sentry-sdk=="):
        assert any(pin.startswith(name) for pin in extras)
