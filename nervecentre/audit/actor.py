"""Who acts: whoever sent the request that is being answered, or ran the command."""

import getpass
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from celery import current_task
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cards.models import ApiKey
from nervecentre.audit.models import Entry

Via = Entry.Via
ITSELF: Final = "Nerve Centre"
NOBODY: Final = "somebody not signed in"

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@dataclass(frozen=True, slots=True)
class Actor:
    name: str
    via: Via
    user_id: int | None = None
    with_what: str = ""


def remember_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what is done while a request is answered is done by whoever sent it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return middleware


def current_actor() -> Actor:
    request = _request.get()
    if request is not None:
        return sender_of(request)
    if current_task:
        return Actor(ITSELF, Via.ITSELF, with_what=str(current_task.name))
    # Of a command line no more than the command's name: what follows may be a secret.
    program = Path(sys.argv[0]).name
    command = sys.argv[1] if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else program
    return Actor(account(), Via.COMMAND, with_what=command[:200])


def sender_of(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    key = getattr(request, "auth", None)
    if isinstance(key, ApiKey):
        return Actor(key.user.get_username(), Via.API, user_id=key.user_id, with_what=key.name)
    if user is None or not user.is_authenticated:
        if request.path_info.startswith("/oidc/"):
            return Actor(settings.OIDC_NAME, Via.PROVIDER)
        return Actor(NOBODY, Via.PAGE)
    via = Via.ADMIN if request.path_info.startswith("/admin/") else Via.PAGE
    return Actor(user.get_username(), via, user_id=user.pk)


def account() -> str:
    """The name of whoever runs this process on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may know no name of its user
        return "the account of the process"
