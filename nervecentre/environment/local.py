"""What this checkout keeps for itself: its database, and secrets made at random.

They are kept in `.nervecentre/secrets.json` and serve while `DEBUG` is on. With `DEBUG` off nothing
secret has a default: a missing one stops the start.
"""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from nervecentre.environment.values import read, stop, words

MADE_BY = {
    "SECRET_KEY": 'python -c "import secrets; print(secrets.token_urlsafe(50))"',
    "CREDENTIAL_KEYS": 'python -c "from cryptography.fernet import Fernet; '
    'print(Fernet.generate_key().decode())"',
}
ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL_DIRECTORY = Path(os.environ.get("NERVECENTRE_DIRECTORY") or ROOT / ".nervecentre")


def local_path(name: str) -> Path:
    """A path in the directory where this checkout keeps its own database and secrets."""
    try:
        LOCAL_DIRECTORY.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        stop(
            "NERVECENTRE_DIRECTORY",
            f"must be a directory we may write to; {LOCAL_DIRECTORY}: {error.strerror}.",
        )
    return LOCAL_DIRECTORY / name


def path(variable: str, *, default: str) -> Path:
    raw = read(variable)
    return Path(raw) if raw else local_path(default)


def folder(variable: str, *, default: str) -> Path:
    """Made by whoever writes there; by default in the directory of this checkout."""
    return Path(read(variable) or LOCAL_DIRECTORY / default)


def local_secrets() -> dict[str, str]:
    """Secrets of this checkout, made at random on first use and readable by its owner only."""
    path = local_path("secrets.json")
    if not path.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "CREDENTIAL_KEYS": Fernet.generate_key().decode(),
        }
        # Written whole under another name first: two processes that start together must not
        # read half a file, and the one that links second takes the other's secrets.
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    loaded: dict[str, str] = json.loads(path.read_text())
    return loaded


def secret_key(variable: str, *, debug: bool) -> str:
    return read(variable) or local_secret(variable, debug=debug)


def credential_keys(variable: str, *, debug: bool) -> list[str]:
    """Fernet keys, newest first: the first encrypts, all of them decrypt."""
    keys = words(variable, default=[]) or [local_secret(variable, debug=debug)]
    for key in keys:
        try:
            Fernet(key)
        except (ValueError, TypeError):
            stop(
                variable,
                "must hold url-safe base64 keys of 32 bytes, separated by commas, newest first. "
                f"Make one with: {MADE_BY['CREDENTIAL_KEYS']}",
            )
    return keys


def local_secret(variable: str, *, debug: bool) -> str:
    if not debug:
        stop(variable, f"must be set when DEBUG is off. Make one with: {MADE_BY[variable]}")
    return local_secrets()[variable]
