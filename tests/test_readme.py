"""What the README and the pages beside it point at is there."""

import re

import pytest

from cards.catalogue.definitions import CARDS
from nervecentre.environment import ROOT

README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "nervecentre" / "settings.py").read_text()
PROMISES = README[README.index("## What is promised") :]
LAYOUT = README[README.index("## How it is laid out") : README.index("## The family of cards")]
ROOMS = ("aliexpress", "cards", "nervecentre", "tests")
FILES = ["/manage.py"] + [
    "/" + path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*")
]


@pytest.mark.parametrize(
    "path",
    sorted(
        set(re.findall(r"`((?:aliexpress|browser|cards|end_to_end|nervecentre)/[^`]+)`", PROMISES))
    ),
)
def test_each_test_named_for_a_promise_is_there(path):
    assert (ROOT / "tests" / path).exists()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:aliexpress|cards|nervecentre|tests)/[^`*<> ]+)`", README)))
)
def test_each_room_named_in_the_layout_is_there(path):
    assert (ROOT / path).exists() or (ROOT / "tests" / path).exists()


@pytest.mark.parametrize("page", ["README", "CONTRIBUTING", "DECISIONS", "SECURITY", "CHANGELOG"])
def test_each_module_a_page_names_is_there(page):
    named = re.findall(r"`([\w/]+\.py)`", (ROOT / f"{page}.md").read_text())

    missing = [one for one in named if not any(path.endswith(f"/{one}") for path in FILES)]
    assert missing == []


def test_each_word_of_the_layout_is_a_room():
    named = re.findall(r"`([a-z_/]+)`", LAYOUT)
    rooms = {word.removesuffix(".py") for path in FILES for word in path.split("/")}

    assert [one for one in named if one.rstrip("/").rsplit("/", 1)[-1] not in rooms] == []


@pytest.mark.parametrize(
    "variable", sorted(set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', SETTINGS)))
)
def test_each_variable_of_the_environment_is_told_of(variable):
    assert re.search(rf"`{variable}\b", README) or variable == "TEST_DATABASE_NAME"


def test_each_delivered_card_is_told_of():
    assert [key for key in CARDS if f"`{key}`" not in README] == []


def test_each_command_is_told_of():
    commands = {
        path.stem
        for room in ROOMS
        for path in (ROOT / room / "management" / "commands").glob("[!_]*.py")
    }

    told = README[README.index("## Commands") : README.index("## The API")]
    assert {name for name in commands if f"`{name}" not in told} == set()
