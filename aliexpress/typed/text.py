"""Text people and other apps send."""


def can_be_kept(text: str) -> bool:
    """Whether every database takes it: no NUL, and no half of a letter that is made of two."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
