"""`manage.py mcp --key-file F`: the protocol over standard input and output, for an assistant on
this machine."""

from pathlib import Path
from typing import Any

from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser
from django.db import close_old_connections

from aliexpress.roles import Viewer
from aliexpress.typed.command import TypedCommand
from cards.api.authentication import LONGEST_KEY
from cards.api_keys import key_in_force
from cards.mcp.caller import Caller

REVOKED = "This API key is unknown or was revoked: ask operations for a new one."


class Command(TypedCommand):
    help = "Serve the Model Context Protocol on standard input and output, with a key from a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--key-file", required=True, help="a file that holds an API key")

    def handle(self, *args: Any, **options: Any) -> None:
        key = key_from(Path(options["key_file"]))
        if key_in_force(key) is None:
            raise CommandError(REVOKED, returncode=2)
        try:
            from cards.mcp.stdio import serve
        except ImportError as error:
            raise CommandError(
                "The protocol needs the extra: pip install 'nervecentre[mcp]'.", returncode=2
            ) from error

        def user() -> Viewer:
            """Looked up at every call."""
            close_old_connections()
            found = key_in_force(key)
            if found is None:
                raise PermissionDenied(REVOKED)
            return found.user

        async_to_sync(serve)(Caller(user))


def key_from(path: Path) -> str:
    """Raises CommandError."""
    try:
        with path.open(encoding="ascii") as file:
            key = file.read(LONGEST_KEY + 2).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--key-file cannot be read: {path}.", returncode=2) from error
    if not key or len(key) > LONGEST_KEY:
        raise CommandError(f"--key-file must hold one API key: {path}.", returncode=2)
    return key
