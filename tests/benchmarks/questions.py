"""The bars of Ask: how questions are read, over those of the tests, and how long that takes."""

import time
from contextlib import suppress

from aliexpress.typed.bad_input import BadInput
from cards.ask.interpretation import understand
from cards.ask.offers import offers_for
from cards.ask.pieces.pieces import asked_text, pieces_of
from tests.benchmarks.report import Report, seconds
from tests.cards.ask.notation import Row, notation_of, rows_of, same
from tests.cards.ask.test_hard_questions import HOSTILE
from tests.cards.ask.test_open_questions import AT, KEPT_BY_NOW, words

SETS = ("open_questions.tsv", "other_questions.tsv")
LIMIT = 0.02  # seconds


def questions(*, small: bool) -> Report:
    """Q1 to Q4 and Q9. Dialogues are tests, and so are the other bars."""
    report = Report("questions", "how questions are read", ["", "seen", "bar"])
    for name in SETS:
        rows = [row for row in rows_of(name) if row.thread == "0"]
        _answerable(report, name, [row for row in rows if not _is_refused(row)])
        _unanswerable(report, name, [row for row in rows if _is_refused(row)])
    _speed(report, 1 if small else 5)
    return report


def _is_refused(row: Row) -> bool:
    return _expected(row).startswith(("cannot(", "ask("))


def _expected(row: Row) -> str:
    return KEPT_BY_NOW.get(row.question, row.expected)


def _answerable(report: Report, name: str, rows: list[Row]) -> None:
    wrong = exact = near = 0
    for row in rows:
        understood = notation_of(understand(row.question, words(), at=AT).understood)
        is_right = same(understood) == same(_expected(row))
        wrong += not is_right and not understood.startswith(("cannot(", "ask("))
        exact += is_right
        near += is_right or same(_expected(row)) in _offered(row.question)
    of = len(rows)
    _line(report, f"Q1 {name}: WRONG of {of}", wrong / of, "at most 1 %", met=wrong <= 0.01 * of)
    _line(report, f"Q2 {name}: exact", exact / of, "at least 85 %", met=exact >= 0.85 * of)
    _line(report, f"Q2 {name}: exact or offered", near / of, "at least 95 %", met=near >= 0.95 * of)


def _offered(question: str) -> list[object]:
    pieces = pieces_of(question, words(), at=AT)
    offers = offers_for(question, pieces, words(), at=AT, cards=EveryCard())
    return [same(one.query.notation) for one in offers]


class EveryCard(frozenset[str]):
    def __contains__(self, key: object) -> bool:
        return True


def _unanswerable(report: Report, name: str, rows: list[Row]) -> None:
    refused = right = 0
    for row in rows:
        understood = notation_of(understand(row.question, words(), at=AT).understood)
        refused += understood.startswith(("cannot(", "ask("))
        right += _kind(understood) == _kind(_expected(row))
    of = len(rows)
    name = f"Q3 {name}, {of} without an answer"
    _line(report, f"{name}: refused", refused / of, "at least 98 %", met=refused >= 0.98 * of)
    _line(report, f"{name}: of the kind", right / of, "at least 85 %", met=right >= 0.85 * of)


def _kind(notation: str) -> str:
    return notation.removeprefix("cannot(").rstrip(")").partition(":")[0].partition("(")[0]


def _speed(report: Report, rounds: int) -> None:
    texts = [row.question for name in SETS for row in rows_of(name)] + HOSTILE
    taken = []
    for _ in range(rounds + 1):
        taken = []
        for text in texts:
            began = time.process_time()
            with suppress(BadInput):  # too long, or nothing that can be shown
                understand(asked_text(text), words(), at=AT)
            taken.append(time.process_time() - began)
    taken.sort()
    late = taken[int(0.99 * len(taken))]
    for name, number, bar in (
        ("p99", late, LIMIT),
        ("the slowest, hostile ones too", taken[-1], 1),
    ):
        report.rows.append([f"Q9 reading a question, {name}", seconds(number), f"{bar} s"])
        report.goal(f"Q9 {name}: at most {bar} s", seen=seconds(number), met=number <= bar)


def _line(report: Report, name: str, seen: float, bar: str, *, met: bool) -> None:
    report.rows.append([name, f"{seen:.1%}", bar])
    report.goal(f"{name}: {bar}", seen=f"{seen:.1%}", met=met)
