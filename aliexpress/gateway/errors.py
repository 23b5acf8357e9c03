"""The two ways a call to AliExpress fails; decided in `aliexpress.gateway` and nowhere else."""

from aliexpress.typed.redaction import without_secrets


class GatewayError(Exception):
    """A call failed. `str(error)` is a sentence for people, and holds no secret of ours."""

    def __init__(self, sentence: str) -> None:
        super().__init__(without_secrets(sentence))


class Unavailable(GatewayError):
    """AliExpress did not answer, or asked us to wait: the same call may succeed later.

    `wait_seconds` is how long AliExpress told this app key to wait, None where it did not say.
    """

    def __init__(self, sentence: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class Refused(GatewayError):
    """AliExpress will answer the same way again until somebody acts on `remedy`."""

    def __init__(self, sentence: str, *, remedy: str = "", code: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.remedy = remedy
        self.code = code


class TokenRefused(Refused):
    """The access token is invalid or has expired: one refresh may mend it."""
