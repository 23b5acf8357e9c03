"""A secret of a command: from a file, the environment, a prompt, or (seen by `ps`) its option."""

import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, CommandParser

STANDARD_INPUT: Final = "-"
LARGEST_FILE: Final = 64 * 1024  # characters; no token is as long


def add_secret(parser: CommandParser, option: str, *, file: str = "", text: str) -> None:
    """Give a command `option` and `option`-file (`file` where that has another name)."""
    parser.add_argument(option, help=f"{text}; whoever lists the machine's processes reads it")
    parser.add_argument(
        file or f"{option}-file",
        metavar="FILE",
        help=f"{text}, from a file; - asks for it, or reads what is piped in",
    )


def secret_option(
    options: dict[str, Any], option: str, *, file: str = "", variable: str = "", asks: bool = False
) -> str | None:
    """The secret as it was given, None where it was not. Raises CommandError.

    `variable` is looked at where neither option is there, then `variable`_FILE; `asks`: where
    none of them is, and somebody sits at a terminal, they are asked.
    """
    name = option.removeprefix("--").replace("-", "_")
    file = file or f"{option}-file"
    given, path = options[name], options[file.removeprefix("--").replace("-", "_")]
    if given is not None and path is not None:
        raise CommandError(f"Give one of {option} and {file}, not both.", returncode=2)
    if given is not None:
        return str(given)
    what = name.replace("_", " ")
    if path is not None:
        return typed_secret(what) if path == STANDARD_INPUT else secret_in_file(path, named=file)
    if variable and os.environ.get(variable):
        return os.environ[variable].strip()
    if variable and (path := os.environ.get(f"{variable}_FILE")):
        return secret_in_file(path, named=f"{variable}_FILE")
    return typed_secret(what) if asks and sys.stdin.isatty() else None


def secret_in_file(path: str, *, named: str) -> str:
    try:
        with Path(path).open(encoding="utf-8") as file:
            secret = file.read(LARGEST_FILE).strip()
    except (OSError, UnicodeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise CommandError(f"{named} {path} cannot be read: {why}.", returncode=2) from error
    if not secret:
        raise CommandError(f"{named} {path} is empty.", returncode=2)
    return secret


def typed_secret(what: str) -> str:
    """Typed without being shown, or the whole of what is piped in."""
    try:
        typed = getpass(f"{what.capitalize()}: ") if sys.stdin.isatty() else sys.stdin.read()
    except (EOFError, KeyboardInterrupt, UnicodeError) as error:
        raise CommandError(f"No {what} was given.", returncode=2) from error
    if not typed.strip():
        raise CommandError(f"No {what} was given.", returncode=2)
    return typed.strip()
