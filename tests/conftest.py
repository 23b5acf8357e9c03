"""What every test runs under."""

import os
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from hypothesis import settings

from nervecentre.celery import app

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _queues_of_its_own():
    """Where tests run side by side, each process has a database of its own, and so its messages."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    broker = urlsplit(app.conf.broker_url)
    if broker.scheme == "redis":
        # To Celery the environment says more than its configuration does.
        os.environ["CELERY_BROKER_URL"] = broker._replace(path=f"/{process}").geturl()


@pytest.fixture(autouse=True)
def _empty_cache():
    """The cache is the process's own, so nothing of one test may reach the next."""
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is at hand nothing may be skipped: a skip under CI is a failure.

    An expected failure (xfail) is no skip.
    """
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        _, _, reason = report.longrepr if isinstance(report.longrepr, tuple) else ("", 0, "")
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and nothing may be skipped here: {reason}"
    return report
