"""What is written to a terminal: any letter on any of them, and no secret in a traceback."""

import io
import sys
import traceback
from types import TracebackType

from aliexpress.redaction import without_secrets


def prepare_terminal() -> None:
    """Write letters the terminal's encoding has not as \\u0434, where Python would stop; and
    print an error nobody took without the secrets we hold."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # anything else a test or a server put there
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = print_without_secrets


def print_without_secrets(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    sys.stderr.write(without_secrets("".join(traceback.format_exception(kind, error, trace))))
