"""A browser asks once for each static file, and again when it changed."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

STYLES = "cards/centre.css"


@pytest.fixture(autouse=True)
def _in_production(settings):
    settings.DEBUG = False


def test_an_address_names_the_content_of_its_file_and_is_kept_for_good(client):
    address = staticfiles_storage.url(STYLES)

    response = client.get(address)

    assert address.startswith("/static/cards/centre.css?v=")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b".visually-hidden" in response.getvalue()
    response.close()


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789ab"])
def test_what_is_asked_for_by_other_content_is_not_kept_for_good(client, query):
    response = client.get(f"/static/{STYLES}{query}")

    assert response.status_code == 200
    assert "immutable" not in response.headers["Cache-Control"]
    response.close()


def test_a_file_that_is_not_there_has_a_plain_address():
    assert staticfiles_storage.url("cards/nothing.css") == "/static/cards/nothing.css"


def test_while_a_developer_changes_files_addresses_are_plain(settings):
    settings.DEBUG = True

    assert staticfiles_storage.url(STYLES) == f"/static/{STYLES}"
