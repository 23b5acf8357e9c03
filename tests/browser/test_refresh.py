"""Refresh, seen by who pressed it: progress state by state, then the new number, in place."""

import threading

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from aliexpress.models import Store
from aliexpress.sandbox import Fault, Sandbox
from aliexpress.sync import sync_store
from nervecentre.demo.embedded import Worker
from tests.browser.places import TOTAL, open_whole
from tests.connected_store import connected_to

WORKED_EXAMPLE = {"onSelling": 431, "auditing": 34, "editingRequired": 12, "offline": 5}
CARD = reverse("card", args=["harbour-home", "aex_total_listings"])


@pytest.fixture
def sandbox():
    sandbox = Sandbox()
    sandbox.fill(sandbox.seller, WORKED_EXAMPLE)
    sandbox.start()
    yield sandbox
    sandbox.on_request = None
    sandbox.stop()


@pytest.fixture
def store(transactional_db, sandbox):
    """Read once: 482 listings."""
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
def gate(sandbox):
    """Holds every page of listings back until it is opened."""
    gate = threading.Event()
    sandbox.on_request = lambda seen: seen.page_size == 99 and gate.wait(30)
    yield gate
    gate.set()


def add(sandbox, number, status):
    for _ in range(number):
        sandbox.catalogue(sandbox.seller).create(status)


@pytest.fixture
def card(person, sign_in):
    page = sign_in(person("owner"))
    page.locator(TOTAL).wait_for()
    open_whole(page, CARD)
    page.evaluate("window.stillTheSamePage = true")
    return page


def test_progress_shows_state_by_state_and_the_number_follows(card, sandbox, gate, worker):
    add(sandbox, 19, "onSelling")
    Store.objects.update(watermark="")  # so that it reads in full, and there is progress to see

    card.get_by_role("button", name="Refresh").click()
    progress = card.locator(".progress")
    expect(progress).to_contain_text("On selling")
    expect(progress).to_contain_text("of 450")
    expect(card.get_by_text("482 listings", exact=True)).to_be_visible()
    gate.set()

    expect(card.get_by_text("501 listings", exact=True)).to_be_visible(timeout=20_000)
    expect(card.get_by_role("button", name="Refresh")).to_be_visible()
    assert card.evaluate("window.stillTheSamePage")


def test_a_refresh_that_fails_says_so_and_leaves_the_number(card, sandbox, worker):
    sandbox.faults.add(Fault("error_response", code="IncompleteSignature"))

    card.get_by_role("button", name="Refresh").click()

    expect(card.locator("#standing")).to_contain_text("failed", timeout=20_000)
    expect(card.get_by_text("482 listings", exact=True)).to_be_visible()


def test_an_open_page_follows_what_a_scheduled_refresh_finds(card, sandbox, store):
    add(sandbox, 3, "auditing")

    sync_store(store, clock=timezone.now)

    expect(card.get_by_text("485 listings", exact=True)).to_be_visible(timeout=25_000)
    assert card.evaluate("window.stillTheSamePage")


def test_without_script_refresh_still_works(browser, person, live_server, worker, sandbox):
    user = person("owner")
    add(sandbox, 1, "onSelling")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(CARD)
    page.get_by_label("Name").fill(user.username)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("heading", name="Total Listings")).to_be_visible()
    for _ in range(60):
        if page.get_by_text("483 listings", exact=True).count():
            break
        page.wait_for_timeout(250)
        page.reload()

    expect(page.get_by_text("483 listings", exact=True)).to_be_visible()
    context.close()
