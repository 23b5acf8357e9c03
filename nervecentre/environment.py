"""What the environment may set, read once, with one plain sentence when a value is wrong.

With `DEBUG` on (the default, for a developer's own machine) secrets that are not set are
made at random and kept in `.nervecentre/secrets.json`. With `DEBUG` off nothing secret
has a default: a missing one stops the start.
"""

import contextlib
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent
LOCAL_DIRECTORY = Path(os.environ.get("NERVECENTRE_DIRECTORY") or ROOT / ".nervecentre")

IN_MEMORY = "memory://"
DATABASES = {"postgres", "postgresql", "sqlite"}
BROKERS = {"amqp", "amqps", "memory", "redis", "rediss"}

_env = environ.Env()


def stop(variable: str, sentence: str) -> NoReturn:
    """End the start with one sentence that names the variable; exit code 2."""
    sys.stderr.write(f"{variable} {sentence}\n")
    raise SystemExit(2)


def boolean(variable: str, *, default: bool) -> bool:
    raw = os.environ.get(variable, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    stop(variable, f"must be true or false; it is {raw!r}.")


def whole_number(variable: str, *, default: int, at_least: int = 1) -> int:
    raw = os.environ.get(variable, "").strip()
    if not raw:
        return default
    if not raw.isdecimal() or int(raw) < at_least:
        stop(variable, f"must be a whole number of at least {at_least}; it is {raw!r}.")
    return int(raw)


def words(variable: str, *, default: list[str]) -> list[str]:
    raw = os.environ.get(variable, "")
    return [word.strip() for word in raw.split(",") if word.strip()] or default


def hosts(variable: str, *, default: list[str]) -> list[str]:
    """Names this installation answers for, without scheme and path."""
    names = words(variable, default=default)
    for name in names:
        if "/" in name or " " in name:
            stop(variable, f"must be names such as centre.example.com; one is {name!r}.")
    return names


def origins(variable: str) -> list[str]:
    """Addresses as a browser names them: scheme and host, and a port where it is unusual."""
    addresses = words(variable, default=[])
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            stop(
                variable,
                f"must be addresses such as https://centre.example.com; one is {address!r}.",
            )
    return addresses


def broker(variable: str) -> str:
    """Where Celery's messages go; memory:// reaches this process only."""
    raw = os.environ.get(variable, "").strip() or IN_MEMORY
    if urlsplit(raw).scheme not in BROKERS:
        stop(
            variable, f"must look like redis://localhost:6379/0; it is {_without_password(raw)!r}."
        )
    return raw


def web_address(variable: str, *, default: str) -> str:
    """An address without a path, to which paths are appended; "" only where that is the
    default."""
    raw = os.environ.get(variable, "").strip() or default
    if not raw:
        return ""
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        example = default or "https://centre.example.com"
        stop(variable, f"must be an http or https address such as {example}; it is {raw!r}.")
    if parts.path.strip("/") or parts.query:
        stop(variable, f"must be an address without a path; it is {raw!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def database(variable: str) -> dict[str, Any]:
    raw = os.environ.get(variable, "").strip()
    if not raw:
        raw = f"sqlite:///{local_path('db.sqlite3')}"
    config: dict[str, Any] = {}
    # Looked at first: for a scheme it does not know the parser prints the whole address.
    if urlsplit(raw).scheme in DATABASES:
        with contextlib.suppress(ValueError, KeyError, environ.ImproperlyConfigured):
            config = dict(_env.db_url_config(raw))
    if not config:
        stop(
            variable,
            "must look like postgres://user:password@host:5432/name or sqlite:///path/to/file.",
        )
    return config


def email(variable: str) -> dict[str, Any]:
    """Django's settings of how mail is sent; on the console where nothing is set."""
    raw = os.environ.get(variable, "").strip() or "consolemail://"
    try:
        return dict(_env.email_url_config(raw))
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        stop(variable, "must look like smtp+tls://name:password@mail.example.com:587.")


def secret_key(variable: str, *, debug: bool) -> str:
    return os.environ.get(variable, "") or _local_secret(variable, debug=debug)


def credential_keys(variable: str, *, debug: bool) -> list[str]:
    """Fernet keys, newest first: the first encrypts, all of them decrypt."""
    keys = words(variable, default=[]) or [_local_secret(variable, debug=debug)]
    for key in keys:
        try:
            Fernet(key)
        except (ValueError, TypeError):
            stop(
                variable,
                "must hold url-safe base64 keys of 32 bytes, separated by commas, newest first. "
                "Make one with: python -c "
                '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"',
            )
    return keys


def path(variable: str, *, default: str) -> Path:
    raw = os.environ.get(variable, "").strip()
    return Path(raw) if raw else local_path(default)


def file_to_write(variable: str) -> Path | None:
    raw = os.environ.get(variable, "").strip()
    if not raw:
        return None
    file = Path(raw)
    if not os.access(file if file.exists() else file.parent, os.W_OK) or file.is_dir():
        stop(variable, f"must be a file we may write to; it is {raw!r}.")
    return file


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


def _local_secret(variable: str, *, debug: bool) -> str:
    if not debug:
        stop(variable, "must be set when DEBUG is off.")
    return local_secrets()[variable]


def _without_password(address: str) -> str:
    scheme, found, rest = address.partition("://")
    return scheme + found + rest.rpartition("@")[2]
