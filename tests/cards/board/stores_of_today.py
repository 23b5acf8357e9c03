"""A store as Today looks at it, and what one rule tells of it."""

from datetime import timedelta
from types import SimpleNamespace

from cards.board.store_today import StoreToday
from cards.readings.reading import Attempt, Reading
from tests.moments import NOON

A_DAY = timedelta(days=1)
COUNTS = {"active": 4310, "auditing": 340, "rejected": 120, "expired": 50, "unmapped": 0}
FAILED = Attempt("failed", NOON, "AliExpress did not answer. We try again.")


def reading(card, value, **fields):
    given = {"unit": "count", "breakdown": COUNTS, "last_attempt": None, **fields}
    return Reading(
        card=card,
        store="harbour-home",
        value=value,
        as_of=NOON,
        confirmed_at=NOON,
        stale=False,
        verdict="complete",
        snapshot=17,
        sentiment="neutral",
        **given,
    )


def store(*readings, name="Harbour Home", slug="harbour-home", **fields):
    state = {
        "pk": 1,
        "name": name,
        "slug": slug,
        "is_active": True,
        "is_renewable": True,
        "renewable_until": NOON + 50 * A_DAY,
        "access_until": None,
        "waiting_since": None,
        "next_due_at": NOON,
        "unbelieved_fall": "",
        "account_warning": "",
        "now": SimpleNamespace(open_run_id=None),
    }
    found = {key: fields.pop(key) for key in list(fields) if key in state}
    fields.setdefault("seen", {"aex_xc_listed_but_oos_on_bc", "aex_xc_missing_on_aliexpress"})
    shown = readings or [reading("aex_total_listings", 4820)]
    return StoreToday(
        store=SimpleNamespace(**state | found),
        at=NOON,
        readings={one.card: one for one in shown},
        **fields,
    )


def told(rule, now):
    return [(one.text, one.stake, one.address) for one in rule(now)]
