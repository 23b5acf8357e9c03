"""`manage.py trace`: the answer in lines, or exactly as the API gives it."""

import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from aliexpress.typed.bad_input import BadInput
from cards.models import Tracing
from cards.tracing.wording import LAST_LINE
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store


@pytest.fixture
def reviewed(store):
    reviewed_store(store, share=0.9, size=160)
    with time_machine.travel(CLOSING, tick=False):
        yield store


def test_it_says_what_the_page_says(reviewed, capsys):
    call_command("trace", "rejected", "--store", "harbour-home")

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "What review turned down"
    assert any(ASSISTANT in line for line in said)
    assert said[-1] == LAST_LINE


def test_as_json_it_is_the_kept_answer(reviewed, capsys):
    call_command("trace", "rejected", "--store", "harbour-home", "--kind", "alike", "--json")

    assert json.loads(capsys.readouterr().out) == Tracing.objects.get().answer


@pytest.mark.parametrize("subject", ["the moon", "rejected-nowhere-land", "card=nothing"])
def test_a_question_that_means_nothing_is_bad_usage(reviewed, subject):
    with pytest.raises(CommandError) as refused:
        call_command("trace", subject, "--store", "harbour-home")

    assert refused.value.returncode == 2


def test_what_could_not_be_traced_is_said_and_ends_with_1(reviewed, monkeypatch):
    monkeypatch.setattr(
        "cards.tracing.archive.answered", refuse_with("No complete reading had been published.")
    )
    with pytest.raises(CommandError, match="No complete reading") as failed:
        call_command("trace", "rejected", "--store", "harbour-home", "--json")

    assert failed.value.returncode == 1


def refuse_with(sentence):
    def answered(*_, **__):
        raise BadInput("to", sentence)

    return answered
