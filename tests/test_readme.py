"""What the README points at is there."""

import re

import pytest

from nervecentre.environment import ROOT

README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "nervecentre" / "settings.py").read_text()
PROMISES = README[README.index("## What is promised") :]


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


@pytest.mark.parametrize(
    "variable", sorted(set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', SETTINGS)))
)
def test_each_variable_of_the_environment_is_told_of(variable):
    assert re.search(rf"`{variable}\b", README) or variable == "TEST_DATABASE_NAME"
