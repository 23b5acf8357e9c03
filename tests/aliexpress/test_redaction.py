"""A text of others shows no secret we hold, whatever it was encoded with."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from aliexpress import redaction
from aliexpress.redaction import hold, may_show_secret, without_secrets

SECRET = '50000901a/Qx-+7=ü word"Zq'
ENCODINGS = {
    "plain": SECRET,
    "capitals": SECRET.upper(),
    "small letters": SECRET.lower(),
    "in an address": quote(SECRET),
    "in an address, every letter": quote(SECRET, safe=""),
    "in an address, every sign": quote(SECRET, safe="").replace("-", "%2D"),
    "in a form": quote_plus(SECRET),
    "in an address, twice": quote(quote(SECRET, safe=""), safe=""),
    "JSON": json.dumps(SECRET),
    "JSON with its own letters": json.dumps(SECRET, ensure_ascii=False),
    "JSON in JSON": json.dumps(json.dumps(SECRET)),
    "JSON with escaped slashes": json.dumps(SECRET).replace("/", "\\/"),
    "hex": SECRET.encode().hex(),
    "hex in capitals": SECRET.encode().hex().upper(),
    "hex, byte by byte": SECRET.encode().hex(" "),
    "hex with colons": SECRET.encode().hex(":"),
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "base64 for addresses": base64.urlsafe_b64encode(SECRET.encode()).decode(),
    "base64 of a header": base64.b64encode(f"key:{SECRET}".encode()).decode(),
    "base64 with one letter before it": base64.b64encode(f"x{SECRET}y".encode()).decode(),
    "base64 with two letters before it": base64.b64encode(f"xy{SECRET}yz".encode()).decode(),
    "base64 in an address": quote(base64.b64encode(SECRET.encode()).decode(), safe=""),
    "a repr": repr(SECRET),
    "HTML by numbers": "".join(f"&#{ord(letter)};" for letter in SECRET),
    "HTML by hexadecimal numbers": "".join(f"&#x{ord(letter):X};" for letter in SECRET),
}


@pytest.fixture(autouse=True)
def _held():
    hold(SECRET)


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_secret_is_hidden_in_every_encoding(name):
    said = without_secrets(f"The call failed [{ENCODINGS[name]}] for ever.")

    assert said.startswith("The call failed [")
    assert "(hidden)" in said
    assert said.endswith("] for ever.")
    assert ENCODINGS[name][2:-2] not in said


@pytest.mark.parametrize(
    "said",
    [
        "session=never-seen-before",
        "session = never-seen-before",
        "session%3Dnever-seen-before",
        '{"access_token": "never-seen-before"}',
        "refresh_token=never-seen-before&x=1",
        "Authorization: Bearer never-seen-before",
        "a key aex_" + "never-seen-before" * 2 + "123456789",
    ],
)
def test_what_is_named_a_secret_is_hidden_though_we_do_not_hold_it(said):
    assert "never-seen" not in without_secrets(said)


@pytest.mark.parametrize(
    "said",
    [
        "AliExpress no longer accepts the access token.",
        "The session has ended: sign in again.",
        "aex_total_listings of harbour-home is 4,820.",
        "İstanbul ẞ Дефлектор",
    ],
)
def test_an_ordinary_sentence_stays_as_it_is(said):
    assert without_secrets(said) == said


def test_two_secrets_side_by_side_are_both_hidden():
    hold("second-secret")

    assert without_secrets(f"{SECRET}second-secret.") == "(hidden)(hidden)."


def test_letters_that_grow_when_made_small_do_not_move_what_is_hidden():
    assert without_secrets(f"İİİ {SECRET} İ") == "İİİ (hidden) İ"


def test_too_short_a_secret_hides_no_ordinary_word():
    hold("call", "")

    assert without_secrets("The call failed.") == "The call failed."


def test_a_secret_of_any_length_is_seen_wherever_in_a_long_text_it_begins():
    secrets = ["sEcret-0123456789"[:length] for length in range(8, 15)]
    hold(*secrets)

    assert not may_show_secret("a plain title of a page " * 40)
    for secret in secrets:
        for before in range(9):
            assert may_show_secret("x" * before + secret.upper() + " and more" * 40), secret


@pytest.mark.parametrize("length", range(8, 20))
def test_the_shortest_secret_is_seen_wherever_in_a_long_text_it_begins(monkeypatch, length):
    # Nothing else is held: how far looks lie apart is for the shortest of all.
    monkeypatch.setattr(redaction, "_held", redaction._Held())
    secret = "5Ecret-0123456789-äß"[:length]
    hold(secret)

    assert not may_show_secret("a plain title of a page " * 40)
    for before in range(17):
        for text in ("x" * before + secret, "ü" * before + secret.upper() + " and more" * 40):
            assert may_show_secret(text), text
