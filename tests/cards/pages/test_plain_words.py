"""What LOOK forbids to say stands on no page: read from the templates and from the page's words."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(
    path
    for folder in ("cards/templates", "nervecentre/templates")
    for path in Path(folder).rglob("*.html")
)
TAG = re.compile(r"{%.*?%}|{#.*?#}|<[^>]*>", re.DOTALL)
FORBIDDEN = re.compile(
    r"Any moment again|Longest in it|It lasted at least|Sentiment key|\bRT\b|manage\.py|[Oo]ops"
    r"|we do not know|snapshot \{\{|Snapshot \{\{|[a-z]!"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_page_speaks_as_a_shop_owner_does(path):
    said = TAG.sub(" ", path.read_text())

    assert not FORBIDDEN.search(said), FORBIDDEN.search(said)
