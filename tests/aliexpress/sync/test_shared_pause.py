"""What one worker is told of a ban, every worker of the app key obeys."""

import threading
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest

from aliexpress.gateway.retry import Pause
from aliexpress.models import AppKeyPause
from aliexpress.sync.shared_pause import SharedPause
from tests.moments import NOON

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def gateway():
    gateway = Mock()
    gateway.credentials.app_key = "33001"
    return gateway


@pytest.fixture
def pause():
    return SharedPause(clock=lambda: NOON)


def test_a_ban_that_was_told_is_kept_for_the_others(pause, gateway):
    pause.note(Pause(NOON + 30 * SECOND))

    pause.share(gateway)

    assert AppKeyPause.objects.get(app_key="33001").until == NOON + 30 * SECOND


def test_a_shorter_ban_told_right_after_does_not_make_the_longer_one_forgotten(pause, gateway):
    pause.note(Pause(NOON + 90 * SECOND))
    pause.note(Pause(NOON + SECOND))

    pause.share(gateway)

    assert AppKeyPause.objects.get(app_key="33001").until == NOON + 90 * SECOND


@pytest.mark.parametrize("told", [30, 90])
def test_of_two_bans_the_longer_one_stands(pause, gateway, told):
    AppKeyPause.objects.create(app_key="33001", until=NOON + 60 * SECOND)
    pause.note(Pause(NOON + told * SECOND))

    pause.share(gateway)

    longer = NOON + max(60, told) * SECOND
    assert AppKeyPause.objects.get(app_key="33001").until == longer
    gateway.pause_until.assert_called_once_with(longer, method="")


def test_a_ban_of_another_app_key_or_one_that_is_over_stops_nobody(pause, gateway):
    AppKeyPause.objects.create(app_key="33002", until=NOON + 60 * SECOND)
    AppKeyPause.objects.create(app_key="33001", until=NOON)

    pause.obey(gateway)

    gateway.pause_until.assert_not_called()


def test_a_pause_of_one_method_is_told_as_such(pause, gateway):
    pause.note(Pause(NOON + 30 * SECOND, "a.method"))
    pause.note(Pause(NOON + 10 * SECOND))

    pause.share(gateway)

    told = {row.method: row.until for row in AppKeyPause.objects.all()}
    assert told == {"a.method": NOON + 30 * SECOND, "": NOON + 10 * SECOND}
    gateway.pause_until.assert_any_call(NOON + 30 * SECOND, method="a.method")


def test_a_pause_that_one_thread_hears_is_not_lost_to_another(pause, gateway):
    another = threading.Thread(target=pause.note, args=[Pause(NOON + 90 * SECOND)])

    class Compared(datetime):
        """Lets the other thread be told of a longer pause just when this one looks."""

        def __gt__(self, other):
            if another.ident is None:
                another.start()
                another.join(timeout=0.2)
            return super().__gt__(other)

    pause.note(Pause(Compared.fromisoformat(NOON.isoformat())))
    pause.note(Pause(NOON + 30 * SECOND))
    another.join()

    pause.share(gateway)

    assert AppKeyPause.objects.get().until == NOON + 90 * SECOND


def test_a_pause_that_a_clock_ahead_has_noted_stops_nobody_and_gives_way_to_the_next(
    pause, gateway
):
    hour = 3600 * SECOND
    AppKeyPause.objects.create(app_key="33001", until=NOON + 2 * hour, told_at=NOON + hour)

    pause.obey(gateway)
    gateway.pause_until.assert_not_called()

    pause.note(Pause(NOON + 30 * SECOND))
    pause.share(gateway)
    gateway.pause_until.assert_called_once_with(NOON + 30 * SECOND, method="")
