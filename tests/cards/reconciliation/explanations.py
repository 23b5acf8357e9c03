"""What a number is answered with, held against the worked example."""

from datetime import timedelta

from aliexpress.lifecycle import State
from cards.reconciliation.advice import advice_of
from cards.reconciliation.explain import explain
from cards.reconciliation.moment_facts import Facts
from tests.moments import NOON

COUNTS = {State.ACTIVE: 4310, State.AUDITING: 340, State.REJECTED: 120, State.EXPIRED: 50}


def answer_to(entered, **known):
    usual = {
        "counts": COUNTS,
        "drafts_are_counted": False,
        "observed_at": NOON + timedelta(minutes=20),
        "confirmed_at": NOON,
    }
    return explain(Facts(entered=entered, **{**usual, **known}), advice_of(None))


def kinds(answer):
    return [one.kind for one in answer.explanations]
