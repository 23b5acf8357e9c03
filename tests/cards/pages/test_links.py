"""Every link a reader is shown leads somewhere, whatever their role shows of a store."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from cards.work.items import take_on
from tests.cards.pages.listing_rows import rejected
from tests.moments import NOON

# Forms and files of their own, and what is the admin's.
ELSEWHERE = ("/admin/", "/static/", "/accounts/logout/", "/api/", "/mcp/")
LINK = re.compile(r'<a [^>]*href="([^"]+)"')


FILES = (".csv", ".json")


def links_of(page: str, body: str) -> set[str]:
    """Of our own pages alone."""
    found = (urlsplit(urljoin(page, unescape(link))) for link in LINK.findall(body))
    return {
        f"{one.path}?{one.query}"
        for one in found
        if not one.netloc and not one.path.startswith(ELSEWHERE) and not one.path.endswith(FILES)
    }


@pytest.mark.parametrize("role", ["owner", "finance", "marketing", None])
def test_no_link_of_a_page_is_a_dead_end(role, snapshot, store, owner, member, as_user):
    rejected(store, 2)
    take_on(store, {"kind": "rejected"}, by=owner, at=NOON)
    browser = as_user(owner if role == "owner" else member(role))
    seen: set[str] = set()
    waiting = {"/?"}
    dead = []
    while waiting:
        page = waiting.pop()
        seen.add(page.partition("?")[0])
        answer = browser.get(page)
        if answer.status_code >= 400:
            dead.append((page, answer.status_code))
        elif "html" in answer.headers.get("Content-Type", ""):
            waiting |= links_of(page, answer.content.decode())
        waiting = {one for one in waiting if one.partition("?")[0] not in seen}

    assert dead == []
    assert len(seen) > (5 if role else 2)
