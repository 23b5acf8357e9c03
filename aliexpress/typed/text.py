"""Text people and other apps send."""

from typing import Any

from aliexpress.typed.bad_input import BadInput


def can_be_kept(text: str) -> bool:
    """Whether every database takes it: no NUL, and no half of a letter that is made of two."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def text_from(field: str, value: Any, *, longest: int) -> str:
    """The text without spaces around it; "" where nothing was given. A line's end counts as one
    character, as in the box it was typed into. Raises BadInput."""
    text = "" if value is None else value
    text = text.replace("\r\n", "\n") if isinstance(text, str) else text
    if not isinstance(text, str) or len(text) > longest or not can_be_kept(text):
        raise BadInput(field, f"{field} must be text of at most {longest:,} ordinary characters.")
    return text.strip()
