"""Why a source could not be read. Each message is a sentence for people, without our secrets."""

from aliexpress.redaction import without_secrets


class SourceFailure(Exception):
    """Nothing was published."""

    def __init__(self, sentence: str) -> None:
        super().__init__(without_secrets(sentence))


class SourceUnavailable(SourceFailure):
    """Tried again by itself; not before `wait_seconds`, where the source named them."""

    wait_seconds: float | None = None


class TooMuch(SourceUnavailable):
    """It broke off, took too long or gave up: asked for less, it may answer."""


class Unfit(SourceUnavailable):
    """The answer is not what was asked for: the filter, the order or the count is not kept to."""


class SourceRefused(SourceFailure):
    """A person has to act."""


class NotPermitted(SourceRefused):
    """What is read with may not see this; it may see other things."""


class SourceUnproven(SourceFailure):
    """What was read could not be shown to be whole."""
