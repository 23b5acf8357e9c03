"""The worked example, with a trigger on its card."""

import pytest

from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery, Card, Webhook
from tests.moments import NOON


@pytest.fixture
def trigger(db):
    """Writes a trigger on a card, as operations do."""

    def write(text, *, card="aex_total_listings"):
        Card.objects.filter(key=card).update(alert_trigger=text)

    return write


@pytest.fixture
def opened(snapshot, trigger):
    """Opens an alert, once the receivers are there."""

    def open_one():
        trigger("above 4,800")
        look(at=NOON)
        return AlertDelivery.objects.get()

    return open_one


@pytest.fixture
def hook(store, httpserver, settings):
    settings.ALERT_WEBHOOK_ALLOW_PRIVATE = True
    return Webhook.objects.create(
        store=store, url=httpserver.url_for("/alerts?key=1"), secret="between-us"
    )


@pytest.fixture
def alert(snapshot, trigger):
    trigger("above 4,800")
    look(at=NOON)
    return Alert.objects.get()


@pytest.fixture
def operations(member):
    return member("operations")
