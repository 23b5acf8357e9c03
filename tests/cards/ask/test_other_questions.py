"""Questions of other wordings: none may be answered with another query than the right one."""

import pytest

from cards.ask.interpretation import understand
from tests.cards.ask.notation import Row, notation_of, rows_of, same
from tests.cards.ask.test_open_questions import AT, words


@pytest.mark.parametrize("row", rows_of("other_questions.tsv"), ids=lambda row: row.question)
def test_a_question_is_read_rightly_or_not_at_all(row: Row) -> None:
    understood = notation_of(understand(row.question, words(), at=AT).understood)

    refused = understood.startswith(("ask(", "cannot("))
    assert refused or same(understood) == same(row.expected), understood
