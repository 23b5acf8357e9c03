"""What every test runs under."""

import gc
import os
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings

from aliexpress.gateway import rate_limits
from aliexpress.source.gateway import pace
from nervecentre.celery import app
from tests.first_rows import put_back, rows_by_table
from tests.rollback import undone

# What is imported and collected stays to the end: nobody looks through it for what could go
# before it is all there, and never again once it is.
gc.disable()

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("few", settings.default, deadline=None, max_examples=10)
settings.register_profile("thorough", settings.default, deadline=None, max_examples=100)
settings.load_profile("few")


# What a test uses that asks the database something.
SQL = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
# What takes a process, a stand-in or a life of a shop.
MARKS_OF_THE_WHOLE = ("browser", "servers", "slow", "thorough", "hypothesis")
FIXTURES_OF_THE_WHOLE = {"sandbox", "live_server", "demo"}
# What these tests show does not hang on the database: screens, whose statements are those of
# the rooms below and are tried there, and what is said on the wire and how it is taken, which
# comes down to the statements of staging, publishing and details. On PostgreSQL they are thorough.
OF_ANY_DATABASE = (
    "tests/aliexpress/admin/",
    "tests/aliexpress/connection/",
    "tests/aliexpress/gateway/",
    "tests/aliexpress/proof/",
    "tests/aliexpress/source/reading/",
    "tests/aliexpress/sync/proving/",
    "tests/aliexpress/sync/reading/",
    "tests/aliexpress/sync/faults/",
    "tests/aliexpress/sync/shops/",
    "tests/aliexpress/sync/test_cost",
    "tests/aliexpress/sync/test_crowds",
    "tests/cards/admin/",
    "tests/cards/alerts/test_alert_form",
    "tests/cards/alerts/test_alerts_in_the_admin",
    "tests/cards/alerts/test_handling",
    "tests/cards/api/",
    "tests/cards/ask/",
    "tests/cards/catalogue/",
    "tests/cards/management/",
    "tests/cards/mcp/",
    "tests/cards/members/",
    "tests/cards/owners_note/",
    "tests/cards/pages/",
    "tests/cards/test_access",
    "tests/cards/test_annotations",
    "tests/cards/test_cards_by_name",
    "tests/cards/test_hard_values",
    "tests/cards/test_reader_zone",
    "tests/cards/tracing/test_bars",  # that both give the same is test_same_answer
    "tests/nervecentre/",
)
# Each case of these tests is another statement. Elsewhere one case shows the statements on
# PostgreSQL, and the others are thorough there.
A_STATEMENT_EACH = (
    "tests/aliexpress/models/",
    "tests/aliexpress/sync/staging/",
    "tests/aliexpress/test_search",
    "tests/cards/flow/",
    "tests/cards/history/",
    "tests/cards/listings/",
    "tests/cards/tracing/",
    "tests/cards/work/",
)
ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fast",
        action="store_true",
        help="unit tests: nothing asks a database, nothing is started",
    )
    parser.addoption("--only-sql", action="store_true", help="only tests that ask a database")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what is left out whole."""
    marked = config.getoption("markexpr")
    left_out: tuple[str, ...] = ("tests/browser/",) if "not browser" in marked else ()
    if config.getoption("--only-sql") and "not thorough" in marked:
        left_out += OF_ANY_DATABASE
    inside = "/" if collection_path.is_dir() else ""
    return f"{_place(collection_path)}{inside}".startswith(left_out) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what `--fast` and `--only-sql` ask for, and begin with what takes long."""
    if config.getoption("--only-sql"):
        _mark_what_sql_shows_once(items)
    kept = [item for item in items if _is_wanted(item, config)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _mark_what_sql_shows_once(items: list[pytest.Item]) -> None:
    shown: set[str] = set()
    for item in items:
        place, test = _place(item.path), item.nodeid.partition("[")[0]
        again = test in shown and not place.startswith(A_STATEMENT_EACH)
        if again or place.startswith(OF_ANY_DATABASE):
            item.add_marker(pytest.mark.thorough)
        elif item.get_closest_marker("thorough") is None:
            shown.add(test)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look from here on only through what the tests themselves make."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def _is_wanted(item: pytest.Item, config: pytest.Config) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = item.get_closest_marker("django_db") is not None or bool(fixtures & SQL)
    if config.getoption("--fast"):
        whole = any(map(item.get_closest_marker, MARKS_OF_THE_WHOLE))
        return not asks and not whole and not fixtures & FIXTURES_OF_THE_WHOLE
    if config.getoption("--only-sql"):
        return asks and item.get_closest_marker("slow") is None
    return True


@pytest.fixture(scope="session", autouse=True)
def _queues_of_its_own():
    """Where tests run side by side, each process has a database of its own, and so its messages."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    broker = urlsplit(app.conf.broker_url)
    if broker.scheme == "redis":
        # To Celery the environment says more than its configuration does.
        os.environ["CELERY_BROKER_URL"] = broker._replace(path=f"/{process}").geturl()


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little():
    """A million rounds of hashing keep an attacker busy, and a test as long."""
    PBKDF2PasswordHasher.iterations = 1


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test that commits leaves the database as new, and takes no longer over it than need be."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":  # there the audit refuses whoever removes rows
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS audit_entry_is_not_removed")
        first = rows_by_table()
        # SQLite is asked once a process, and not by whichever test counts its statements first.
        assert connection.features.supports_json_field
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: put_back(first))
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database, for what all tests of a module begin with: gone after the last of them, as
    what each writes is gone after that. Not where a test of the module commits."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(autouse=True)
def _empty_memory():
    """What a process keeps is its own, so nothing of one test may reach the next: the cache, and
    how long an address asked it to wait, which may be that of the next test's stand-in."""
    cache.clear()
    rate_limits._limiters.clear()
    pace._paces.clear()


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
