"""One stretch of a question."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the question, the kind of word it is, and what it means."""

    kind: str
    value: Any
    text: str  # as it stands in the folded question

    def __str__(self) -> str:
        return f"{self.kind}:{self.text}"
