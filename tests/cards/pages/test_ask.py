"""The page of questions says how to begin."""

import re
from html import unescape

import pytest
from django.utils import timezone

from cards.ask.verified_questions import EXAMPLES, QUESTIONS
from tests.factories import SnapshotFactory

pytestmark = pytest.mark.django_db


def test_a_page_without_a_question_begins_with_some_that_are_answered(client, owner, store):
    SnapshotFactory(store=store, as_of=timezone.now())
    client.force_login(owner)

    page = client.get("/ask/", {"store": store.slug}).content.decode()

    offered = re.findall(r'<a href="(/ask/\?[^"]*question=[^"]*)">([^<]*)</a>', page)
    assert [unescape(words) for _, words in offered] == list(EXAMPLES)
    assert set(EXAMPLES) <= set(QUESTIONS)
    for address, _ in offered:
        answer = client.get(unescape(address)).content.decode()
        assert "Not understood" not in answer
        assert "For instance" not in answer
