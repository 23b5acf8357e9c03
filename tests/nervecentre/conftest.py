"""What the application says while a test runs."""

import json
import logging
import logging.config

import pytest

from nervecentre import logs


@pytest.fixture
def lines(tmp_path):
    """What is logged for machines during the test, line by line."""
    file = tmp_path / "centre.log"
    before = logging.getLogger().handlers[:]
    logging.config.dictConfig(logs.config(readable=False, file=file))
    yield lambda: [json.loads(line) for line in file.read_text().splitlines()]
    for handler in logging.getLogger().handlers:
        handler.close()
    logging.getLogger().handlers = before
