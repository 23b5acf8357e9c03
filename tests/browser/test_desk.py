"""The reconciliation desk in a browser: enter, read why, refresh and count again in place."""

import threading

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from aliexpress.sandbox import Sandbox
from aliexpress.sync import sync_store
from nervecentre.demo.embedded import Worker
from tests.browser.places import TOTAL
from tests.connected_store import connected_to

DESK = reverse("reconcile", args=["harbour-home"])


@pytest.fixture
def sandbox():
    sandbox = Sandbox()
    sandbox.fill(sandbox.seller, {"onSelling": 43, "auditing": 3, "editingRequired": 1})
    sandbox.start()
    yield sandbox
    sandbox.on_request = None
    sandbox.stop()


@pytest.fixture
def store(transactional_db, sandbox):
    """Read once: 47 listings."""
    store = connected_to(sandbox)
    sync_store(store, clock=timezone.now)
    return store


@pytest.fixture
def worker(transactional_db):
    worker = Worker()
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def desk(person, sign_in):
    page = sign_in(person("owner"))
    page.locator(TOTAL).wait_for()
    page.goto(DESK)
    return page


def enter(page, number):
    page.get_by_label("The number Seller Center shows").fill(str(number))
    # The field holds minutes; a moment before our reading would be another question.
    page.get_by_label("When you read it").evaluate(
        "(field, moment) => { field.type = 'text'; field.value = moment; }",
        timezone.now().isoformat(),
    )
    page.get_by_role("button", name="Explain").click()


def test_an_active_only_view_is_explained(desk):
    enter(desk, 43)

    expect(desk.get_by_text("43 is Active only.")).to_be_visible()
    expect(desk.get_by_text("Clear all state filters")).to_be_visible()


def test_refresh_and_recount_come_back_to_the_same_desk(desk, sandbox, worker):
    sandbox.catalogue(sandbox.seller).create("onSelling")
    gate = threading.Event()
    sandbox.on_request = lambda seen: gate.wait(30)
    enter(desk, 48)
    expect(desk.get_by_text("from before you looked")).to_be_visible()

    desk.get_by_role("button", name="Refresh and count again").click()
    expect(desk.get_by_text("the answer follows here")).to_be_visible()
    gate.set()

    expect(desk.locator("#answer")).to_contain_text("Explained", timeout=20_000)
    expect(desk.get_by_text("No later reading can change this answer.")).to_be_visible()
