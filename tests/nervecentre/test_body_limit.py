"""What is too large is refused in words before any of it is read."""

import pytest

from nervecentre.body_limit import MOST_BYTES

pytestmark = pytest.mark.django_db
UPLOAD = "/stores/harbour-home/bridge/source/"


class NotRead:
    """A body of whatever size that may not be touched."""

    def read(self, *_):
        raise AssertionError("It was read.")

    readline = read


def sent(client, path, size):
    return client.generic(
        "POST", path, content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size), **{"wsgi.input": NotRead()},
    )  # fmt: skip


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 2 * 2**30])
def test_two_gigabytes_are_refused_without_a_look(client, size):
    answer = sent(client, UPLOAD, size)

    assert answer.status_code == 413
    assert "more than 65 MB" in answer.content.decode()


def test_the_api_says_so_in_its_own_shape(client):
    answer = sent(client, "/api/v1/stores/harbour-home/source/reads/", 2 * 2**30)

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("length", ["", "12", "x", "-5"])
def test_what_is_small_or_says_nothing_is_not_its_concern(client, length):
    answer = client.get("/accounts/login/", CONTENT_LENGTH=length)

    assert answer.status_code == 200
