"""A real browser, before a real server. Whatever a test does, its page must stay clean: no error
in the console, nothing the security policy had to stop, nothing loaded from elsewhere."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import ListingFactory, MembershipFactory, SnapshotFactory, StoreFactory
from tests.factories import UserFactory as Person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "correct horse battery"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    # From here on Playwright runs an event loop in the thread of the tests; what looks
    # asynchronous to Django is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def browser_context_args(live_server):
    return {"base_url": live_server.url, "reduced_motion": "reduce"}


@pytest.fixture
def store(transactional_db):
    """The worked example, with a few of its listings."""
    store = StoreFactory(slug="harbour-home", name="Harbour Home")
    SnapshotFactory(store=store)
    for state, status in (("active", "onSelling"), ("rejected", "editingRequired")):
        ListingFactory.create_batch(3, store=store, state=state, status=status)
    return store


@pytest.fixture
def person(store):
    """Makes a user with a password and a role; a member of the store unless told otherwise."""

    def make(role, *, of_store=True, **fields):
        user = Person(role=role, **fields)
        user.set_password(PASSWORD)
        user.save()
        if of_store:
            MembershipFactory(user=user, store=store)
        return user

    return make


@pytest.fixture
def trouble():
    """What went wrong in the page. A test that expects an answer of 4xx clears it."""
    return []


@pytest.fixture
def page(page, live_server, trouble):
    ours = urlsplit(live_server.url).netloc

    def asked(request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != ours:
            trouble.append(f"asked elsewhere: {request.url}")

    page.on("request", asked)
    page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            message.type in {"error", "warning"}
            and trouble.append(f"{message.type}: {message.text}")
        ),
    )
    yield page
    page.close()
    assert trouble == []


@pytest.fixture
def signed_in(page, live_server):
    """Signs in without the form, which has tests of its own."""

    def by_cookie(user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return page

    return by_cookie


@pytest.fixture
def sign_in(page):
    """Signs in by the form and lands on the board."""

    def by_form(user, password=PASSWORD):
        page.goto(reverse("login"))
        page.get_by_label("Name").fill(user.username)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        return page

    return by_form
