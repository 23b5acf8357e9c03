"""What a spreadsheet does to codes: seen and told, never mended silently."""

import re
from collections import Counter, defaultdict
from typing import Any, Final

MOST_EXAMPLES: Final = 20
SENTENCES: Final = {
    "scientific": "written as a power of ten",
    "decimal": "ending in .0",
    "comma": "a number with a decimal comma",
    "quote": "beginning with an apostrophe",
    "zeros": "shorter than the others: leading zeros may be lost",
    "twice": "there twice",
}
_SCIENTIFIC: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_DECIMAL: Final = re.compile(r"[0-9]+\.0+")
_COMMA: Final = re.compile(r"[0-9]+,[0-9]+")
# Of codes that are digits alone, how many have to be of one length for others to be suspicious.
MOSTLY: Final = 0.6


class Damage:
    """Looks at one code after another; `told` is what was seen."""

    def __init__(self) -> None:
        self._counts = Counter[str]()
        self._examples: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._lines: dict[str, int] = {}
        self._lengths = Counter[int]()
        self._numbers: dict[int, list[tuple[int, str]]] = defaultdict(list)

    def look(self, line: int, code: str) -> None:
        if not code:
            return
        if code in self._lines:
            self._tell("twice", line, code)
        self._lines.setdefault(code, line)
        if code.isascii() and code.isdecimal():
            self._lengths[len(code)] += 1
            if len(some := self._numbers[len(code)]) < MOST_EXAMPLES:
                some.append((line, code))
        elif code[0].isdecimal() or code[0] == "'":
            self._look_closer(line, code)

    def _look_closer(self, line: int, code: str) -> None:
        if _SCIENTIFIC.fullmatch(code):
            self._tell("scientific", line, code)
        elif _DECIMAL.fullmatch(code):
            self._tell("decimal", line, code)
        elif _COMMA.fullmatch(code):
            self._tell("comma", line, code)
        elif code.startswith("'"):
            self._tell("quote", line, code)

    def _tell(self, kind: str, line: int, code: str, *, number: int = 1) -> None:
        self._counts[kind] += number
        if len(self._examples[kind]) < MOST_EXAMPLES:
            self._examples[kind].append((line, code[:80]))

    def told(self) -> list[dict[str, Any]]:
        """[{"kind", "words", "count", "examples": [[line, code], …]}, …]"""
        self._look_for_lost_zeros()
        return [
            {
                "kind": kind,
                "words": SENTENCES[kind],
                "count": self._counts[kind],
                "examples": [list(one) for one in self._examples[kind]],
            }
            for kind in SENTENCES
            if self._counts[kind]
        ]

    def _look_for_lost_zeros(self) -> None:
        numbers = sum(self._lengths.values())
        if not numbers or self._counts["zeros"]:
            return
        usual, many = self._lengths.most_common(1)[0]
        if many == numbers or many < MOSTLY * numbers:
            return
        for length in sorted(self._lengths):
            if length < usual:
                self._counts["zeros"] += self._lengths[length]
                room = MOST_EXAMPLES - len(self._examples["zeros"])
                self._examples["zeros"] += self._numbers[length][:room]
