"""Runs manage.py as a process of its own, in an environment of the test's."""

import os
import subprocess
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent
OURS = ("ALIEXPRESS_", "CELERY_", "CREDENTIAL_", "CSRF_", "DATABASE_", "TEST_DATABASE_")
OUR_OWN = {
    "ALLOWED_HOSTS",
    "CACHE_URL",
    "CI",
    "DEBUG",
    "EMAIL_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # of the browser tests
    "LOG_FILE",
    "PLAIN_HTTP",
    "PUBLIC_URL",
    "PYTHONDONTWRITEBYTECODE",  # or each process compiles everything anew
    "SECRET_KEY",
    "STATIC_ROOT",
    "TRUSTED_PROXIES",
}

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "a-key-of-many-letters-0123456789-abcdefghijklmnopqrstuvwxyz",
    "CREDENTIAL_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "centre.example.com",
    "DATABASE_URL": "postgres://centre:word@localhost:5432/centre",
    "CELERY_BROKER_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://name:word@mail.example.com:587",
    "PUBLIC_URL": "https://centre.example.com",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def environment(directory: Path, **changed: str) -> dict[str, str]:
    """This process's, without what configures Nerve Centre but for what is given."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in OUR_OWN and not name.startswith(OURS)
    }
    return {**inherited, "NERVECENTRE_DIRECTORY": str(directory), **changed}


def manage(
    *arguments: str | bytes, env: dict[str, str], code: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=code,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def verification_is_due(env: dict[str, str]) -> bool:
    """Whether the background is to verify the database of this installation."""
    code = (
        "from django.utils import timezone; from cards.verification.verify import is_due;"
        "print(is_due(at=timezone.now()))"
    )
    done = manage("shell", "-v0", "-c", code, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip() == "True"
