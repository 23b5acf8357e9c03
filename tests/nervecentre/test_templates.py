"""The templates of all packages: short lines, ids that stand once, fragments that are used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for package in ("cards", "nervecentre", "aliexpress")
    for path in (ROOT / package).rglob("templates/**/*.html")
)
LONGEST_LINE = 120


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_of_a_template_is_longer_than_120_characters(path):
    long = [line for line in path.read_text().splitlines() if len(line) > LONGEST_LINE]

    assert long == []


@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if path.name.startswith("_")],
    ids=lambda path: path.name,
)
def test_every_fragment_is_used(path):
    everything = "".join(other.read_text() for other in TEMPLATES)
    views = "".join(view.read_text() for view in (ROOT / "cards" / "pages").glob("*.py"))

    assert re.search(rf'"\w+/{path.name}"', everything + views)
