"""What the application says while a test runs, and an owner with a key of the API."""

import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.utils import timezone

from cards.api_keys import issue_api_key
from nervecentre import logs
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory


@pytest.fixture
def lines(tmp_path):
    """What is logged for machines during the test, line by line."""
    file = tmp_path / "centre.log"
    before = logging.getLogger().handlers[:]
    logging.config.dictConfig(logs.config(readable=False, file=file))
    yield lambda: [json.loads(line) for line in file.read_text().splitlines()]
    for handler in logging.getLogger().handlers:
        handler.close()
    # The levels as well: or every request of every later test writes a line.
    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger().handlers = before


@pytest.fixture
def owner(db):
    store = SnapshotFactory(store=StoreFactory(slug="harbour-home")).store
    return MembershipFactory(user=UserFactory(role="owner"), store=store).user


@pytest.fixture
def key(owner):
    return f"Bearer {issue_api_key(owner, name='warehouse', at=timezone.now())}"
