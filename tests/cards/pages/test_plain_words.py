"""What LOOK forbids to say stands on no page: read from the templates and from the page's words."""

import re
from pathlib import Path

import pytest

from aliexpress.words import said_to

TEMPLATES = sorted(
    path
    for folder in ("cards/templates", "nervecentre/templates")
    for path in Path(folder).rglob("*.html")
    # Of an installation in which nobody is yet: read by who sits at the server.
    if path.parts[-2:] != ("setup", "closed.html")
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


def test_what_to_do_is_told_to_the_one_who_reads_it():
    told = "No longer accepted. Connect the store again in the admin, or ask operations to."

    assert said_to(told, is_operations=True).endswith("Connect the store again in the admin.")
    assert said_to(told, is_operations=False).endswith("Ask operations to connect the store again.")
