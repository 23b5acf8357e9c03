"""What a page says, as one line of text."""

from typing import Any


def text_of(answer: Any) -> str:
    """The markup of an answer with every run of blanks as one."""
    return " ".join(answer.content.decode().split())
