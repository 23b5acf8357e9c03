"""The same question is answered with the same bytes: in another process, on another database."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cards.ask.world import asked
from tests.cards.tracing.reviewed_store import CLOSING, reviewed_store

ROOT = Path(__file__).parents[3]
AT = CLOSING + timedelta(minutes=5)
READ_ALL = """
import django; django.setup()
from cards.ask.offers import offers_for
from cards.ask.pieces.pieces import pieces_of
from cards.ask.interpretation import understand
from tests.benchmarks.questions import EveryCard
from tests.cards.ask.notation import notation_of, rows_of
from tests.cards.ask.test_open_questions import AT, words
for row in rows_of("open_questions.tsv")[::4]:
    print(notation_of(understand(row.question, words(), at=AT).understood))
    pieces = pieces_of(row.question, words(), at=AT)
    for one in offers_for(row.question, pieces, words(), at=AT, cards=EveryCard()):
        print(one.as_json())
"""
QUESTIONS = [
    "how many listings do we have",
    "rejected by group",
    "which account has the most rejected listings",
    "rejected listings not in group 3",
    "why did rejected rise",
    "how did active change in the last 7 days",
    "what do the rejected have in common",
    "what moved last week",
    "share of rejected",
    "how fresh is the total",
    "what is our revenue",
    "purple active listings",
]
# Of the answers below; another is an answer that changed.
SHA = "0687eb8e0eb90e612a14b69b287a92dace6f2742596910795dd0866666e551fd"


def _read_in_a_process(hash_seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", READ_ALL],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.thorough
def test_another_process_reads_and_offers_the_same():
    first, second = _read_in_a_process("1"), _read_in_a_process("2")

    assert first == second
    assert len(first.splitlines()) > 60


def test_another_database_answers_with_the_same_bytes(store):
    reviewed_store(store, share=0.8, size=120)

    answers = [asked(store, AT, question) for question in QUESTIONS]

    said = json.dumps([_without_row_numbers(one) for one in answers], sort_keys=True)
    assert hashlib.sha256(said.encode()).hexdigest() == SHA, said


def _without_row_numbers(value):
    """Without the numbers of rows, and tokens, which are signed with the installation's key."""
    if isinstance(value, dict):
        left = {name: one for name, one in value.items() if name not in ("snapshot", "link")}
        return {n: _without_row_numbers(one) for n, one in left.items() if n != "previous"}
    return [_without_row_numbers(one) for one in value] if isinstance(value, list) else value
