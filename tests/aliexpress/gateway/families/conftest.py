"""A gateway that answers what a test tells it to."""

import pytest


@pytest.fixture
def answer(httpserver):
    def with_(body, **kwargs):
        httpserver.expect_request("/sync", method="POST").respond_with_json(body, **kwargs)

    return with_
