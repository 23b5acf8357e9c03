"""The two ways a call to AliExpress fails: *unavailable* passes, *refused* needs a person."""

from enum import StrEnum

from aliexpress.redaction import without_secrets


class Bound(StrEnum):
    """Whom a failure binds: what else is sure to fail, or must wait, as well."""

    CALL = "call"  # only what this one call asked for
    METHOD = "method"
    SELLER = "seller"
    APP = "app"  # and so every call


class GatewayError(Exception):
    """A call failed. `str(error)` is a sentence for people, and holds no secret of ours."""

    binds: Bound = Bound.APP

    def __init__(self, sentence: str) -> None:
        super().__init__(without_secrets(sentence))


class Unavailable(GatewayError):
    """AliExpress did not answer, or asked us to wait: the same call may succeed later.

    `wait_seconds` is how long AliExpress told those it `binds` to wait, None where it did not.
    """

    def __init__(
        self, sentence: str, *, wait_seconds: float | None = None, binds: Bound = Bound.APP
    ) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds
        self.binds = binds


class NoAnswer(Unavailable):
    """Nothing came back from AliExpress: whether it took the call is not known."""


class TookTooLong(NoAnswer):
    """No answer began within the time it may take: asked for less, AliExpress may be in time."""


class Failed(Unavailable):
    """AliExpress answered that it could not carry out this one call; others may succeed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, binds=Bound.CALL)


class Refused(GatewayError):
    """AliExpress will answer the same way again until somebody acts on `remedy`."""

    def __init__(
        self, sentence: str, *, remedy: str = "", code: str = "", binds: Bound = Bound.APP
    ) -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.remedy = remedy
        self.code = code
        self.binds = binds


class NotPermitted(Refused):
    """The app may not call this method for this seller; another method may do."""


class TokenRefused(Refused):
    """The access token is invalid or has expired: one refresh may mend it."""
