"""The two ways to say no: the gateway's refusal, and the error a method answers with."""

from typing import Any, Final, Literal

Json = dict[str, Any]
Kind = Literal["ISV", "ISP", "SYSTEM"]

# What methods answer with.
BAD_ARGUMENT: Final = 13_001_004
NO_SUCH_PRODUCT: Final = "F00-00-10001-002"


class Refusal(Exception):
    """The gateway turns a call away before or instead of answering it."""

    def __init__(self, code: str, message: str, *, kind: Kind = "ISV", sub_code: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind: Kind = kind
        self.sub_code = sub_code


class BusinessError(Exception):
    """The method was called and says no: HTTP 200 with `success: false`."""

    def __init__(self, code: int | str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
