"""What is typed behind `manage.py`, by hand or by a script with names from elsewhere."""

import pytest
from django.core.management import CommandError, call_command

from tests.factories import StoreFactory
from tests.processes import environment, manage


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["sync_store", "read_details"])
def test_a_store_that_is_not_there_is_told_with_those_that_are(command):
    StoreFactory(slug="harbour-home")

    with pytest.raises(CommandError, match=r"There is: harbour-home\.") as refused:
        call_command(command, "nowhere")

    assert refused.value.returncode == 2


def test_an_argument_that_is_no_text_is_one_sentence(tmp_path):
    refused = manage("sync_store", b"harbour\xff", env=environment(tmp_path))

    assert refused.returncode == 2
    assert refused.stderr == "'harbour\\udcff' is not text in UTF-8.\n"
